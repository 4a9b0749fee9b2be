package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Registry;
import io.memberflow.rulebook.Release;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rule-editor diff}: in what two releases differ, rule by rule. */
@Command(name = "diff")
final class DiffCommand extends RegistryCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "FROM", descriptionKey = "diff.from")
    private String from = ReleaseFinder.ACTIVE;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TO", descriptionKey = "diff.to")
    private String to;

    @Override
    int run(Registry registry) throws SQLException {
        ReleaseFinder releases = new ReleaseFinder(registry, channelName());
        Release before = releases.find(from);
        Release after = to == null ? rulebook().release() : releases.find(to);
        List<Difference> differences = ReleaseDiff.of(before, after, language());
        if (isJson()) {
            ObjectNode json = Json.object();
            json.put("from", before.sha256());
            json.put("to", after.sha256());
            Differences.put(differences, json);
            print(Json.text(json));
        } else {
            differences.forEach(one -> Differences.lines(one, language()).forEach(this::print));
        }
        if (differences.isEmpty()) {
            note(Message.NO_DIFFERENCES);
            return Exit.FINE;
        }
        note(Message.DIFFERENCES, differences.size());
        return Exit.DIFFERENT;
    }
}
