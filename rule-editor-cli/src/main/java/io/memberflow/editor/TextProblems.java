package io.memberflow.editor;

import io.memberflow.rulebook.RulebookFiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Problems for a person: the place and the sentence, then the line with a caret. */
final class TextProblems {
    private final Console console;
    private final Map<String, String> files;

    TextProblems(Console console, Rulebook rulebook) {
        this.console = console;
        this.files = rulebook.files();
    }

    void print(List<Problem> problems, PrintWriter out) {
        for (Problem problem : problems) {
            out.println(console.red(problem.place()) + ": " + problem.text());
            excerpt(problem).forEach(line -> out.println(console.faint(line)));
            problem.details().forEach(detail -> out.println("    " + detail));
        }
    }

    /** Of a decision table the line alone: its columns are cells. */
    private List<String> excerpt(Problem problem) {
        String text = files.get(problem.file());
        if (text == null || problem.file().endsWith(RulebookFiles.WORKBOOK)) {
            return List.of();
        }
        List<String> excerpt = Excerpt.of(text, problem.line(), problem.column());
        boolean cells = problem.file().endsWith(RulebookFiles.CSV_SHEET);
        return cells && !excerpt.isEmpty() ? excerpt.subList(0, 1) : excerpt;
    }
}
