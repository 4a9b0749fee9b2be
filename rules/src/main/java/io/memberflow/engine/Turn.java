package io.memberflow.engine;

import io.memberflow.rulebook.Model;

/**
 * A value that a member entered or left on a day.
 *
 * @param day the epoch day
 * @param model the model
 * @param value the value entered or left
 * @param entered true when entered, false when left
 * @param byOrder whether an order is dated that day; otherwise only time passed
 * @param rule the rule behind it: the one that gives the value entered, or gave the one left
 * @param reason why it was entered, or what no longer holds
 */
public record Turn(
        int day,
        Model model,
        String value,
        boolean entered,
        boolean byOrder,
        Rule rule,
        Reason reason) {}
