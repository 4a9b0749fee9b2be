package io.memberflow.engine;

import io.memberflow.rulebook.TagKey;

/**
 * A tag that a member has.
 *
 * @param name the key
 * @param key what the catalogue says of the key, null when it does not know it
 * @param value the value
 * @param source who gave it: {@code MANUAL}, {@code SELF}, {@code RULE} or {@code BATCH}
 * @param stands whether no stronger source has the key
 * @param since first epoch day of the unbroken run of days with it, at most {@link
 *     Decider#LOOK_BACK} days back
 * @param until the last epoch day it is valid on, null without an end
 * @param rule the rule that gave it, null for other sources
 * @param reason why, null for other sources
 */
public record TagStanding(
        String name,
        TagKey key,
        String value,
        String source,
        boolean stands,
        int since,
        Integer until,
        Rule rule,
        Reason reason) {}
