package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.analysis.Analysis;
import io.memberflow.analysis.Fault;
import io.memberflow.analysis.Report;
import io.memberflow.engine.CompiledRules;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code rule-editor analyze}: whether the models of a rulebook mean what its catalogue says. */
@Command(name = "analyze")
final class AnalyzeCommand extends EditorCommand {

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        Report report;
        try (CompiledRules rules = rulebook.rules()) {
            report = Analysis.of(rules);
        }
        if (isJson()) {
            print(Json.text(json(report)));
        } else {
            List<Problem> problems =
                    report.findings().stream().map(f -> Problem.of(f, language())).toList();
            new TextProblems(console(), rulebook).print(problems, out());
            report.unproved()
                    .forEach(
                            one ->
                                    print(
                                            text(
                                                    Message.NOT_PROVED,
                                                    one.model()
                                                            + ": "
                                                            + choose(one.zh(), one.en()))));
            report.proved().forEach(one -> print(text(Message.PROVED, one.model())));
        }
        int faults = report.faults().size();
        if (faults == 0) {
            note(Message.NO_FINDINGS, folder());
            return Exit.FINE;
        }
        note(Message.FINDINGS, folder(), faults);
        return Exit.FINDINGS;
    }

    private ObjectNode json(Report report) {
        ObjectNode json = Json.object();
        json.put("rulebook", folder().toString());
        ArrayNode findings = json.putArray("findings");
        for (Fault fault : report.faults()) {
            ObjectNode one = findings.addObject();
            one.put("kind", fault.kind().name());
            one.put("model", fault.model());
            Json.put(Problem.of(fault.finding(), language()), one);
            ArrayNode examples = one.putArray("examples");
            fault.examples().forEach(e -> examples.add(e.text(language().isChinese())));
        }
        ArrayNode unproved = json.putArray("unproved");
        for (Report.Unproved one : report.unproved()) {
            unproved.addObject().put("model", one.model()).put("why", choose(one.zh(), one.en()));
        }
        ArrayNode proved = json.putArray("proved");
        report.proved().forEach(one -> proved.add(one.model()));
        return json;
    }
}
