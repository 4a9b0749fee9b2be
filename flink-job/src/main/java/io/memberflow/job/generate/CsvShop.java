package io.memberflow.job.generate;

import java.io.IOException;
import java.io.Writer;

/**
 * A flat order history: one row an order, {@code order_id,member_id,paid_at,amount,discount}, in
 * the order of payment. Amounts are log-normal around 120 yuan, scaled by what the member spends;
 * three in ten orders have a discount. Late events are rows that stand there once more, further
 * down.
 */
final class CsvShop {

    private static final String[] DIRTY = {
        "T-broken,m-1,someday,10.00,0.00",
        "T-broken,,2024-01-01T00:00:00+08:00,10.00,0.00",
        "T-broken,m-1,2024-01-01T00:00:00+08:00,-10.00,0.00",
        "T-broken,m-1,2024-01-01T00:00:00+08:00,10.005,0.00",
        "T-broken,m-1,,10.00,0.00",
        "T-broken,m-1"
    };
    private static final long AMOUNTS = 5;

    private final ShopPlan plan;
    private final Shoppers shoppers;
    private final Clockwork clockwork;
    private final Dice dice;
    private final String[] repeats = new String[97];
    private int nextRepeat;

    CsvShop(ShopPlan plan) {
        this.plan = plan;
        this.shoppers = new Shoppers(plan);
        this.clockwork = new Clockwork(plan.zone());
        this.dice = Dice.of(plan.seed(), AMOUNTS, 0);
    }

    void write(Writer out) throws IOException {
        out.write("order_id,member_id,paid_at,amount,discount\n");
        new OrderBook(plan, shoppers).readTo(order -> write(order, out));
        for (String repeat : repeats) {
            if (repeat != null) {
                out.write(repeat);
            }
        }
    }

    private void write(Placed order, Writer out) throws IOException {
        String row = row(order);
        out.write(row);
        if (plan.late() > 0 && dice.chance(plan.late())) {
            String waiting = repeats[nextRepeat];
            if (waiting != null) {
                out.write(waiting);
            }
            repeats[nextRepeat] = row;
            nextRepeat = (nextRepeat + 1) % repeats.length;
        }
        if (plan.dirty() > 0 && dice.chance(plan.dirty())) {
            out.write(dice.oneOf(DIRTY) + "\n");
        }
    }

    private String row(Placed order) {
        long full =
                Math.max(
                        100,
                        Math.round(
                                12_000
                                        * shoppers.spending(order.member())
                                        * StrictMath.exp(0.7 * dice.bell())));
        long discount = dice.chance(0.3) ? Math.round(full * (0.05 + 0.15 * dice.unit())) : 0;
        return "T"
                + (1_000_000_000L + order.number())
                + ','
                + shoppers.id(order.member())
                + ','
                + clockwork.write(order.at())
                + ','
                + Yuan.write(full - discount)
                + ','
                + Yuan.write(discount)
                + '\n';
    }
}
