package io.memberflow.rfm;

import io.memberflow.member.Behaviour;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.Profile;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a member: what its orders add up to, day by day, the orders themselves, who it
 * is and what it did: all that windows, scores and rules need, for any as-of date. The ledger
 * writes it, deciding reads it. Day totals are columns of one length, one row per local date that
 * has a counting or a refunded order, dates ascending. Amounts are fen.
 *
 * @param memberId the member
 * @param firstSeenOn epoch day of the member's first event in any stream, of orders of those that
 *     stand, from which on there is a verdict; {@link Integer#MIN_VALUE} when an order without a
 *     date stands, {@link Integer#MAX_VALUE} when there is no event
 * @param days the dates, as epoch days, ascending and distinct
 * @param orders counting orders of the day
 * @param amount amount minus refund of the counting orders of the day
 * @param items pieces in the counting orders of the day
 * @param discounted counting orders of the day that had a discount
 * @param largest the largest amount minus refund of one counting order of the day
 * @param refunds orders of the day with a refund, wholly refunded ones among them
 * @param refundAmount what was refunded of the day's orders
 * @param folded what orders older than the retention add up to
 * @param orderRows the orders kept one by one
 * @param profile who the member is
 * @param behaviours what it did besides ordering, by instant, then by event id
 * @param forgotten whether the member was forgotten since this was last handed on: all that was
 *     written of it goes before anything is written again
 */
public record MemberHistory(
        String memberId,
        int firstSeenOn,
        int[] days,
        int[] orders,
        long[] amount,
        long[] items,
        int[] discounted,
        long[] largest,
        int[] refunds,
        long[] refundAmount,
        Folded folded,
        MemberOrders orderRows,
        Profile profile,
        Behaviour[] behaviours,
        boolean forgotten) {

    private static final OrderStatus[] STATUSES = OrderStatus.values();

    /** Whether nothing at all is known of the member, as after it was forgotten. */
    public boolean isEmpty() {
        return firstSeenOn == Integer.MAX_VALUE;
    }

    /** Whether the order in that row of {@link #orderRows} counts. */
    public boolean counts(int row) {
        return Order.counts(
                STATUSES[orderRows.statuses()[row]],
                orderRows.amounts()[row],
                orderRows.refunds()[row]);
    }

    /**
     * Ids of the newest counting orders that are kept one by one, newest first.
     *
     * @param from the first day to look at; an epoch day, or any number below or above one
     * @param to the last day to look at
     */
    public List<String> newestCounting(long from, int to, int limit) {
        List<String> ids = new ArrayList<>();
        for (int row = orderRows.size() - 1; row >= 0 && ids.size() < limit; row--) {
            int day = orderRows.days()[row];
            if (day < from) {
                break;
            }
            if (day <= to && counts(row)) {
                ids.add(orderRows.ids()[row]);
            }
        }
        return ids;
    }

    /** The same, with another {@link #forgotten}. */
    public MemberHistory withForgotten(boolean to) {
        return to == forgotten
                ? this
                : new MemberHistory(
                        memberId,
                        firstSeenOn,
                        days,
                        orders,
                        amount,
                        items,
                        discounted,
                        largest,
                        refunds,
                        refundAmount,
                        folded,
                        orderRows,
                        profile,
                        behaviours,
                        to);
    }

    /**
     * This history of a member's orders with the rest of what is known of it.
     *
     * @param profile what its profile events said
     * @param behaviours what it did besides ordering
     * @param forgotten see there
     */
    public MemberHistory with(
            ProfileLedger profile, BehaviourLedger behaviours, boolean forgotten) {
        return new MemberHistory(
                memberId,
                Math.min(firstSeenOn, Math.min(profile.firstSeenOn(), behaviours.firstSeenOn())),
                days,
                orders,
                amount,
                items,
                discounted,
                largest,
                refunds,
                refundAmount,
                folded,
                orderRows,
                profile.profile(),
                behaviours.behaviours(),
                forgotten);
    }
}
