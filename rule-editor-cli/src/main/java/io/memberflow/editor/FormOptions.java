package io.memberflow.editor;

import io.memberflow.engine.RuleForm;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** A rule's parts as flags. */
final class FormOptions {

    @Option(names = "--when", paramLabel = "CONDITION", descriptionKey = "form.when")
    private List<String> when = new ArrayList<>();

    @Option(names = "--rule-name", paramLabel = "NAME", descriptionKey = "form.ruleName")
    private String ruleName;

    @Option(names = "--title", paramLabel = "TEXT", descriptionKey = "form.title")
    private String title;

    @Option(names = "--owner", paramLabel = "TEXT", descriptionKey = "form.owner")
    private String owner;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "form.note")
    private String note;

    @Option(names = "--salience", paramLabel = "N", descriptionKey = "form.salience")
    private Integer salience;

    @Option(names = "--keep", paramLabel = "DAYS", descriptionKey = "form.keep")
    private Integer keep;

    boolean isGiven() {
        return !when.isEmpty()
                || ruleName != null
                || title != null
                || owner != null
                || note != null
                || salience != null
                || keep != null;
    }

    /** A form with what the flags say in place of what it says. */
    RuleForm form(RuleForm of) {
        List<RuleForm.Line> lines = new ArrayList<>();
        for (String condition : when) {
            lines.add(
                    RuleForm.line(condition)
                            .orElseThrow(
                                    () -> Stop.wrongUse(Message.NO_SUCH_CONDITION, condition)));
        }
        return new RuleForm(
                plain(ruleName, of.name()),
                plain(title, of.title()),
                plain(owner, of.owner()),
                plain(note, of.note()),
                salience == null ? of.salience() : salience,
                keep == null ? of.keepDays() : keep,
                lines.isEmpty() ? of.lines() : lines,
                of.gifts());
    }

    /** What stands between quotes in a rule can hold none. */
    private static String plain(String given, String otherwise) {
        if (given != null && given.matches("(?s).*[\"\\\\\\n].*")) {
            throw Stop.wrongUse(Message.NO_QUOTES, given);
        }
        return given == null ? otherwise : given;
    }
}
