package io.memberflow.order;

import io.memberflow.member.OrderDetails;

/**
 * One state of one order, cleaned: what is left of an event once its text is read.
 *
 * @param memberId the member, trimmed and NFKC-normalised, never blank
 * @param orderId the order, trimmed and NFKC-normalised; an order is identified by member and id
 * @param version the source's own number of the state, 0 when it gives none
 * @param status what the state says of the order
 * @param updatedAt when the state was made, microseconds since the epoch: {@code updated_at}, else
 *     {@code paid_at}, else {@code created_at}; {@link #NO_TIME} when the event has none of them
 * @param paidAt {@code paid_at} in microseconds since the epoch or {@link #NO_TIME}
 * @param day the local date in the shop's zone that the order belongs to, as epoch day: that of
 *     {@code paid_at} when money was paid, else that of {@code updatedAt}; {@link #NO_DAY} when
 *     there is no time
 * @param amount what was to be paid, in fen, at least 0
 * @param refund what was given back, in fen, at least 0 and at most {@code amount}; a REFUNDED
 *     state that names no refund has given back all
 * @param discounted whether a discount above 0 was given
 * @param quantity pieces over all items; corrections may make it negative
 * @param fingerprint 64 bits of a SHA-256 over the normalised state: the last tie-break between two
 *     states, and what tells a repeat from a change
 * @param details what it says besides, null when it says nothing
 */
public record Order(
        String memberId,
        String orderId,
        long version,
        OrderStatus status,
        long updatedAt,
        long paidAt,
        int day,
        long amount,
        long refund,
        boolean discounted,
        long quantity,
        long fingerprint,
        OrderDetails details)
        implements Parsed {

    /** No instant is known. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** No local date is known; such an order stands on every day. */
    public static final int NO_DAY = Integer.MIN_VALUE;

    /** Whether the state adds to a member's aggregates. An unrefunded order of amount 0 does. */
    public boolean counts() {
        return counts(status, amount, refund);
    }

    /** {@link #counts()} of a state with this status, amount and refund in fen. */
    public static boolean counts(OrderStatus status, long amount, long refund) {
        return status.isPaid()
                && (refund < amount || (amount == 0 && status != OrderStatus.REFUNDED));
    }

    /**
     * Whether it adds to {@code refunds} and {@code refundAmount}, which wholly refunded orders do
     * too.
     */
    public boolean refunds() {
        return status.isPaid() && refund > 0;
    }

    /** What stays with the shop, in fen. */
    public long net() {
        return amount - refund;
    }
}
