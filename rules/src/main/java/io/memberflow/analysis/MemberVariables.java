package io.memberflow.analysis;

import io.memberflow.engine.Comparison;
import io.memberflow.member.Fact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Which variable each fact of one member is, and each condition that is no comparison of facts. */
final class MemberVariables {
    private final Map<Fact, Integer> facts = new LinkedHashMap<>();
    private final Function<Fact, Integer> ofFact;
    private final Function<Object, Integer> ofCondition;

    /**
     * The variables of one member.
     *
     * @param ofFact the variable of a fact that was not asked for before
     * @param ofCondition the variable that is 1 where something holds, else 0
     */
    MemberVariables(Function<Fact, Integer> ofFact, Function<Object, Integer> ofCondition) {
        this.ofFact = ofFact;
        this.ofCondition = ofCondition;
    }

    int variable(Fact fact) {
        Integer known = facts.get(fact);
        if (known == null) {
            known = ofFact.apply(fact);
            facts.put(fact, known);
        }
        return known;
    }

    /**
     * The statement that something holds of which nothing is known.
     *
     * @param key equal for what always holds together
     */
    int switchOf(Object key, Circuit circuit) {
        return circuit.compare(ofCondition.apply(key), Comparison.EQ, 1);
    }

    /** The facts asked for, with their variables. */
    Map<Fact, Integer> facts() {
        return facts;
    }
}
