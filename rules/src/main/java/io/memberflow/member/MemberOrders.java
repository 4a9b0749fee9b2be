package io.memberflow.member;

/**
 * The standing orders of one member that are kept one by one, counting or not: columns of one
 * length, ascending by day, then by {@code paidAt}, then by the id's code points. Orders without a
 * day stand first.
 *
 * @param ids order ids
 * @param statuses position of the status in {@code OrderStatus}
 * @param days epoch days, {@link Integer#MIN_VALUE} without one
 * @param paidAt microseconds since the epoch, {@link Fact#ABSENT} without one
 * @param amounts fen
 * @param refunds fen
 * @param quantities pieces over all items
 * @param details null for an order that gives none
 */
public record MemberOrders(
        String[] ids,
        byte[] statuses,
        int[] days,
        long[] paidAt,
        long[] amounts,
        long[] refunds,
        long[] quantities,
        OrderDetails[] details) {

    /** Not one order. */
    public static final MemberOrders NONE =
            new MemberOrders(
                    new String[0],
                    new byte[0],
                    new int[0],
                    new long[0],
                    new long[0],
                    new long[0],
                    new long[0],
                    new OrderDetails[0]);

    public int size() {
        return ids.length;
    }
}
