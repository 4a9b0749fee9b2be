package io.memberflow.job.ledger;

import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.Order;

/**
 * An event on its way to its member's ledger: one of three is not null.
 *
 * @param rows how many events were read for it, at least 1: an order may have been put together
 * @param origins where these events stand; null for orders when no member can be forgotten
 */
public record LedgerEvent(
        Order order, MemberEvent member, BehaviourEvent behaviour, int rows, String[] origins) {

    public static LedgerEvent of(Order order, int rows, String[] origins) {
        return new LedgerEvent(order, null, null, rows, origins);
    }

    public static LedgerEvent of(MemberEvent member, String origin) {
        return new LedgerEvent(null, member, null, 1, new String[] {origin});
    }

    public static LedgerEvent of(BehaviourEvent behaviour, String origin) {
        return new LedgerEvent(null, null, behaviour, 1, new String[] {origin});
    }

    public String memberId() {
        if (order != null) {
            return order.memberId();
        }
        return member != null ? member.memberId() : behaviour.memberId();
    }

    /** When it was made, microseconds since the epoch, {@link Order#NO_TIME} when unknown. */
    public long at() {
        if (order != null) {
            return order.updatedAt();
        }
        return member != null ? member.at() : behaviour.behaviour().at();
    }

    /** Whether it makes all earlier events of the member void. */
    public boolean forgets() {
        return member != null && member.forget();
    }
}
