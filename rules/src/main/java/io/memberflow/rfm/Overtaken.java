package io.memberflow.rfm;

import io.memberflow.order.Order;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * States of orders that do not stand although they were made later than the one that does, which
 * has a greater version. Should the one that stands be forgotten, these may not be, and one of them
 * stands. Hardly any member has one.
 */
final class Overtaken {
    /** The greatest is the one that stands (facts.md §1). */
    static final Comparator<Order> BY_STANDING =
            Comparator.comparingLong(Order::version)
                    .thenComparingLong(Order::updatedAt)
                    .thenComparing(Order::status)
                    .thenComparingLong(Order::refund)
                    .thenComparingLong(Order::fingerprint);

    private Overtaken() {}

    /** The states with one more, without those that can never stand again. */
    static Order[] plus(Order[] states, Order more) {
        if (Arrays.stream(states).anyMatch(state -> covers(state, more))) {
            return states;
        }
        return Stream.concat(
                        Arrays.stream(states).filter(state -> !covers(more, state)),
                        Stream.of(more))
                .toArray(Order[]::new);
    }

    /** The states without those that can never stand again now that {@code standing} does. */
    static Order[] under(Order[] states, Order standing) {
        return Arrays.stream(states)
                .filter(state -> !covers(standing, state))
                .toArray(Order[]::new);
    }

    /** Whether whenever {@code b} could stand {@code a} stands before it. */
    private static boolean covers(Order a, Order b) {
        return a.orderId().equals(b.orderId())
                && a.updatedAt() >= b.updatedAt()
                && BY_STANDING.compare(a, b) >= 0;
    }
}
