package io.memberflow.engine;

import java.util.Arrays;

/**
 * What the rules say of one set of facts: for each model the value that stands and the rule that
 * gave it, both by position, -1 for none. Shared between members, never changed.
 */
public final class Outcome {
    private final int[] values;
    private final int[] rules;
    private final int ties;

    Outcome(int[] values, int[] rules, int ties) {
        this.values = values;
        this.rules = rules;
        this.ties = ties;
    }

    /** Position of the model's value, or -1. */
    public int value(int model) {
        return values[model];
    }

    /** Position of the rule that gave it, or -1. */
    public int rule(int model) {
        return rules[model];
    }

    /** In how many models rules of equal salience gave different values. */
    public int ties() {
        return ties;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcome o
                && Arrays.equals(values, o.values)
                && Arrays.equals(rules, o.rules)
                && ties == o.ties;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + Arrays.hashCode(rules);
    }

    @Override
    public String toString() {
        return "Outcome" + Arrays.toString(values);
    }
}
