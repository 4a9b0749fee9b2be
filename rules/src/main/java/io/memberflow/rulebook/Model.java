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
 * @param promise what is claimed of its rules, for the analysis to prove
 */
public record Model(
        String id, Kind kind, String zh, String en, List<Value> values, Promise promise) {

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
     * @param optional whether a parameter may leave it no room, so that no member can have it
     */
    public record Value(
            String value, String en, String advice, Double targetShare, boolean optional) {}

    /** For whom a model must have a value. */
    public enum Complete {
        /** Any member may be without one. */
        NO,
        /** Every member with a counting order in a window. */
        BUYERS,
        EVERYONE
    }

    /**
     * What the catalogue claims of a model's rules.
     *
     * @param complete who must have a value
     * @param window the window of {@link Complete#BUYERS}, {@code life} or {@code d365}, else null
     * @param rising facts with which the value moves on in the catalogue's order, or stays, as the
     *     fact alone grows
     * @param falling facts with which it moves back, or stays
     */
    public record Promise(
            Complete complete, String window, List<String> rising, List<String> falling) {
        /** Nothing is claimed. */
        public static final Promise NONE = new Promise(Complete.NO, null, List.of(), List.of());
    }

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
