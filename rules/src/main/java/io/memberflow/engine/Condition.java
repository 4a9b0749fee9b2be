package io.memberflow.engine;

import io.memberflow.member.Fact;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * What a rule asks for, as understood from its parsed text. This tree, and nothing else of the
 * text, goes to the rule engine; reasons and the days on which a verdict can change are read from
 * it too.
 */
public sealed interface Condition {

    /** A fact of the member against a constant. */
    record Compare(Fact fact, Comparison comparison, long constant) implements Condition {}

    /**
     * A value given by another model: that the member has one at all, or that it is, or is not, one
     * of these.
     *
     * @param model position of the model in the catalogue
     * @param in whether the value must be among {@code values}, or must not
     * @param values positions of values in the model; with {@code in == false} none means any value
     */
    record HasValue(int model, boolean in, List<Integer> values) implements Condition {}

    /** There is such a row. */
    record Matches(RowPattern pattern) implements Condition {}

    /** All rows of a pattern come to totals that all hold. */
    record Accumulates(RowPattern of, List<Total> totals) implements Condition {}

    /** All of them; none at all is true. */
    record All(List<Condition> of) implements Condition {}

    /** At least one of them. */
    record Any(List<Condition> of) implements Condition {}

    /** The opposite. */
    record Not(Condition of) implements Condition {}

    /**
     * Whether it holds of numbers alone, where there are no rows.
     *
     * @param valueOf the value position that a model gave, or -1
     */
    default boolean holds(long[] numbers, IntUnaryOperator valueOf) {
        return new Solver(Scene.ofNumbers(numbers, valueOf)).holds(this);
    }

    /** Whether it only compares facts of the member. */
    default boolean isOverMember() {
        boolean[] over = {true};
        forEachLeaf(leaf -> over[0] &= leaf instanceof Compare);
        return over[0];
    }

    /** Hands every comparison and every look at a value in it to {@code visitor}. */
    default void forEachLeaf(Consumer<Condition> visitor) {
        if (this instanceof All all) {
            all.of().forEach(c -> c.forEachLeaf(visitor));
        } else if (this instanceof Any any) {
            any.of().forEach(c -> c.forEachLeaf(visitor));
        } else if (this instanceof Not not) {
            not.of().forEachLeaf(visitor);
        } else {
            visitor.accept(this);
        }
    }
}
