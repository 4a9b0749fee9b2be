package io.memberflow.rfm;

import io.memberflow.member.FieldChange;

/**
 * What {@link ProfileLedger} keeps of one member between events.
 *
 * @param changes by field, then instant
 * @param tags by key, value, source, instant, then what is said
 * @param firstSeenOn the first day of what was dropped for its age, {@link Integer#MAX_VALUE} when
 *     nothing was
 */
public record ProfileState(FieldChange[] changes, SaidTag[] tags, int firstSeenOn) {

    /** A member of whom nothing is known yet. */
    public static ProfileState empty() {
        return new ProfileState(new FieldChange[0], new SaidTag[0], Integer.MAX_VALUE);
    }
}
