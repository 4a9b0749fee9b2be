package io.memberflow.rfm;

import io.memberflow.member.Behaviour;

/**
 * What {@link BehaviourLedger} keeps of one member between events.
 *
 * @param size how many behaviours stand in {@code events}, by event id, then instant; what is
 *     behind them is null
 * @param firstSeenOn the first day of what was dropped for its age, {@link Integer#MAX_VALUE} when
 *     nothing was
 */
public record BehaviourState(int size, Behaviour[] events, int firstSeenOn) {

    /** A member of whom nothing is known yet. */
    public static BehaviourState empty() {
        return new BehaviourState(0, new Behaviour[0], Integer.MAX_VALUE);
    }
}
