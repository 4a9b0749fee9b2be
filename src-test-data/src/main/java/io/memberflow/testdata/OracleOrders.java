package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which state of an order stands and what it counts for, read from facts.md §1. */
final class OracleOrders {
    private OracleOrders() {}

    private record OrderKey(String memberId, String orderId) {}

    /**
     * The standing orders of every member. Which state stands is settled over all states given,
     * then orders dated after D are left out; members without any order left are left out too.
     */
    static SortedMap<String, List<Order>> standingByMember(Collection<Order> states, long asOf) {
        Map<OrderKey, Order> standing = new HashMap<>();
        for (Order state : states) {
            OrderKey key = new OrderKey(state.memberId(), state.orderId());
            Order before = standing.get(key);
            if (before == null || stands(state, before)) {
                standing.put(key, state);
            }
        }
        SortedMap<String, List<Order>> byMember = new TreeMap<>();
        for (Order order : standing.values()) {
            if (order.day() <= asOf) {
                byMember.computeIfAbsent(order.memberId(), id -> new ArrayList<>()).add(order);
            }
        }
        return byMember;
    }

    /** Whether a is greater than b: version, then instant, then status, refund, text. */
    static boolean stands(Order a, Order b) {
        if (a.version() != b.version()) {
            return a.version() > b.version();
        }
        if (a.updatedAt() != b.updatedAt()) {
            return a.updatedAt() > b.updatedAt();
        }
        if (a.status() != b.status()) {
            return a.status().ordinal() > b.status().ordinal();
        }
        if (a.refund() != b.refund()) {
            return a.refund() > b.refund();
        }
        return a.fingerprint() > b.fingerprint();
    }

    /**
     * Whether the order counts: a paid status, unless all of an amount above 0 was refunded, or it
     * is REFUNDED with nothing left.
     */
    static boolean counts(Order order) {
        if (!isPaid(order.status())) {
            return false;
        }
        if (order.amount() > 0 && order.refund() == order.amount()) {
            return false;
        }
        return order.status() != OrderStatus.REFUNDED || order.amount() - order.refund() > 0;
    }

    /** Whether it is among {@code refunds}: counting and wholly refunded orders alike. */
    static boolean refunded(Order order) {
        return isPaid(order.status()) && order.refund() > 0;
    }

    private static boolean isPaid(OrderStatus status) {
        return switch (status) {
            case PAID, SHIPPED, COMPLETED, REFUNDED -> true;
            case CREATED, CANCELLED, EXPIRED -> false;
        };
    }
}
