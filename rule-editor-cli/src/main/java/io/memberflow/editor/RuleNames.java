package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Nearest;
import io.memberflow.engine.Rule;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the rule that a person names. */
final class RuleNames {
    private RuleNames() {}

    /**
     * The position of the rule of that name, or of the only one with that title.
     *
     * @throws Stop when there is none, or several have the title
     */
    static int find(CompiledRules rules, String name) {
        List<Rule> all = rules.rules();
        int[] named = matching(all, name, true);
        int[] found = named.length > 0 ? named : matching(all, name, false);
        if (found.length == 1) {
            return found[0];
        }
        List<String> names = all.stream().map(Rule::name).toList();
        if (found.length > 1) {
            String those =
                    String.join(" ", IntStream.of(found).mapToObj(i -> names.get(i)).toList());
            throw Stop.wrongUse(Message.SEVERAL_RULES, name, those);
        }
        throw Nearest.of(name, names)
                .map(meant -> Stop.wrongUse(Message.NO_RULE_MEANT, name, meant))
                .orElseGet(() -> Stop.wrongUse(Message.NO_RULE, name));
    }

    private static int[] matching(List<Rule> rules, String name, boolean byName) {
        return IntStream.range(0, rules.size())
                .filter(i -> (byName ? rules.get(i).name() : rules.get(i).title()).equals(name))
                .toArray();
    }
}
