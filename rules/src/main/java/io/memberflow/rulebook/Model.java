package io.memberflow.rulebook;

import java.util.List;

/**
 * A model: a question to which a member has one answer, or none.
 *
 * @param id ASCII name
 * @param kind whether its values are segments, or stages that a member passes with time
 * @param zh title in Chinese
 * @param en title in English
 * @param values its answers, in order
 */
public record Model(String id, Kind kind, String zh, String en, List<Value> values) {

    /** Whether values merely sort members, or are stages of a course in time. */
    public enum Kind {
        SEGMENT,
        STAGE
    }

    /**
     * One answer of a model.
     *
     * @param value the value as it stands in the tables
     * @param en title in English, the value itself when none is given
     * @param advice how to treat these members
     * @param targetShare the share of members aimed at, in percent, or null
     */
    public record Value(String value, String en, String advice, Double targetShare) {}

    /** Position of a value, -1 when the model has no such one. */
    public int indexOf(String value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).value().equals(value)) {
                return i;
            }
        }
        return -1;
    }
}
