package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsAsOfTest {
    private static final int D = (int) LocalDate.of(2025, 3, 1).toEpochDay();
    private static final FactSchema SCHEMA = new FactSchema(List.of(7));
    private static final FixedScores SCORES =
            new FixedScores(
                    new Bands(List.of(30L), List.of(5, 1)),
                    new Bands(List.of(2L), List.of(1, 5)),
                    new Bands(List.of(200_00L), List.of(1, 5)),
                    30,
                    2,
                    200_00);

    private final FactsAsOf all = new FactsAsOf(SCHEMA, SCHEMA.facts());

    private long fact(String name, MemberHistory history, int day) {
        long[] values = all.compute(history, SCORES, day);
        long alone =
                new FactsAsOf(SCHEMA, List.of(SCHEMA.get(name)))
                        .compute(history, SCORES, day)[SCHEMA.get(name).index()];
        assertThat(alone)
                .as(name + " when nothing else is asked")
                .isEqualTo(values[SCHEMA.get(name).index()]);
        return alone;
    }

    private static MemberHistory onDays(int... daysBefore) {
        return TestOrder.history(
                Arrays.stream(daysBefore)
                        .mapToObj(before -> TestOrder.of("o" + before, D - before))
                        .toList());
    }

    /** An order is in a window of N days exactly when its age is below N. */
    @ParameterizedTest
    @CsvSource({
        "d7, 6, 1",
        "d7, 7, 0",
        "d7, 8, 0",
        "d30, 0, 1",
        "d30, 29, 1",
        "d30, 30, 0",
        "d30, 31, 0",
        "d90, 89, 1",
        "d90, 90, 0",
        "d90, 91, 0",
        "d180, 179, 1",
        "d180, 180, 0",
        "d180, 181, 0",
        "d365, 364, 1",
        "d365, 365, 0",
        "d365, 366, 0",
        "life, 5000, 1",
        "d30, -1, 0",
        "life, -1, 0",
        "d365, -1, 0"
    })
    void windows(String window, int age, long orders) {
        assertThat(fact(window + ".orders", onDays(age), D)).isEqualTo(orders);
    }

    @Test
    void everyAggregateOfAWindow() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("a", D).amount(100_01).quantity(2).withDiscount(),
                        TestOrder.of("b", D).amount(150_00).refund(50_00),
                        TestOrder.of("c", D - 29).amount(33_33).quantity(-1),
                        TestOrder.of("d", D - 1).refund(100_00),
                        TestOrder.of("e", D - 2).status(OrderStatus.CREATED),
                        TestOrder.of("f", D - 31).amount(900_00).quantity(40).withDiscount());
        assertThat(fact("d30.orders", history, D)).isEqualTo(3);
        assertThat(fact("d30.amount", history, D)).isEqualTo(233_34);
        assertThat(fact("d30.averageOrderValue", history, D)).isEqualTo(77_78);
        assertThat(fact("d30.orderDays", history, D)).isEqualTo(2);
        assertThat(fact("d30.items", history, D)).isEqualTo(2);
        assertThat(fact("d30.discountedOrders", history, D)).isEqualTo(1);
        assertThat(fact("d30.largestOrder", history, D)).isEqualTo(100_01);
        assertThat(fact("d30.refunds", history, D)).isEqualTo(2);
        assertThat(fact("d30.refundAmount", history, D)).isEqualTo(150_00);
        assertThat(fact("life.orders", history, D)).isEqualTo(4);
        assertThat(fact("life.items", history, D)).isEqualTo(42);
        assertThat(fact("life.largestOrder", history, D)).isEqualTo(900_00);
        assertThat(fact("life.orderDays", history, D)).isEqualTo(3);
    }

    @Test
    void withoutACountingOrderMostFactsAreAbsent() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("a", D - 5).refund(100_00),
                        TestOrder.of("b", Order.NO_DAY).status(OrderStatus.CREATED));
        for (String name :
                List.of(
                        "recencyDays",
                        "tenureDays",
                        "medianGapDays",
                        "firstOrderOn",
                        "lastOrderOn",
                        "rScore",
                        "fScore",
                        "mScore",
                        "rHigh",
                        "fHigh",
                        "mHigh",
                        "amountTopPercent",
                        "life.averageOrderValue",
                        "d30.largestOrder")) {
            assertThat(fact(name, history, D)).as(name).isEqualTo(Fact.ABSENT);
        }
        assertThat(fact("life.orders", history, D)).isZero();
        assertThat(fact("life.refunds", history, D)).isEqualTo(1);
        assertThat(fact("d30.refundAmount", history, D)).isEqualTo(100_00);
        assertThat(fact("peakAmount365", history, D)).isZero();
    }

    @Test
    void datesSkipRefundedOrdersAtBothEnds() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("a", D - 50).refund(100_00),
                        TestOrder.of("b", D - 40),
                        TestOrder.of("c", D - 10),
                        TestOrder.of("d", D - 1).refund(100_00));
        assertThat(fact("firstOrderOn", history, D)).isEqualTo(D - 40);
        assertThat(fact("lastOrderOn", history, D)).isEqualTo(D - 10);
        assertThat(fact("recencyDays", history, D)).isEqualTo(10);
        assertThat(fact("tenureDays", history, D)).isEqualTo(40);
        assertThat(fact("medianGapDays", history, D)).isEqualTo(30);
    }

    @Test
    void anOrderOfTomorrowCountsFromTomorrow() {
        MemberHistory history = onDays(-1, 10);
        assertThat(fact("recencyDays", history, D)).isEqualTo(10);
        assertThat(fact("life.orders", history, D)).isEqualTo(1);
        assertThat(fact("medianGapDays", history, D)).isEqualTo(Fact.ABSENT);
        assertThat(fact("recencyDays", history, D + 1)).isZero();
        assertThat(fact("life.orders", history, D + 1)).isEqualTo(2);
        assertThat(fact("medianGapDays", history, D + 1)).isEqualTo(11);
        assertThat(fact("recencyDays", history, D - 11)).isEqualTo(Fact.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "'0', -",
        "'0 10', 10",
        "'0 10 13', 6",
        "'0 10 14', 7",
        "'0 1 11 14', 3",
        "'0 1 11 14 34', 6",
        "'0 2 2 2 4', 2"
    })
    void medianGap(String days, String expected) {
        int[] before = Arrays.stream(days.split(" ")).mapToInt(Integer::parseInt).toArray();
        List<TestOrder> orders = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            orders.add(TestOrder.of("o" + i, D - before[i]));
        }
        assertThat(fact("medianGapDays", TestOrder.history(orders), D))
                .isEqualTo(expected.equals("-") ? Fact.ABSENT : Long.parseLong(expected));
    }

    @Test
    void scores() {
        assertThat(scoresOf(onDays(29, 40))).containsExactly(5, 5, 5, 1, 1, 1);
        assertThat(scoresOf(onDays(30))).containsExactly(1, 1, 1, 0, 0, 0);
        assertThat(scoresOf(onDays(400, 500)))
                .as("no order of 365 days")
                .containsExactly(1, 1, 1, 0, 0, 0);
    }

    private long[] scoresOf(MemberHistory history) {
        return List.of("rScore", "fScore", "mScore", "rHigh", "fHigh", "mHigh").stream()
                .mapToLong(name -> fact(name, history, D))
                .toArray();
    }

    @Test
    void foldedOrdersCountInTheLifeOnly() {
        MemberLedger ledger = new MemberLedger(LedgerState.empty());
        int[] before = {900, 870, 800, 300, 10};
        for (int days : before) {
            ledger.apply(
                    TestOrder.of("o" + days, D - days).amount(days * 100L).withDiscount().build());
        }
        ledger.apply(TestOrder.of("r", D - 850).refund(60_00).build());
        long[] whole = all.compute(ledger.history("m"), SCORES, D);
        ledger.foldBefore(D - 750);
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(all.compute(ledger.history("m"), SCORES, D)).isEqualTo(whole);
        ledger.foldBefore(D);
        long[] folded = all.compute(ledger.history("m"), SCORES, D);
        for (Fact fact : SCHEMA.facts()) {
            if (fact.window() == Fact.LIFE && !fact.name().equals("peakAmount365")) {
                assertThat(folded[fact.index()]).as(fact.name()).isEqualTo(whole[fact.index()]);
            }
        }
        assertThat(folded[SCHEMA.get("recencyDays").index()]).isEqualTo(10);
    }

    /** Up at once, down only on 1 January and 1 July. */
    @ParameterizedTest
    @CsvSource({
        // the order of 2 February 2024 is in d365 until 31 January 2025
        "2024-02-02, 2024-02-01, 0",
        "2024-02-02, 2024-02-02, 100",
        "2024-02-02, 2024-07-01, 100",
        "2024-02-02, 2025-01-01, 100",
        "2024-02-02, 2025-02-01, 100",
        "2024-02-02, 2025-06-30, 100",
        "2024-02-02, 2025-07-01, 0",
        // the order of 2 July 2024 is in d365 until 1 July 2025
        "2024-07-02, 2025-07-01, 100",
        "2024-07-02, 2025-12-31, 100",
        "2024-07-02, 2026-01-01, 0",
        // the order of 1 July 2024 is in d365 until 30 June 2025
        "2024-07-01, 2025-06-30, 100",
        "2024-07-01, 2025-07-01, 0"
    })
    void peakOfOneOrder(LocalDate order, LocalDate day, long yuan) {
        MemberHistory history = TestOrder.history(TestOrder.of("o", (int) order.toEpochDay()));
        assertThat(fact("peakAmount365", history, (int) day.toEpochDay())).isEqualTo(yuan * 100);
    }

    @Test
    void peakIsTheGreatestSumOfTheHalfYear() {
        MemberHistory history =
                TestOrder.history(
                        at("2023-02-01", 1_000_00),
                        at("2023-12-31", 200_00),
                        at("2024-01-20", 50_00),
                        at("2024-03-01", 30_00),
                        at("2024-06-30", 5_00),
                        at("2024-07-01", 7_00));
        assertThat(peak(history, "2023-12-31")).isEqualTo(1_200_00);
        assertThat(peak(history, "2024-01-01")).isEqualTo(1_200_00);
        assertThat(peak(history, "2024-01-20")).isEqualTo(1_250_00);
        assertThat(peak(history, "2024-06-30")).isEqualTo(1_250_00);
        assertThat(peak(history, "2024-07-01")).isEqualTo(292_00);
    }

    private static TestOrder at(String date, long fen) {
        return TestOrder.of(date, (int) LocalDate.parse(date).toEpochDay()).amount(fen);
    }

    private long peak(MemberHistory history, String date) {
        return fact("peakAmount365", history, (int) LocalDate.parse(date).toEpochDay());
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01, 2024-01-01",
        "2024-06-30, 2024-01-01",
        "2024-07-01, 2024-07-01",
        "2024-12-31, 2024-07-01",
        "1969-12-31, 1969-07-01"
    })
    void halfYears(LocalDate day, LocalDate start) {
        assertThat(FactsAsOf.halfYearStart((int) day.toEpochDay()))
                .isEqualTo((int) start.toEpochDay());
    }

    @Test
    void whatNobodyAskedForIsAbsent() {
        long[] values =
                new FactsAsOf(SCHEMA, List.of(SCHEMA.get("d30.orders")))
                        .compute(onDays(1, 5), SCORES, D);
        for (String name :
                List.of(
                        "d90.orders",
                        "d365.orders",
                        "rScore",
                        "mHigh",
                        "medianGapDays",
                        "peakAmount365")) {
            assertThat(values[SCHEMA.get(name).index()]).as(name).isEqualTo(Fact.ABSENT);
        }
    }

    @Test
    void theTopPercentIsOnlyThereWithAPopulation() {
        MemberHistory history = onDays(1);
        assertThat(fact("amountTopPercent", history, D)).isEqualTo(Fact.ABSENT);
        PopulationScores scores =
                new PopulationScores(
                        new Population(
                                        Map.of(D, 2L),
                                        Map.of(1, 2L),
                                        Map.of(100_00L, 1L, 200_00L, 1L))
                                .close(D));
        int index = SCHEMA.get("amountTopPercent").index();
        assertThat(all.compute(history, scores, D)[index]).isEqualTo(50_000_000_000_000_000L);
        assertThat(
                        new FactsAsOf(SCHEMA, List.of(SCHEMA.get("rScore")))
                                .compute(history, scores, D)[index])
                .isEqualTo(Fact.ABSENT);
    }
}
