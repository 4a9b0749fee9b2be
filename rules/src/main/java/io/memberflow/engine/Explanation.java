package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Member;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds, in a condition and the facts of one day, what made it hold or what kept it from holding.
 */
final class Explanation {
    private final List<Model> models;
    private final long[] facts;
    private final Member member;
    private final Outcome outcome;

    Explanation(List<Model> models, long[] facts, Outcome outcome) {
        this.models = models;
        this.facts = facts;
        this.member = new Member(facts);
        this.outcome = outcome;
    }

    /**
     * The comparisons that decided.
     *
     * @param holding true for those that the condition holds by, false for those that it fails by
     */
    List<Reason.Because> of(Condition condition, boolean holding) {
        List<Reason.Because> because = new ArrayList<>();
        collect(condition, holding, false, because);
        return because;
    }

    /**
     * @param negated whether an odd number of nots stands around the condition, so that its
     *     opposite is what the rule needs
     */
    private void collect(
            Condition condition, boolean holding, boolean negated, List<Reason.Because> because) {
        if (condition.holds(member, outcome::value) != holding) {
            return;
        }
        if (condition instanceof Condition.All all) {
            all.of().forEach(c -> collect(c, holding, negated, because));
        } else if (condition instanceof Condition.Any any) {
            any.of().forEach(c -> collect(c, holding, negated, because));
        } else if (condition instanceof Condition.Not not) {
            collect(not.of(), !holding, !negated, because);
        } else if (condition instanceof Condition.Compare compare) {
            because.add(because(compare, negated));
        } else if (condition instanceof Condition.HasValue value) {
            because.add(because(value, negated));
        }
    }

    /**
     * Of a fact that is not there every comparison fails, so only "not" says what is true of it.
     */
    private Reason.Because because(Condition.Compare c, boolean negated) {
        long is = facts[c.fact().index()];
        return negated && is != Fact.ABSENT
                ? new Reason.FactBecause(
                        c.fact(), is, false, c.comparison().negated(), c.constant())
                : new Reason.FactBecause(c.fact(), is, negated, c.comparison(), c.constant());
    }

    private Reason.Because because(Condition.HasValue value, boolean negated) {
        Model model = models.get(value.model());
        List<String> names =
                value.values().stream().map(v -> model.values().get(v).value()).toList();
        int is = outcome.value(value.model());
        return new Reason.ModelBecause(
                model.id(),
                is < 0 ? null : model.values().get(is).value(),
                (negated ? "not " : "") + needs(names, value.in()));
    }

    private static String needs(List<String> names, boolean in) {
        return switch (names.size()) {
            case 0 -> "any value";
            case 1 -> (in ? "== " : "!= ") + names.get(0);
            default -> (in ? "in (" : "not in (") + String.join(", ", names) + ")";
        };
    }
}
