package io.memberflow.member;

/**
 * All that is known of who a member is, with its past: rules are asked about past days too.
 *
 * @param fields changes by field, then instant, then value (null first)
 * @param tags by key, value, source, then instant
 */
public record Profile(FieldChange[] fields, GivenTag[] tags) {

    /** Nothing is known. */
    public static final Profile NONE = new Profile(new FieldChange[0], new GivenTag[0]);
}
