package io.memberflow.rfm;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.List;

/**
 * An order state for tests, completed a piece at a time; every method gives a new one.
 *
 * @param amount in fen
 * @param refund in fen
 */
public record TestOrder(
        String id,
        long version,
        OrderStatus status,
        int day,
        long updatedAt,
        long paidAt,
        long amount,
        long refund,
        boolean discounted,
        long quantity,
        long fingerprint) {

    /** A completed order of 100.00 yuan and one piece, paid at the start of an epoch day. */
    public static TestOrder of(String id, int day) {
        long time = day * 86_400_000_000L;
        return new TestOrder(id, 0, OrderStatus.COMPLETED, day, time, time, 100_00, 0, false, 1, 0);
    }

    public TestOrder version(long to) {
        return new TestOrder(
                id,
                to,
                status,
                day,
                updatedAt,
                paidAt,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    public TestOrder status(OrderStatus to) {
        return new TestOrder(
                id,
                version,
                to,
                day,
                updatedAt,
                paidAt,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    public TestOrder day(int to) {
        return new TestOrder(
                id,
                version,
                status,
                to,
                updatedAt,
                paidAt,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    public TestOrder updatedAt(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                to,
                paidAt,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    public TestOrder paidAt(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                to,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    /** With an amount in fen. */
    public TestOrder amount(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                paidAt,
                to,
                refund,
                discounted,
                quantity,
                fingerprint);
    }

    /** With a refund in fen. */
    public TestOrder refund(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                paidAt,
                amount,
                to,
                discounted,
                quantity,
                fingerprint);
    }

    public TestOrder withDiscount() {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                paidAt,
                amount,
                refund,
                true,
                quantity,
                fingerprint);
    }

    public TestOrder quantity(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                paidAt,
                amount,
                refund,
                discounted,
                to,
                fingerprint);
    }

    public TestOrder fingerprint(long to) {
        return new TestOrder(
                id,
                version,
                status,
                day,
                updatedAt,
                paidAt,
                amount,
                refund,
                discounted,
                quantity,
                to);
    }

    /** The order as the reader would give it. */
    public Order build() {
        return new Order(
                "m",
                id,
                version,
                status,
                updatedAt,
                paidAt,
                day,
                amount,
                refund,
                discounted,
                quantity,
                fingerprint,
                null);
    }

    /** What the ledger makes of these states, in this order. */
    public static MemberHistory history(List<TestOrder> orders) {
        MemberLedger ledger = new MemberLedger(LedgerState.empty());
        orders.forEach(order -> ledger.apply(order.build()));
        return ledger.history("m");
    }

    public static MemberHistory history(TestOrder... orders) {
        return history(List.of(orders));
    }
}
