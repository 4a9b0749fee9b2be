package io.memberflow.analysis;

import io.memberflow.engine.Finding;
import io.memberflow.engine.Rule;
import java.util.List;

/**
 * A rulebook does not mean what its catalogue says, or means two things at once.
 *
 * @param kind what is wrong
 * @param model the model's id
 * @param rules the rules it is about; empty when it is about a rule that is missing
 * @param examples members that show it: one, or those to compare; none where the fault is that no
 *     member can be found
 * @param finding the same for the person who wrote it
 */
public record Fault(
        Kind kind, String model, List<Rule> rules, List<Example> examples, Finding finding) {

    /** What can be wrong with an exclusive model. */
    public enum Kind {
        /** A member who must have a value has none. */
        GAP,
        /** A member has no value, though less and more of one of the facts would have one. */
        HOLE,
        /** Two rules of equal salience give a member different values. */
        OVERLAP,
        /** No member can meet the conditions of a rule. */
        NEVER,
        /** Whoever meets the conditions of a rule also meets those of one of greater salience. */
        HIDDEN,
        /** The values run against the catalogue's order as a fact grows. */
        ORDER,
        /** No rule gives a value of the catalogue. */
        NOT_GIVEN,
        /** The catalogue speaks of a fact or window that is not there. */
        CATALOGUE
    }
}
