package io.memberflow.engine;

/**
 * A value or tag that a member entered or left on a day.
 *
 * @param day the epoch day
 * @param kind {@code SEGMENT}, {@code STAGE} or {@code TAG}
 * @param name id of the model or the tag's key
 * @param value the value entered or left
 * @param entered true when entered, false when left
 * @param cause what is dated that day: an order, something of the profile, a behaviour, or nothing
 *     but the day itself
 * @param rule the rule behind it: the one that gives the value entered, or gave the one left; null
 *     for a tag that no rule gave
 * @param reason why it was entered, or what no longer holds; null for a tag that no rule gave
 */
public record Turn(
        int day,
        String kind,
        String name,
        String value,
        boolean entered,
        Cause cause,
        Rule rule,
        Reason reason) {

    /** Why a day can be one on which something changes. */
    public enum Cause {
        ORDER,
        PROFILE,
        BEHAVIOUR,
        TIME
    }
}
