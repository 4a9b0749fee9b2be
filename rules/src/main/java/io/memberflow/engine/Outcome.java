package io.memberflow.engine;

import java.util.Arrays;
import java.util.List;

/**
 * What the rules say of one set of facts: for each model the value that stands and the rule that
 * gave it, both by position, -1 for none; and the tags. Shared between members, never changed.
 */
public final class Outcome {
    private final int[] values;
    private final int[] rules;
    private final List<RuleTag> tags;
    private final List<Unknown> unknown;
    private final int ties;

    Outcome(int[] values, int[] rules, List<RuleTag> tags, List<Unknown> unknown, int ties) {
        this.values = values;
        this.rules = rules;
        this.tags = tags;
        this.unknown = unknown;
        this.ties = ties;
    }

    /**
     * A value read of a row that the catalogue does not list, and that is therefore not given.
     *
     * @param rule position of the rule
     * @param name of the model or the tag's key
     */
    public record Unknown(int rule, String name, String value) {}

    /** Position of the model's value, or -1. */
    public int value(int model) {
        return values[model];
    }

    /** Position of the rule that gave it, or -1. */
    public int rule(int model) {
        return rules[model];
    }

    /** The tags that rules give, by key, then value. */
    public List<RuleTag> tags() {
        return tags;
    }

    /** Whether a rule gives this value of a key. */
    boolean hasTag(int key, String value) {
        for (RuleTag tag : tags) {
            if (tag.key() == key && tag.value().equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** What was not given because the catalogue does not list it. */
    public List<Unknown> unknown() {
        return unknown;
    }

    /** In how many models and keys rules of equal salience gave different values. */
    public int ties() {
        return ties;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcome o
                && Arrays.equals(values, o.values)
                && Arrays.equals(rules, o.rules)
                && tags.equals(o.tags)
                && unknown.equals(o.unknown)
                && ties == o.ties;
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(values) * 31 + Arrays.hashCode(rules)) * 31 + tags.hashCode();
    }

    @Override
    public String toString() {
        return "Outcome" + Arrays.toString(values) + tags;
    }
}
