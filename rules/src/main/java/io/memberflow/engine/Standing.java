package io.memberflow.engine;

import io.memberflow.rulebook.Model;

/**
 * The value that stands in one model of one member, since when, why, and until when at most.
 *
 * @param model the model
 * @param value its value
 * @param since first epoch day of the unbroken run of days with this value, at most {@link
 *     Decider#LOOK_BACK} days back
 * @param previousValue the value before that, null for none or when the run is longer
 * @param nextOn the first epoch day on which the value will be another if no order comes, null for
 *     segments and when none is in sight
 * @param nextValue the value from that day on, null for none
 * @param rule the rule that gave the value
 * @param reason why, as {@link Reason}
 */
public record Standing(
        Model model,
        String value,
        int since,
        String previousValue,
        Integer nextOn,
        String nextValue,
        Rule rule,
        Reason reason) {}
