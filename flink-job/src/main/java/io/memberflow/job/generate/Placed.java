package io.memberflow.job.generate;

/**
 * An order as it is placed.
 *
 * @param number from 0, in the order of placing
 * @param member the member's number
 * @param at when, in seconds since the epoch
 */
record Placed(long number, int member, long at) {}
