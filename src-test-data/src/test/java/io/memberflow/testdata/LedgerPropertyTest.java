package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Decider;
import io.memberflow.member.FactSchema;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.Scoring;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of members against the oracle, over streams made to break them. */
class LedgerPropertyTest {
    private static final FactSchema SCHEMA = Trials.SCHEMA;

    @Test
    void everyFactOnEveryDayIsWhatTheOracleSays() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    Map<String, MemberHistory> histories = Trials.histories(Trials.ledgers(orders));
                    check(orders, histories, settings.asOf(), random.nextBoolean());
                    LocalDate earlier = settings.asOf().minusDays(random.nextInt(1, 800));
                    check(orders, histories, earlier, random.nextBoolean());
                });
    }

    private static void check(
            List<Order> orders,
            Map<String, MemberHistory> histories,
            LocalDate asOf,
            boolean population) {
        OracleAnswer answer =
                BatchOracle.answer(
                        orders,
                        new OracleQuestion(asOf, population, List.of(Trials.EXTRA_WINDOWS), 0));
        Scoring scoring = Trials.scoring(histories.values(), asOf, population);
        if (population) {
            OracleCheck.cutPoints(scoring.cutPoints(), answer.population());
        }
        FactsAsOf facts = new FactsAsOf(SCHEMA, SCHEMA.facts());
        int day = (int) asOf.toEpochDay();
        histories.forEach(
                (member, history) -> {
                    OracleMember expected = answer.members().get(member);
                    assertThat(history.firstSeenOn() <= day).isEqualTo(expected != null);
                    if (expected != null) {
                        assertThat(history.firstSeenOn()).isEqualTo(expected.firstSeenOn());
                        OracleCheck.facts(
                                SCHEMA, facts.compute(history, scoring, day), expected.facts());
                    }
                });
    }

    @Test
    void theOrderOfArrivalLeavesNoTrace() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    List<Order> orders = HostileStreams.plain(Trials.stream(seed));
                    Map<String, MemberHistory> asGiven = Trials.histories(Trials.ledgers(orders));
                    List<Order> shuffled = new ArrayList<>(orders);
                    for (int i = 0; i < 3; i++) {
                        Collections.shuffle(shuffled, new Random(seed + i));
                        Map<String, MemberHistory> again =
                                Trials.histories(Trials.ledgers(shuffled));
                        assertThat(again.keySet()).isEqualTo(asGiven.keySet());
                        again.forEach(
                                (member, history) ->
                                        assertThat(Trials.same(history, asGiven.get(member)))
                                                .as("%s %s", history, asGiven.get(member))
                                                .isTrue());
                    }
                });
    }

    @Test
    void whatWasAppliedOnceIsARepeatEverAfter() {
        Seeds.tryAll(
                Seeds.from(1, 300),
                seed -> {
                    List<Order> orders = HostileStreams.plain(Trials.stream(seed));
                    Map<String, MemberLedger> ledgers = Trials.ledgers(orders);
                    for (Order order : orders) {
                        assertThat(ledgers.get(order.memberId()).apply(order)).isFalse();
                    }
                });
    }

    /** Folding is what bounds a live job's state; nobody may see when it happened. */
    @Test
    void foldingWhatIsOlderThanTheRetentionChangesNoFactOfThatDay() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    Map<String, MemberLedger> ledgers = Trials.ledgers(orders);
                    Map<String, MemberHistory> whole = Trials.histories(ledgers);
                    int day = (int) settings.asOf().toEpochDay();
                    // In two steps, as days go by.
                    ledgers.values().forEach(l -> l.foldBefore(day - Trials.RETENTION - 400));
                    ledgers.values().forEach(l -> l.foldBefore(day - Trials.RETENTION + 1));
                    Scoring scoring = Trials.scoring(whole.values(), settings.asOf(), false);
                    FactsAsOf facts = new FactsAsOf(SCHEMA, SCHEMA.facts());
                    Trials.histories(ledgers)
                            .forEach(
                                    (member, folded) -> {
                                        MemberHistory one = whole.get(member);
                                        assertThat(folded.firstSeenOn())
                                                .isEqualTo(one.firstSeenOn());
                                        for (int d = day - Decider.LOOK_BACK;
                                                d <= day + 400;
                                                d += 73) {
                                            assertThat(facts.compute(folded, scoring, d))
                                                    .as("%s as of %s", member, d)
                                                    .isEqualTo(facts.compute(one, scoring, d));
                                        }
                                    });
                });
    }

    /** A state that only its version dates may be the one that stands, however old the others. */
    @Test
    void anOrderWithoutADateIsNotFolded() {
        Order cancelled = undated(2, OrderStatus.CANCELLED);
        Order paid = paid(1, 1_000);
        MemberLedger ledger = Trials.ledgers(List.of(cancelled)).get("m");

        ledger.foldBefore(900);

        assertThat(ledger.apply(paid)).isFalse();
        assertThat(ledger.history("m").days()).isEmpty();
        assertThat(ledger.apply(paid(3, 1_000))).isTrue();
        assertThat(ledger.history("m").firstSeenOn()).isEqualTo(1_000);
    }

    private static Order undated(long version, OrderStatus status) {
        return new Order(
                "m",
                "T1",
                version,
                status,
                Order.NO_TIME,
                Order.NO_TIME,
                Order.NO_DAY,
                100,
                0,
                false,
                1,
                version,
                null);
    }

    private static Order paid(long version, int day) {
        long micros = day * 86_400_000_000L;
        return new Order(
                "m",
                "T1",
                version,
                OrderStatus.PAID,
                micros,
                micros,
                day,
                100,
                0,
                false,
                1,
                version,
                null);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void all120OrdersOfFiveStatesAreOneHistoryAndOneVerdict(boolean forward, boolean versions) {
        StreamSettings settings = StreamSettings.shanghai(1, 1, 0);
        List<HostileEvent> life =
                forward
                        ? OrderLives.forward(settings, versions)
                        : OrderLives.withBackSteps(settings, versions);
        List<Order> states = HostileStreams.orders(life);
        OracleMember expected =
                BatchOracle.answer(
                                states,
                                OracleQuestion.fixed(settings.asOf())
                                        .withExtraWindows(Trials.EXTRA_WINDOWS)
                                        .withHistory(Trials.RETENTION))
                        .members()
                        .get("m-lives");
        List<List<Order>> arrivals = OrderLives.permutations(states);
        assertThat(arrivals).hasSize(120);
        MemberHistory first = null;
        for (List<Order> arrival : arrivals) {
            MemberHistory history = Trials.histories(Trials.ledgers(arrival)).get("m-lives");
            first = first == null ? history : first;
            assertThat(Trials.same(history, first)).as("%s", arrival).isTrue();
            DeciderPropertyTest.check(
                    new Decider(Trials.RULES, Trials.RULES.catalogue().scores()),
                    history,
                    expected,
                    (int) settings.asOf().toEpochDay(),
                    Trials.RETENTION);
        }
    }
}
