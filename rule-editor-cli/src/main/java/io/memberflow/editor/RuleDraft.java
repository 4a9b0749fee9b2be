package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleForm;
import io.memberflow.engine.RuleLayout;
import io.memberflow.engine.RuleSource;
import java.util.Objects;
import java.util.Optional;

/** Puts a form into a rulebook, as a new rule or in place of one, with a case that shows it. */
final class RuleDraft {
    private static final String CASES = "tests/new_rules.yaml";

    /** Never written. */
    private static final String TRIAL = "trial.drl";

    private final FileChanges changes;

    RuleDraft(FileChanges changes) {
        this.changes = changes;
    }

    /** Adds a rule at the end of a file, which may be new. */
    void add(String file, RuleForm form) {
        String before = changes.text(file);
        String text =
                before == null
                        ? "package " + packageOf(file) + "\n\n" + form.text() + "\n"
                        : before.stripTrailing() + "\n\n" + form.text() + "\n";
        changes.put(file, laidOut(text));
    }

    /** What would be wrong with the rulebook if it had such a rule besides. */
    static Optional<Finding> trial(Rulebook rulebook, RuleForm form) {
        FileChanges changes = new FileChanges(rulebook);
        new RuleDraft(changes)
                .add(
                        TRIAL,
                        new RuleForm(
                                form.name() + " ?",
                                null,
                                null,
                                null,
                                null,
                                null,
                                form.lines(),
                                form.gifts()));
        return changes.after().understand().findings().stream()
                .filter(finding -> finding.file().equals(TRIAL))
                .findFirst();
    }

    /** Puts the form in place of the rule. */
    void replace(String file, RuleSource rule, RuleForm form) {
        changes.put(file, laidOut(rule.replacedBy(form.text())));
    }

    /** What is written keeps its layout under {@code fmt}. */
    private static String laidOut(String text) {
        return RuleLayout.of(text)
                .orElseThrow(() -> Stop.wrongUse(Message.NO_SUCH_CONDITION, text.strip()));
    }

    /**
     * Adds a case with a member who gets what the rule gives.
     *
     * @return whether such a member was found
     */
    boolean addCase(RuleForm form) {
        try (CompiledRules after = Refusals.rulesOf(changes.after())) {
            Optional<String> entry = new CaseFinder(after, form).find();
            entry.ifPresent(
                    one ->
                            changes.put(
                                    CASES,
                                    Objects.requireNonNullElse(changes.text(CASES), "cases:\n")
                                            + one));
            return entry.isPresent();
        }
    }

    /** {@code segments/pyramid.drl} makes {@code rulebook.segments}. */
    private static String packageOf(String file) {
        int end = Math.max(0, file.lastIndexOf('/'));
        String folder = file.substring(0, end).replace('/', '.').replaceAll("[^A-Za-z0-9_.]", "_");
        return folder.isEmpty() ? "rulebook" : "rulebook." + folder;
    }

    /** Where a new rule goes: to those of its model, or to a file of the kind. */
    static String fileOf(RuleForm.Gift gift) {
        if (gift.call().equals("tag")) {
            int dot = gift.name().indexOf('.');
            String trade = dot < 0 ? "general" : gift.name().substring(0, dot);
            return "tags/" + trade + "/new.drl";
        }
        return (gift.call().equals("stage") ? "lifecycle/" : "segments/") + gift.name() + ".drl";
    }
}
