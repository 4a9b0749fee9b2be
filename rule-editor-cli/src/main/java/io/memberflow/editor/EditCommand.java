package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleForm;
import io.memberflow.engine.RuleSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor edit}: the form of {@code new} over an existing rule. */
@Command(name = "edit")
final class EditCommand extends EditorCommand {

    @Parameters(paramLabel = "RULE", descriptionKey = "rule")
    private String name;

    @Option(names = "--dry-run", descriptionKey = "dryRun")
    private boolean dryRun;

    @Mixin private final FormOptions flags = new FormOptions();

    @Override
    int run() {
        Rulebook rulebook = rulebook();
        FileChanges changes = new FileChanges(rulebook);
        RuleDraft draft = new RuleDraft(changes);
        RuleForm edited;
        try (CompiledRules rules = rulebook.rules()) {
            Rule rule = rules.rules().get(RuleNames.find(rules, name));
            RuleSource source = rulebook.changeable(rule);
            Optional<RuleForm> form = Forms.of(rulebook, rules, rule, source);
            if (form.isEmpty()) {
                if (!isJson()) {
                    print(source.text());
                }
                throw Stop.wrongUse(Message.NO_FORM, rule.file(), rule.line());
            }
            edited = flags.isGiven() ? flags.form(form.get()) : asked(rulebook, rules, form.get());
            draft.replace(rule.file(), source, edited);
        }
        return new DraftReport(this, changes).finish(draft, edited, !flags.isGiven(), dryRun);
    }

    private RuleForm asked(Rulebook rulebook, CompiledRules rules, RuleForm form) {
        try (Asker asker = console().asker(language())) {
            return new FormDialog(
                            asker, rules, language(), tried -> RuleDraft.trial(rulebook, tried))
                    .edit(form);
        }
    }
}
