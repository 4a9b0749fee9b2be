package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleForm;
import java.util.Set;

/** Ends {@code new} and {@code edit}: refuses, shows and writes. */
final class DraftReport {
    private final EditorCommand command;
    private final FileChanges changes;

    DraftReport(EditorCommand command, FileChanges changes) {
        this.command = command;
        this.changes = changes;
    }

    /**
     * Writes the draft unless it would have errors.
     *
     * @param known whether the person has just seen the rule
     * @param dryRun whether nothing is to be written
     */
    int finish(RuleDraft draft, RuleForm form, boolean known, boolean dryRun) {
        try (CompiledRules after = Refusals.rulesOf(changes.after())) {
            if (after.rules().stream().noneMatch(rule -> rule.name().equals(form.name()))) {
                command.note(Message.TRADE_OFF_RULE, form.name());
            }
        }
        boolean shown = draft.addCase(form);
        // Before anything is said of it: a file may refuse.
        Set<String> written = dryRun ? Set.of() : changes.write();
        if (command.isJson()) {
            ObjectNode json = Json.object();
            json.put("rule", form.name());
            json.put("source", form.text());
            json.put("caseFound", shown);
            changes.changed().keySet().forEach(json.putArray("files")::add);
            json.put("written", !dryRun);
            command.print(Json.text(json));
        } else if (!known) {
            command.print(form.text());
        }
        if (!shown) {
            command.note(Message.NO_CASE_FOUND);
        }
        written.forEach(file -> command.note(Message.WRITTEN, file));
        return Exit.FINE;
    }
}
