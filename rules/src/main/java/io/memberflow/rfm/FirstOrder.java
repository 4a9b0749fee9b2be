package io.memberflow.rfm;

/**
 * The first counting order of a life, by the time it was paid, then by the id's code points.
 *
 * @param id the order's id
 * @param day the local date it belongs to, epoch day
 * @param paidAt microseconds since the epoch
 * @param source where it came from, null when it does not say
 */
public record FirstOrder(String id, int day, long paidAt, String source) {}
