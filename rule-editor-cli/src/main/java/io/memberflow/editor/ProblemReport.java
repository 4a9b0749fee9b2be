package io.memberflow.editor;

import java.io.PrintWriter;
import java.util.List;

/**
 * What a command looked at and found wrong, to be said in any of the forms that machines read.
 *
 * @param command what looked
 * @param looked names of all that was looked at, in order: files, cases
 * @param problems what is wrong
 */
record ProblemReport(String command, List<String> looked, List<Problem> problems) {

    /**
     * Says it in a form other than text and JSON.
     *
     * @param folder the rulebook's folder as a path that the reader of the report can follow
     */
    void write(Format format, String folder, PrintWriter out) {
        switch (format) {
            case JUNIT -> JunitReport.write(this, folder, out);
            case SARIF -> SarifReport.write(this, folder, out);
            case GITHUB -> GithubReport.write(this, folder, out);
            case TEXT, JSON -> throw new IllegalArgumentException(format + " is no report");
        }
    }

    List<Problem> problemsOf(String one) {
        return problems.stream().filter(problem -> problem.of().equals(one)).toList();
    }

    static String path(String folder, String file) {
        return (folder.isEmpty() ? "" : folder.replace('\\', '/') + "/") + file;
    }
}
