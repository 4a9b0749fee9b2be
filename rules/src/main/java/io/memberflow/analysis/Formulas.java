package io.memberflow.analysis;

import io.memberflow.engine.Condition;
import io.memberflow.engine.Rule;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as statements about one member: when a rule holds, when a value stands. The value of
 * another model is replaced by what makes it stand, so that only facts remain; whatever is no
 * comparison of a fact is a switch of its own, on or off.
 */
final class Formulas {
    private final Catalogue catalogue;
    private final List<Rule> rules;
    private final Circuit circuit;
    private final MemberVariables member;
    private final Map<List<Integer>, Integer> standing = new HashMap<>();

    Formulas(Catalogue catalogue, List<Rule> rules, Circuit circuit, MemberVariables member) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.circuit = circuit;
        this.member = member;
    }

    /** The rule's conditions hold. */
    int meets(Rule rule) {
        return of(rule.when());
    }

    /** What the rule gives is given: its conditions hold, or did on a day it is kept from. */
    int holds(Rule rule) {
        int now = meets(rule);
        return rule.keepDays() > 1
                ? circuit.any(List.of(now, member.switchOf(rule.name(), circuit)))
                : now;
    }

    /** Some rule of a greater salience in the model holds. */
    int outranked(int model, Rule rule) {
        return circuit.any(
                rules.stream()
                        .filter(r -> r.salience() > rule.salience() && gives(r, model))
                        .map(this::holds)
                        .toList());
    }

    /** Some rule of the model holds. */
    int hasValue(int model) {
        return circuit.any(rules.stream().filter(r -> gives(r, model)).map(this::holds).toList());
    }

    /** The value stands in the model, by salience, then the catalogue's order. */
    int stands(int model, int value) {
        Integer known = standing.get(List.of(model, value));
        if (known != null) {
            return known;
        }
        List<Integer> ways = new ArrayList<>();
        for (Rule rule : rules) {
            if (gives(rule, model, value)) {
                List<Integer> parts = new ArrayList<>();
                parts.add(holds(rule));
                for (Rule other : rules) {
                    if (beats(other, rule, model, value)) {
                        parts.add(circuit.not(holds(other)));
                    }
                }
                ways.add(circuit.all(parts));
            }
        }
        int stands = circuit.any(ways);
        standing.put(List.of(model, value), stands);
        return stands;
    }

    /** The value that stands in {@code after} comes later in the catalogue than that here. */
    int movesOn(int model, Formulas after) {
        Model known = catalogue.models().get(model);
        List<Integer> ways = new ArrayList<>();
        for (int value = 0; value < known.values().size(); value++) {
            for (int later = value + 1; later < known.values().size(); later++) {
                ways.add(circuit.all(stands(model, value), after.stands(model, later)));
            }
        }
        return circuit.any(ways);
    }

    /** Whether a rule gives the model a value that it reads of a row: no one knows which. */
    boolean readsValues(int model) {
        return rules.stream()
                .flatMap(rule -> rule.gives().stream())
                .anyMatch(gift -> gift.model() == model && gift.from() != null);
    }

    private static boolean gives(Rule rule, int model) {
        return rule.gives().stream().anyMatch(gift -> gift.model() == model);
    }

    private static boolean gives(Rule rule, int model, int value) {
        return rule.gives().contains(new Rule.Gift(model, value, null));
    }

    /** Whether {@code winner}, where it holds, keeps the value of {@code loser} from standing. */
    private static boolean beats(Rule winner, Rule loser, int model, int value) {
        if (winner.salience() > loser.salience()) {
            return gives(winner, model) && !gives(winner, model, value);
        }
        return winner.salience() == loser.salience()
                && winner.gives().stream().anyMatch(g -> g.model() == model && g.value() < value);
    }

    private int of(Condition condition) {
        if (condition instanceof Condition.Compare compare) {
            return circuit.compare(
                    member.variable(compare.fact()), compare.comparison(), compare.constant());
        } else if (condition instanceof Condition.HasValue value) {
            return hasValue(value);
        } else if (condition instanceof Condition.All all) {
            return circuit.all(all.of().stream().map(this::of).toList());
        } else if (condition instanceof Condition.Any any) {
            return circuit.any(any.of().stream().map(this::of).toList());
        } else if (condition instanceof Condition.Not not) {
            return circuit.not(of(not.of()));
        }
        return member.switchOf(Occurrence.of(condition), circuit);
    }

    private int hasValue(Condition.HasValue condition) {
        if (readsValues(condition.model())) {
            return member.switchOf(condition, circuit);
        }
        List<Integer> ways = new ArrayList<>();
        int values = catalogue.models().get(condition.model()).values().size();
        for (int value = 0; value < values; value++) {
            if (condition.values().contains(value) == condition.in()) {
                ways.add(stands(condition.model(), value));
            }
        }
        return circuit.any(ways);
    }
}
