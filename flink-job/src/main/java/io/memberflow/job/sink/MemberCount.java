package io.memberflow.job.sink;

/**
 * How many members a run has written.
 *
 * @param members all of them
 * @param withOrders those with a counting order in their life
 */
public record MemberCount(long members, long withOrders) {}
