package io.memberflow.rfm;

/**
 * What is left of orders older than the retention: their sums and the dates they were made on. They
 * can change no more. Amounts are fen.
 *
 * @param days the distinct dates with a counting order, epoch days ascending
 * @param dayAmounts amount minus refund of each of these dates: the peak of the year before the
 *     last reaches further back than single orders are kept
 * @param firstSeenOn the first date of a folded order of any status, {@link Integer#MAX_VALUE} when
 *     nothing was folded
 * @param oldestUpdate when the oldest of the folded states was made, microseconds since the epoch;
 *     {@link Long#MAX_VALUE} when nothing was folded
 * @param first the first counting order among them, null when there is none
 */
public record Folded(
        int[] days,
        long[] dayAmounts,
        int firstSeenOn,
        long oldestUpdate,
        FirstOrder first,
        int orders,
        long amount,
        long items,
        int discounted,
        long largest,
        int refunds,
        long refundAmount) {

    /** Nothing was folded. */
    public static final Folded NONE =
            new Folded(
                    new int[0],
                    new long[0],
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    null,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0);
}
