package io.memberflow.job.generate;

import java.io.IOException;
import java.time.ZoneId;

/** All orders of a plan in the order in which they are placed, made while they are read. */
final class OrderBook {

    private static final long PLACING = 4;

    /** Takes orders one by one. */
    interface Reader {
        void accept(Placed order) throws IOException;
    }

    private final ShopPlan plan;
    private final Shoppers shoppers;

    OrderBook(ShopPlan plan, Shoppers shoppers) {
        this.plan = plan;
        this.shoppers = shoppers;
    }

    void readTo(Reader reader) throws IOException {
        SalesDays days = new SalesDays(plan);
        Dice dice = Dice.of(plan.seed(), PLACING, 0);
        for (int day = 0; day < plan.days(); day++) {
            long start = startOf(day);
            long length = startOf(day + 1) - start;
            long first = days.firstOrder(day);
            long count = days.firstOrder(day + 1) - first;
            for (long i = 0; i < count; i++) {
                double share = SalesDays.timeOfDay((i + dice.unit()) / count);
                reader.accept(
                        new Placed(
                                first + i,
                                shoppers.pick(day, dice),
                                start + (long) (share * length)));
            }
        }
    }

    private long startOf(int day) {
        ZoneId zone = plan.zone();
        return plan.from().plusDays(day).atStartOfDay(zone).toEpochSecond();
    }
}
