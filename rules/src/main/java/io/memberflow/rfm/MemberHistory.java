package io.memberflow.rfm;

import io.memberflow.member.Behaviour;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.Profile;

/**
 * What a member's orders add up to, day by day: all that windows, scores and rules over orders
 * need, for any as-of date. The ledger writes it, deciding reads it. Columns of one length, one row
 * per local date that has a counting or a refunded order, dates ascending. Amounts are fen.
 *
 * @param memberId the member
 * @param firstSeenOn epoch day of the member's first standing order of any status, from which on
 *     there is a verdict; {@link Integer#MIN_VALUE} when an order without a date stands
 * @param days the dates, as epoch days, ascending and distinct
 * @param orders counting orders of the day
 * @param amount amount minus refund of the counting orders of the day
 * @param items pieces in the counting orders of the day
 * @param discounted counting orders of the day that had a discount
 * @param largest the largest amount minus refund of one counting order of the day
 * @param refunds orders of the day with a refund, wholly refunded ones among them
 * @param refundAmount what was refunded of the day's orders
 * @param recentOrders ids of the newest counting orders, at most {@link #RECENT}, newest first
 * @param recentDays the dates of {@code recentOrders}
 * @param folded what orders older than the retention add up to
 * @param orderRows the orders kept one by one
 * @param profile who the member is
 * @param behaviours what it did besides ordering, by instant, then by event id
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
        String[] recentOrders,
        int[] recentDays,
        Folded folded,
        MemberOrders orderRows,
        Profile profile,
        Behaviour[] behaviours) {

    /** How many order ids a reason can name at most. */
    public static final int RECENT = 20;
}
