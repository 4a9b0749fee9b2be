package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * One state of one order as a shop would mean it, before it is written down. Times are whole
 * microseconds or null, amounts fen.
 *
 * @param version null when the source gives none
 * @param refund null when none is named
 * @param quantities of its items; null in the list when an item names none (1), the whole list null
 *     when the event has no items
 * @param text tells apart states that differ in nothing else
 */
public record OrderState(
        String memberId,
        String orderId,
        Long version,
        OrderStatus status,
        Instant createdAt,
        Instant paidAt,
        Instant updatedAt,
        long amount,
        Long refund,
        long discount,
        List<Integer> quantities,
        int text) {

    OrderState withStatus(OrderStatus other) {
        return new OrderState(
                memberId,
                orderId,
                version,
                other,
                createdAt,
                paidAt,
                updatedAt,
                amount,
                refund,
                discount,
                quantities,
                text);
    }

    OrderState withPaidAt(Instant other) {
        return new OrderState(
                memberId,
                orderId,
                version,
                status,
                createdAt,
                other,
                updatedAt,
                amount,
                refund,
                discount,
                quantities,
                text);
    }

    OrderState withMoney(long otherAmount, Long otherRefund) {
        return new OrderState(
                memberId,
                orderId,
                version,
                status,
                createdAt,
                paidAt,
                updatedAt,
                otherAmount,
                otherRefund,
                discount,
                quantities,
                text);
    }

    OrderState withText(int other) {
        return new OrderState(
                memberId,
                orderId,
                version,
                status,
                createdAt,
                paidAt,
                updatedAt,
                amount,
                refund,
                discount,
                quantities,
                other);
    }

    /** Without any time, so that only the version says which state it is. */
    OrderState undated() {
        return new OrderState(
                memberId,
                orderId,
                version,
                status,
                null,
                null,
                null,
                amount,
                refund,
                discount,
                quantities,
                text);
    }

    boolean isPaid() {
        return switch (status) {
            case PAID, SHIPPED, COMPLETED, REFUNDED -> true;
            case CREATED, CANCELLED, EXPIRED -> false;
        };
    }

    /** {@code updated_at}, else {@code paid_at}, else {@code created_at}, else null. */
    Instant effectiveUpdatedAt() {
        return updatedAt != null ? updatedAt : paidAt != null ? paidAt : createdAt;
    }

    long effectiveRefund() {
        if (refund != null) {
            return refund;
        }
        return status == OrderStatus.REFUNDED ? amount : 0;
    }

    Order toOrder(ZoneId zone, long fingerprint) {
        Instant updated = effectiveUpdatedAt();
        Instant dated = isPaid() ? paidAt : updated;
        long pieces = 0;
        if (quantities != null) {
            for (Integer quantity : quantities) {
                pieces += quantity == null ? 1 : quantity;
            }
        }
        return new Order(
                memberId,
                orderId,
                version == null ? 0 : version,
                status,
                micros(updated),
                micros(paidAt),
                dated == null ? Order.NO_DAY : (int) dated.atZone(zone).toLocalDate().toEpochDay(),
                amount,
                effectiveRefund(),
                discount > 0,
                pieces,
                fingerprint,
                null);
    }

    private static long micros(Instant instant) {
        return instant == null
                ? Order.NO_TIME
                : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
