package io.memberflow.facts;

import io.memberflow.member.CodePoints;
import io.memberflow.member.Fact;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.Fen;
import io.memberflow.rfm.MemberHistory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A member's single orders as of a day: by row of {@link MemberOrders}, whose order is that of
 * time. Orders without a date are in none of it.
 */
final class OrdersOn {
    /** How many days back rules look at single orders. */
    static final int YEAR = 365;

    private static final OrderStatus[] STATUSES = OrderStatus.values();
    private static final long MICROS_A_MINUTE = 60_000_000L;
    private static final OrderDetails NO_DETAILS =
            new OrderDetails(
                    Fact.ABSENT, 0, null, null, null, null, null, null, null, new OrderItem[0]);

    private final MemberHistory history;
    private final MemberOrders rows;
    private final int day;
    private final int dated;
    private final int from;
    private final int to;
    private int[] countingRows;

    /** All rows up to the day that count, and what those before each of them add up to. */
    private int[] payments;

    private long[] earlierAmounts;

    OrdersOn(MemberHistory history, int day) {
        this.history = history;
        this.rows = history.orderRows();
        this.day = day;
        this.dated = firstAfter(Order.NO_DAY);
        this.from = firstAfter(day - YEAR);
        this.to = firstAfter(day);
    }

    /** The first row dated after the day. */
    private int firstAfter(int date) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.days()[middle] <= date) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int day() {
        return day;
    }

    /** The same on two days of one member only if the orders of the last 365 days are the same. */
    long version() {
        return (long) from << Integer.SIZE | to;
    }

    /** The first row that has a date. */
    int dated() {
        return dated;
    }

    /** The first row of the last 365 days. */
    int from() {
        return from;
    }

    /** Behind the last row dated up to the day. */
    int to() {
        return to;
    }

    /** The counting rows of the last 365 days, ascending. */
    int[] countingRows() {
        if (countingRows == null) {
            countingRows = IntStream.range(from, to).filter(this::counts).toArray();
        }
        return countingRows;
    }

    String id(int row) {
        return rows.ids()[row];
    }

    OrderStatus status(int row) {
        return STATUSES[rows.statuses()[row]];
    }

    int on(int row) {
        return rows.days()[row];
    }

    /** Days from the order to the day. */
    long age(int row) {
        return (long) day - on(row);
    }

    long paidAt(int row) {
        return rows.paidAt()[row];
    }

    long quantity(int row) {
        return rows.quantities()[row];
    }

    boolean counts(int row) {
        return Order.counts(status(row), rows.amounts()[row], rows.refunds()[row]);
    }

    /** Amount minus refund, in fen. */
    long net(int row) {
        return rows.amounts()[row] - rows.refunds()[row];
    }

    OrderDetails details(int row) {
        OrderDetails details = rows.details()[row];
        return details == null ? NO_DETAILS : details;
    }

    /** The items of an order that are purchases: those with a positive quantity. */
    List<OrderItem> purchases(int row) {
        return Arrays.stream(details(row).items()).filter(item -> item.quantity() > 0).toList();
    }

    /** Whole minutes from creation to payment, {@link Fact#ABSENT} unless both are known. */
    long minutesToPay(int row) {
        long created = details(row).createdAt();
        return created == Fact.ABSENT || paidAt(row) == Fact.ABSENT
                ? Fact.ABSENT
                : Math.floorDiv(paidAt(row) - created, MICROS_A_MINUTE);
    }

    /**
     * The row of the first counting order of the life, -1 when there is none, or it is no longer
     * kept one by one.
     */
    int first() {
        if (!firstIsFolded()) {
            for (int row = dated; row < to; row++) {
                if (counts(row)) {
                    return row;
                }
            }
        }
        return -1;
    }

    /**
     * Epoch day of the first counting order of the life, {@link Fact#ABSENT} when there is none.
     */
    long firstDay() {
        if (firstIsFolded()) {
            return history.folded().days()[0];
        }
        int first = first();
        return first < 0 ? Fact.ABSENT : on(first);
    }

    /** Where the first counting order of the life came from, null when it is not known. */
    String firstSource() {
        if (firstIsFolded()) {
            return history.folded().first().source();
        }
        int first = first();
        return first < 0 ? null : details(first).source();
    }

    private boolean firstIsFolded() {
        return history.folded().days().length > 0;
    }

    /**
     * Mean amount of the counting orders before a row by payment, then by id, in fen, rounded half
     * up; {@link Fact#ABSENT} when there are none, and for an order that was never paid.
     */
    long earlierMean(int row) {
        if (paidAt(row) == Fact.ABSENT) {
            return Fact.ABSENT;
        }
        if (earlierAmounts == null) {
            sumUp();
        }
        int earlier = paidBefore(row);
        long orders = (long) history.folded().orders() + earlier;
        return orders == 0 ? Fact.ABSENT : Fen.average(earlierAmounts[earlier], orders);
    }

    private void sumUp() {
        payments = IntStream.range(dated, to).filter(this::counts).toArray();
        earlierAmounts = new long[payments.length + 1];
        earlierAmounts[0] = history.folded().amount();
        for (int i = 0; i < payments.length; i++) {
            earlierAmounts[i + 1] = Fen.plus(earlierAmounts[i], net(payments[i]));
        }
    }

    /** How many of the payments are before the row's; rows that count ascend by it. */
    private int paidBefore(int row) {
        int low = 0;
        int high = payments.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int by = Long.compare(paidAt(payments[middle]), paidAt(row));
            if (by == 0) {
                by = CodePoints.ORDER.compare(id(payments[middle]), id(row));
            }
            if (by < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
