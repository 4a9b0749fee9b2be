package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.RuleLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rule-editor fmt}: one layout for all rule files. */
@Command(name = "fmt")
final class FmtCommand extends EditorCommand {

    @Option(names = "--check", descriptionKey = "fmt.check")
    private boolean check;

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        FileChanges changes = new FileChanges(rulebook);
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> file : rulebook.files().entrySet()) {
            if (file.getKey().endsWith(".drl")) {
                Optional<String> laid = RuleLayout.of(file.getValue());
                laid.ifPresent(text -> changes.put(file.getKey(), text));
                if (laid.isEmpty()) {
                    broken.add(file.getKey());
                }
            }
        }
        List<String> changed = List.copyOf(new TreeSet<>(changes.changed().keySet()));
        if (!check) {
            changes.write();
        }
        print(changed, broken);
        broken.forEach(file -> note(Message.NOT_FORMATTED, file));
        if (!broken.isEmpty()) {
            return Exit.FINDINGS;
        }
        note(check ? Message.WOULD_FORMAT : Message.FORMATTED, changed.size());
        return check && !changed.isEmpty() ? Exit.DIFFERENT : Exit.FINE;
    }

    private void print(List<String> changed, List<String> broken) {
        if (isJson()) {
            ObjectNode json = Json.object();
            ArrayNode files = json.putArray("changed");
            changed.forEach(files::add);
            ArrayNode not = json.putArray("unreadable");
            broken.forEach(not::add);
            print(Json.text(json));
        } else {
            changed.forEach(this::print);
        }
    }
}
