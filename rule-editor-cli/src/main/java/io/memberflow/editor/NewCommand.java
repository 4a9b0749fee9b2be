package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleForm;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rule-editor new}: a rule by answering questions, or all by flags, with a case. */
@Command(name = "new")
final class NewCommand extends EditorCommand {

    @Parameters(
            index = "0",
            paramLabel = "segment|stage|tag",
            descriptionKey = "new.kind",
            completionCandidates = Kinds.class)
    private String kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", descriptionKey = "new.name")
    private String name;

    @Parameters(index = "2", arity = "0..1", paramLabel = "VALUE", descriptionKey = "new.value")
    private String value;

    @Option(names = "--file", paramLabel = "FILE", descriptionKey = "new.file")
    private String file;

    @Option(names = "--dry-run", descriptionKey = "dryRun")
    private boolean dryRun;

    @Mixin private final FormOptions flags = new FormOptions();

    /** For the shell to offer. */
    static final class Kinds extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Kinds() {
            super(List.of("segment", "stage", "tag"));
        }
    }

    @Override
    int run() {
        if (!new Kinds().contains(kind)) {
            throw Stop.wrongUse(Message.NO_KIND, kind);
        }
        Rulebook rulebook = rulebook();
        RuleForm form;
        try (CompiledRules rules = rulebook.rules()) {
            form = flags.isGiven() ? byFlags() : asked(rulebook, rules);
            refuseTakenName(rules, form);
        }
        FileChanges changes = new FileChanges(rulebook);
        RuleDraft draft = new RuleDraft(changes);
        draft.add(file == null ? RuleDraft.fileOf(form.gifts().get(0)) : file, form);
        return new DraftReport(this, changes).finish(draft, form, !flags.isGiven(), dryRun);
    }

    private RuleForm byFlags() {
        if (name == null || value == null) {
            throw Stop.wrongUse(Message.NAME_AND_VALUE);
        }
        return flags.form(
                new RuleForm(
                        name + "." + value,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(new RuleForm.Gift(kind, name, value))));
    }

    private RuleForm asked(Rulebook rulebook, CompiledRules rules) {
        try (Asker asker = console().asker(language())) {
            return new FormDialog(asker, rules, language(), form -> RuleDraft.trial(rulebook, form))
                    .create(kind(), name, value);
        }
    }

    private Model.Kind kind() {
        return switch (kind) {
            case "segment" -> Model.Kind.SEGMENT;
            case "stage" -> Model.Kind.STAGE;
            default -> null;
        };
    }

    private static void refuseTakenName(CompiledRules rules, RuleForm form) {
        if (rules.rules().stream().anyMatch(rule -> rule.name().equals(form.name()))) {
            throw Stop.wrongUse(Message.NAME_TAKEN, form.name());
        }
    }
}
