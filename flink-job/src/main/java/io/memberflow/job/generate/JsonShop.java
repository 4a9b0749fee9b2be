package io.memberflow.job.generate;

import io.memberflow.job.generate.OrderLife.State;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Order events as a shop's systems send them: every state of every order, in the order of arrival.
 * Most states arrive at once; a late one arrives up to three days late, so that newer states have
 * overtaken it, and two days later it arrives again. The orders of the cast stand at the end.
 */
final class JsonShop {

    private static final long LIVES = 10;
    private static final long ARRIVALS = 11;
    private static final int LATEST = 3 * 24 * 3600;
    private static final int AGAIN = 2 * 24 * 3600;

    private record Pending(long arrival, Placed order, State state) {}

    private final ShopPlan plan;
    private final Shoppers shoppers;
    private final OrderJson json;
    private final DirtyLines dirtyLines;
    private final Dice dice;
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(
                    Comparator.comparingLong(Pending::arrival)
                            .thenComparingLong(p -> p.order().number())
                            .thenComparingInt(p -> p.state().version()));

    JsonShop(ShopPlan plan) {
        this.plan = plan;
        this.shoppers = new Shoppers(plan);
        this.json = new OrderJson(plan, shoppers);
        this.dirtyLines = new DirtyLines(plan);
        this.dice = Dice.of(plan.seed(), ARRIVALS, 0);
    }

    void write(Writer out) throws IOException {
        new OrderBook(plan, shoppers)
                .readTo(
                        order -> {
                            for (State state :
                                    OrderLife.of(
                                            order.at(),
                                            plan.end(),
                                            Dice.of(plan.seed(), LIVES, order.number()))) {
                                arrive(order, state);
                            }
                            writeUntil(order.at(), out);
                        });
        writeUntil(Long.MAX_VALUE, out);
        if (plan.cast()) {
            for (Sold order : new Cast(plan).sold()) {
                out.write(json.write(order));
                out.write('\n');
            }
        }
    }

    private void arrive(Placed order, State state) {
        if (plan.late() > 0 && dice.chance(plan.late())) {
            long arrival = state.at() + 60 + dice.below(LATEST);
            pending.add(new Pending(arrival, order, state));
            pending.add(new Pending(arrival + AGAIN, order, state));
        } else {
            pending.add(new Pending(state.at(), order, state));
        }
    }

    private void writeUntil(long now, Writer out) throws IOException {
        while (!pending.isEmpty() && pending.peek().arrival() <= now) {
            Pending next = pending.poll();
            out.write(json.write(next.order(), next.state()));
            out.write('\n');
            if (plan.dirty() > 0 && dice.chance(plan.dirty())) {
                out.write(dirtyLines.next(dice));
                out.write('\n');
            }
        }
    }
}
