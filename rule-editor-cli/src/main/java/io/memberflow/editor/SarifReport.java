package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Problems as SARIF 2.1.0, which code review tools read. */
final class SarifReport {
    private SarifReport() {}

    static void write(ProblemReport report, String folder, PrintWriter out) {
        ObjectNode log = Json.object();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", RuleEditor.NAME);
        driver.putArray("rules").addObject().put("id", report.command());
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        for (Problem problem : report.problems()) {
            ObjectNode result = results.addObject();
            result.put("ruleId", report.command());
            result.put("level", "error");
            result.putObject("message").put("text", text(problem));
            ObjectNode physical =
                    result.putArray("locations").addObject().putObject("physicalLocation");
            physical.putObject("artifactLocation")
                    .put("uri", uri(ProblemReport.path(folder, problem.file())));
            ObjectNode region = physical.putObject("region");
            region.put("startLine", problem.line());
            region.put("startColumn", problem.column());
        }
        out.println(Json.text(log));
    }

    /** A path as a URI reference, which holds neither spaces nor Chinese. */
    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A path can always be escaped", e);
        }
    }

    private static String text(Problem problem) {
        return problem.details().isEmpty()
                ? problem.text()
                : problem.text() + "\n" + String.join("\n", List.copyOf(problem.details()));
    }
}
