package io.memberflow.analysis;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import io.memberflow.rulebook.Catalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Questions about one member, or about several that differ in few facts: the variables there are,
 * what always holds between them, and statements about them.
 */
final class Problem {
    /** Boxes split at most for one question. */
    static final int BOUND = 200_000;

    private final Catalogue catalogue;
    private final List<Rule> rules;
    private final Background background;
    private final Circuit circuit = new Circuit();
    private final List<Background.Domain> domains = new ArrayList<>();
    private final BitSet switches = new BitSet();
    private final Map<Object, Integer> conditions = new HashMap<>();
    private final List<MemberVariables> members = new ArrayList<>();
    private final List<Relation> between = new ArrayList<>();

    Problem(Catalogue catalogue, List<Rule> rules, Background background) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.background = background;
    }

    Circuit circuit() {
        return circuit;
    }

    /** The first member, all of whose facts are variables of their own. */
    MemberVariables member() {
        return add(this::newVariable);
    }

    /**
     * A member who agrees with another in some facts and in every condition that is no comparison.
     */
    MemberVariables memberLike(MemberVariables other, Set<Fact> shared) {
        MemberVariables like =
                add(fact -> shared.contains(fact) ? other.variable(fact) : newVariable(fact));
        // Also what no statement asks of this member: the relations have to know of it.
        shared.forEach(like::variable);
        return like;
    }

    private MemberVariables add(Function<Fact, Integer> ofFact) {
        MemberVariables member = new MemberVariables(ofFact, this::conditionVariable);
        members.add(member);
        return member;
    }

    Formulas formulas(MemberVariables member) {
        return new Formulas(catalogue, rules, circuit, member);
    }

    /** The statement that both variables are there; where they are, the one is less. */
    int less(int one, int other) {
        between.add(new Relation.AtMost(one, 1, other));
        return circuit.all(present(one), present(other));
    }

    private int present(int variable) {
        return circuit.compare(variable, Comparison.GE, domains.get(variable).low());
    }

    private int newVariable(Fact fact) {
        domains.add(background.domain(fact));
        return domains.size() - 1;
    }

    private int conditionVariable(Object key) {
        return conditions.computeIfAbsent(
                key,
                k -> {
                    switches.set(domains.size());
                    domains.add(new Background.Domain(0, 1, false));
                    return domains.size() - 1;
                });
    }

    /** How many conditions are taken as being on or off. */
    int switches() {
        return switches.cardinality();
    }

    /**
     * An assignment of which the statement is true.
     *
     * @param whatever whether it must be true however the conditions turn out that nothing is known
     *     of
     */
    Optional<Box> find(int statement, boolean whatever) throws Search.TooMuch {
        List<Relation> relations = new ArrayList<>(between);
        List<Integer> order = new ArrayList<>();
        circuit.variables(statement).stream().forEach(order::add);
        for (MemberVariables member : members) {
            Set<Fact> known = new LinkedHashSet<>(member.facts().keySet());
            background.closure(known).forEach(member::variable);
            relations.addAll(background.relations(member.facts()));
        }
        for (int variable = 0; variable < domains.size(); variable++) {
            if (!order.contains(variable)) {
                order.add(variable);
            }
        }
        return new Search(
                        circuit,
                        relations.stream().distinct().toList(),
                        everything(),
                        order.stream().mapToInt(Integer::intValue).toArray(),
                        whatever ? switches : new BitSet(),
                        BOUND)
                .find(statement);
    }

    /** All that the variables can be. */
    Box everything() {
        int size = domains.size();
        long[] low = new long[size];
        long[] high = new long[size];
        boolean[] absent = new boolean[size];
        for (int i = 0; i < size; i++) {
            low[i] = domains.get(i).low();
            high[i] = domains.get(i).high();
            absent[i] = domains.get(i).absent();
        }
        return new Box(low, high, absent);
    }

    /**
     * A box around an assignment, as large as can be without the statement becoming false of some
     * of it.
     */
    Box widened(int statement, Box assignment) {
        Box all = everything();
        Box box = assignment.copy();
        BitSet variables = circuit.variables(statement);
        for (int variable = 0; variable < domains.size(); variable++) {
            if (!variables.get(variable)) {
                box.reset(variable, all);
            }
        }
        variables.stream()
                .forEach(variable -> new Widening(circuit, statement, all).widen(box, variable));
        return box;
    }
}
