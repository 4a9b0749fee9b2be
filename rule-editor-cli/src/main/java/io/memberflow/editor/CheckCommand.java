package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.Finding;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code rule-editor check}: every error of a rulebook at once. */
@Command(name = "check")
final class CheckCommand extends EditorCommand {

    @Override
    Set<Format> formats() {
        return EnumSet.allOf(Format.class);
    }

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        List<Finding> findings = rulebook.findings();
        List<Problem> problems =
                findings.stream().map(finding -> Problem.of(finding, language())).toList();
        switch (format()) {
            case TEXT -> new TextProblems(console(), rulebook).print(problems, out());
            case JSON -> print(Json.text(json(problems)));
            default ->
                    new ProblemReport("check", Arrays.asList(rulebook.release().paths()), problems)
                            .write(format(), folder().toString(), out());
        }
        if (problems.isEmpty()) {
            note(Message.NO_FINDINGS, folder());
            return Exit.FINE;
        }
        note(Message.FINDINGS, folder(), problems.size());
        return Exit.FINDINGS;
    }

    private ObjectNode json(List<Problem> problems) {
        ObjectNode json = Json.object();
        json.put("rulebook", folder().toString());
        ArrayNode findings = json.putArray("findings");
        problems.forEach(problem -> Json.put(problem, findings.addObject()));
        return json;
    }
}
