package io.memberflow.member;

/**
 * What one event said of a tag that staff, the buyer or a batch gave. Of one (key, value, source)
 * the latest instant stands; at equal instants a withdrawal, then the later {@code until}.
 *
 * @param source {@code MANUAL}, {@code SELF} or {@code BATCH}
 * @param at microseconds since the epoch
 * @param day the local date of {@code at}, epoch day
 * @param until the last epoch day on which it is valid, {@link Integer#MAX_VALUE} without an end
 */
public record GivenTag(
        String key, String value, String source, long at, int day, int until, boolean withdrawn) {}
