package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleForm;
import io.memberflow.engine.RuleSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rules as forms, and lets none pass that would lose something on the way back. */
final class Forms {
    private Forms() {}

    /** The rule's form, when the rulebook with the form written back means the very same. */
    static Optional<RuleForm> of(
            Rulebook rulebook, CompiledRules rules, Rule rule, RuleSource source) {
        Optional<RuleForm> form = RuleForm.of(source);
        if (form.isEmpty()) {
            return form;
        }
        Map<String, String> files = rulebook.files();
        files.put(rule.file(), source.replacedBy(form.get().text()));
        RuleCompiler.Result back = rulebook.with(files).understand();
        return back.findings().isEmpty() && areSame(rules.rules(), back.rules().rules())
                ? form
                : Optional.empty();
    }

    /** Lines may differ, nothing else. */
    static boolean areSame(List<Rule> some, List<Rule> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            Rule a = some.get(i);
            Rule b = others.get(i);
            boolean same =
                    a.name().equals(b.name())
                            && a.title().equals(b.title())
                            && a.salience() == b.salience()
                            && a.keepDays() == b.keepDays()
                            && a.when().equals(b.when())
                            && a.gives().equals(b.gives())
                            && a.tags().equals(b.tags());
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
