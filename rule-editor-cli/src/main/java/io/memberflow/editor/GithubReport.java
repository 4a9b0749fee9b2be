package io.memberflow.editor;

import java.io.PrintWriter;

/** Problems as GitHub's workflow commands, which it shows beside the lines of a change. */
final class GithubReport {
    private GithubReport() {}

    static void write(ProblemReport report, String folder, PrintWriter out) {
        for (Problem problem : report.problems()) {
            StringBuilder text = new StringBuilder(problem.text());
            problem.details().forEach(detail -> text.append('\n').append(detail));
            out.println(
                    "::error file="
                            + property(ProblemReport.path(folder, problem.file()))
                            + ",line="
                            + problem.line()
                            + ",col="
                            + problem.column()
                            + ",title="
                            + property("rule-editor " + report.command())
                            + "::"
                            + data(text.toString()));
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
