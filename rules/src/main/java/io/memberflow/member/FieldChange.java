package io.memberflow.member;

/**
 * What one event said of one field of a member. On a day, the field has the value of its last
 * change dated up to that day: the latest instant, at equal instants the greater text, of which
 * null is the least.
 *
 * @param field {@code gender}, {@code birthday}, …, or {@code attributes.NAME}
 * @param value the text; a local date in ISO form for {@code birthday} and {@code registered_at};
 *     null when the event clears the field
 * @param at microseconds since the epoch
 * @param day the local date of {@code at}, epoch day
 */
public record FieldChange(String field, String value, long at, int day) {}
