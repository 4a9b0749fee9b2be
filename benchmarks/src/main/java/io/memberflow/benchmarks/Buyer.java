package io.memberflow.benchmarks;

import io.memberflow.member.DayFacts;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.List;

/** What generated rules read of a member, as somebody without this engine would write it down. */
public final class Buyer {
    /** The member's numbers that generated rules read, in the order of {@link #numbers}. */
    static final List<String> FACTS =
            List.of(
                    "d30.orders",
                    "d90.orders",
                    "d365.orders",
                    "life.orders",
                    "d90.amount",
                    "d365.amount",
                    "life.amount",
                    "d365.items",
                    "recencyDays",
                    "tenureDays");

    private final long[] numbers;
    private final List<Sale> sales;

    private Buyer(long[] numbers, List<Sale> sales) {
        this.numbers = numbers;
        this.sales = sales;
    }

    /** An order. */
    public static final class Sale {
        private final long age;
        private final long amount;
        private final String channel;

        private Sale(long age, long amount, String channel) {
            this.age = age;
            this.amount = amount;
            this.channel = channel;
        }

        public long getAge() {
            return age;
        }

        public long getAmount() {
            return amount;
        }

        public String getChannel() {
            return channel;
        }
    }

    static Buyer of(FactSchema schema, DayFacts facts) {
        RowSchema order = RowSchema.of(RowType.ORDER);
        int age = order.get("age").index();
        int amount = order.get("amount").index();
        int channel = order.get("channel").index();
        return new Buyer(
                FACTS.stream().mapToLong(f -> facts.numbers()[schema.get(f).index()]).toArray(),
                facts.rows(RowType.ORDER).stream()
                        .map(row -> sale(row, age, amount, channel))
                        .toList());
    }

    private static Sale sale(Row row, int age, int amount, int channel) {
        return new Sale(row.number(age), row.number(amount), row.text(channel));
    }

    public List<Sale> getSales() {
        return sales;
    }

    public long getD30Orders() {
        return numbers[0];
    }

    public long getD90Orders() {
        return numbers[1];
    }

    public long getD365Orders() {
        return numbers[2];
    }

    public long getLifeOrders() {
        return numbers[3];
    }

    public long getD90Amount() {
        return numbers[4];
    }

    public long getD365Amount() {
        return numbers[5];
    }

    public long getLifeAmount() {
        return numbers[6];
    }

    public long getD365Items() {
        return numbers[7];
    }

    public long getRecencyDays() {
        return numbers[8];
    }

    public long getTenureDays() {
        return numbers[9];
    }
}
