package io.memberflow.job.generate;

import io.memberflow.order.OrderStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * The states that one order goes through. Six in a hundred orders expire unpaid, three are
 * cancelled; of the paid ones four in a hundred are refunded in full and three in part. Half of
 * them tell of being paid, one in ten each of creation and dispatch; of the others one hears when
 * they are completed. A source that is silent on a refund's sum has refunded all.
 */
final class OrderLife {

    /**
     * One state.
     *
     * @param version from 1
     * @param at when it was made, seconds since the epoch
     * @param paidAt when it was paid, or 0
     * @param refund share of the amount given back: 0 none, 1 all
     * @param silent whether the refund's sum is left out
     */
    record State(
            int version, OrderStatus status, long at, long paidAt, double refund, boolean silent) {}

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private OrderLife() {}

    /**
     * The states of an order placed at an instant, oldest first, those from {@code end} left out.
     */
    static List<State> of(long placedAt, long end, Dice dice) {
        List<State> states = new ArrayList<>(5);
        double fate = dice.unit();
        if (fate < 0.09) {
            add(states, OrderStatus.CREATED, placedAt, 0);
            if (fate < 0.06) {
                add(states, OrderStatus.EXPIRED, placedAt + DAY, 0);
            } else {
                add(states, OrderStatus.CANCELLED, placedAt + HOUR + dice.below(20 * 3600), 0);
            }
        } else {
            paid(states, placedAt, dice);
        }
        states.removeIf(s -> s.at() >= end);
        return states;
    }

    private static void paid(List<State> states, long placedAt, Dice dice) {
        long paidAt = placedAt + (dice.chance(0.8) ? 20 + dice.below(580) : dice.below(70_000));
        if (dice.chance(0.1)) {
            add(states, OrderStatus.CREATED, placedAt, 0);
        }
        if (dice.chance(0.5)) {
            add(states, OrderStatus.PAID, paidAt, paidAt);
        }
        long shippedAt = paidAt + 4 * HOUR + dice.below((int) (2 * DAY));
        if (dice.chance(0.1)) {
            add(states, OrderStatus.SHIPPED, shippedAt, paidAt);
        }
        long completedAt = shippedAt + 2 * DAY + dice.below((int) (6 * DAY));
        double refund = dice.unit();
        if (refund < 0.04) {
            states.add(
                    new State(
                            nextVersion(states),
                            OrderStatus.REFUNDED,
                            completedAt,
                            paidAt,
                            1,
                            dice.chance(0.5)));
            return;
        }
        add(states, OrderStatus.COMPLETED, completedAt, paidAt);
        if (refund < 0.07) {
            double share = 0.1 + 0.1 * dice.below(5);
            states.add(
                    new State(
                            nextVersion(states),
                            OrderStatus.COMPLETED,
                            completedAt + DAY + dice.below((int) (5 * DAY)),
                            paidAt,
                            share,
                            false));
        }
    }

    private static void add(List<State> states, OrderStatus status, long at, long paidAt) {
        states.add(new State(nextVersion(states), status, at, paidAt, 0, false));
    }

    private static int nextVersion(List<State> states) {
        return states.isEmpty() ? 1 : states.get(states.size() - 1).version() + 1;
    }
}
