package io.memberflow.engine;

/**
 * What a variable stands for: something of a row that an earlier pattern of the rule matched.
 *
 * @param slot which of the rule's remembered rows
 * @param of what is read of it
 */
public record Bound(int slot, Reading of) {}
