package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.OrderStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/** The ledger and the facts against the definitions of facts.md §1 and §4, read word by word. */
class LedgerPropertyTest {
    private static final int D = 20_000;
    private static final FactSchema SCHEMA = new FactSchema(List.of());
    private static final FixedScores NO_SCORES =
            new FixedScores(
                    new Bands(List.of(), List.of(1)),
                    new Bands(List.of(), List.of(1)),
                    new Bands(List.of(), List.of(1)),
                    0,
                    0,
                    0);

    @Provide
    Arbitrary<TestOrder> states() {
        Arbitrary<TestOrder> plain =
                Combinators.combine(
                                Arbitraries.integers().between(0, 14),
                                Arbitraries.integers().between(D - 420, D + 3),
                                Arbitraries.of(OrderStatus.values()),
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.of(0L, 1L, 99_99L, 100_00L, 250_50L),
                                Arbitraries.integers().between(0, 4),
                                Arbitraries.integers().between(-1, 3))
                        .as(
                                (id, day, status, version, amount, refund, quantity) ->
                                        TestOrder.of("o" + id, day)
                                                .status(status)
                                                .version(version)
                                                .amount(amount)
                                                .refund(refund == 4 ? amount : refund * amount / 9)
                                                .quantity(quantity));
        return plain.flatMap(o -> Arbitraries.of(o, o.withDiscount(), o.updatedAt(D * 86L)))
                .map(LedgerPropertyTest::fingerprinted);
    }

    /** Different states have different fingerprints. */
    private static TestOrder fingerprinted(TestOrder order) {
        return order.fingerprint(order.toString().hashCode());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void factsAreWhatTheDefinitionsSay(
            @ForAll @Size(max = 40) List<@From("states") TestOrder> states) {
        check(states, D);
        check(states, D - 200);
    }

    private static void check(List<TestOrder> states, int day) {
        Collection<TestOrder> standing = standing(states);
        List<TestOrder> counting =
                standing.stream().filter(o -> counts(o) && o.day() <= day).toList();
        long[] facts =
                new FactsAsOf(SCHEMA, SCHEMA.facts())
                        .compute(TestOrder.history(states), NO_SCORES, day);
        for (int window : SCHEMA.windows()) {
            String w = FactSchema.windowName(window) + ".";
            List<TestOrder> in = counting.stream().filter(o -> within(o, day, window)).toList();
            List<TestOrder> refunded =
                    standing.stream()
                            .filter(o -> isPaid(o) && o.refund() > 0)
                            .filter(o -> o.day() <= day && within(o, day, window))
                            .toList();
            long amount = in.stream().mapToLong(o -> o.amount() - o.refund()).sum();
            expect(facts, w + "orders", in.size());
            expect(facts, w + "amount", amount);
            expect(facts, w + "averageOrderValue", average(amount, in.size()));
            expect(facts, w + "orderDays", in.stream().map(o -> o.day()).distinct().count());
            expect(facts, w + "items", in.stream().mapToLong(o -> o.quantity()).sum());
            expect(facts, w + "discountedOrders", in.stream().filter(o -> o.discounted()).count());
            expect(
                    facts,
                    w + "largestOrder",
                    in.stream().mapToLong(o -> o.amount() - o.refund()).max().orElse(Fact.ABSENT));
            expect(facts, w + "refunds", refunded.size());
            expect(facts, w + "refundAmount", refunded.stream().mapToLong(o -> o.refund()).sum());
        }
        int[] days = counting.stream().mapToInt(o -> o.day()).sorted().distinct().toArray();
        boolean none = days.length == 0;
        long first = none ? Fact.ABSENT : days[0];
        long last = none ? Fact.ABSENT : days[days.length - 1];
        expect(facts, "firstOrderOn", first);
        expect(facts, "lastOrderOn", last);
        expect(facts, "recencyDays", none ? Fact.ABSENT : day - last);
        expect(facts, "tenureDays", none ? Fact.ABSENT : day - first);
        expect(facts, "medianGapDays", median(days));
        expect(facts, "peakAmount365", peak(counting, day));
    }

    private static Collection<TestOrder> standing(List<TestOrder> states) {
        Map<String, TestOrder> byId = new TreeMap<>();
        Comparator<TestOrder> order =
                Comparator.comparingLong((TestOrder o) -> o.version())
                        .thenComparingLong(o -> o.updatedAt())
                        .thenComparing(o -> o.status())
                        .thenComparingLong(o -> o.refund())
                        .thenComparingLong(o -> o.fingerprint());
        for (TestOrder state : states) {
            byId.merge(state.id(), state, (a, b) -> order.compare(b, a) > 0 ? b : a);
        }
        return byId.values();
    }

    private static boolean isPaid(TestOrder o) {
        return List.of(
                        OrderStatus.PAID,
                        OrderStatus.SHIPPED,
                        OrderStatus.COMPLETED,
                        OrderStatus.REFUNDED)
                .contains(o.status());
    }

    private static boolean counts(TestOrder o) {
        boolean allBack = o.amount() > 0 && o.refund() == o.amount();
        boolean nothingLeft = o.status() == OrderStatus.REFUNDED && o.amount() - o.refund() == 0;
        return isPaid(o) && !allBack && !nothingLeft;
    }

    private static boolean within(TestOrder o, int day, int window) {
        return day - o.day() < window;
    }

    private static long average(long amount, int orders) {
        return orders == 0
                ? Fact.ABSENT
                : BigDecimal.valueOf(amount)
                        .divide(BigDecimal.valueOf(orders), 0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    private static long median(int[] days) {
        List<Integer> gaps = new ArrayList<>();
        for (int i = 1; i < days.length; i++) {
            gaps.add(days[i] - days[i - 1]);
        }
        if (gaps.isEmpty()) {
            return Fact.ABSENT;
        }
        gaps.sort(Comparator.naturalOrder());
        int upper = gaps.get(gaps.size() / 2);
        int lower = gaps.get((gaps.size() - 1) / 2);
        return (upper + lower) / 2;
    }

    private static long peak(List<TestOrder> counting, int day) {
        long greatest = 0;
        for (int e = FactsAsOf.halfYearStart(day); e <= day; e++) {
            int end = e;
            greatest =
                    Math.max(
                            greatest,
                            counting.stream()
                                    .filter(o -> o.day() <= end && end - o.day() < 365)
                                    .mapToLong(o -> o.amount() - o.refund())
                                    .sum());
        }
        return greatest;
    }

    private static void expect(long[] facts, String name, long value) {
        assertThat(facts[SCHEMA.get(name).index()]).as(name).isEqualTo(value);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void neitherArrivalNorSnapshotsMatter(
            @ForAll @Size(max = 40) List<@From("states") TestOrder> states, @ForAll Random random) {
        MemberHistory expected = TestOrder.history(states);
        List<TestOrder> shuffled = new ArrayList<>(states);
        Collections.shuffle(shuffled, random);
        MemberLedger ledger = new MemberLedger(LedgerState.empty());
        for (TestOrder state : shuffled) {
            ledger.apply(state.build());
            ledger = new MemberLedger(copy(ledger.state()));
        }
        assertThat(ledger.history("m")).usingRecursiveComparison().isEqualTo(expected);
    }

    private static LedgerState copy(LedgerState s) {
        return new LedgerState(
                s.size(),
                s.cells().clone(),
                s.ids().clone(),
                s.idEnds().clone(),
                Arrays.copyOf(s.slots(), s.slots().length),
                Arrays.copyOf(s.details(), s.details().length),
                s.overtaken().clone(),
                s.folded());
    }
}
