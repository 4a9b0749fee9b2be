package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.MemberHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** All that rules can read of members against the oracle, over shops made to break it. */
class DetailsPropertyTest {
    private static final FactSchema SCHEMA = Trials.SCHEMA;

    @Test
    void everyNumberTextAndRowOnEveryDayIsWhatTheOracleSays() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    List<HostileShops.Line> lines = HostileShops.lines(settings);
                    LocalDate asOf = settings.asOf();
                    List<LocalDate> days =
                            List.of(
                                    asOf,
                                    asOf.minusDays(1 + random.nextInt(40)),
                                    asOf.minusDays(41 + random.nextInt(760)));
                    check(lines, settings, days);
                });
    }

    private static void check(
            List<HostileShops.Line> lines, StreamSettings settings, List<LocalDate> days) {
        OracleShop shop = HostileShops.shop(settings);
        DayFactsOf facts =
                new DayFactsOf(
                        SCHEMA,
                        Wanted.all(SCHEMA),
                        ShopLedgers.tables(shop),
                        shop.awayDays(),
                        shop.singleTags()::contains);
        Map<String, MemberHistory> histories = ShopLedgers.histories(lines, settings);
        byMember(lines)
                .forEach(
                        (member, events) -> {
                            DetailsOracle oracle =
                                    new DetailsOracle(events, shop, List.of(Trials.EXTRA_WINDOWS));
                            MemberHistory history = histories.get(member);
                            assertThat(history.firstSeenOn()).isEqualTo(oracle.firstSeenOn());
                            for (LocalDate day : days) {
                                if (day.toEpochDay() >= oracle.firstSeenOn()) {
                                    DayFacts actual =
                                            facts.compute(
                                                    history,
                                                    Trials.RULES.catalogue().scores(),
                                                    (int) day.toEpochDay());
                                    check(actual, oracle.on(day), member + " on " + day);
                                }
                            }
                        });
    }

    private static void check(DayFacts actual, OracleDetails expected, String who) {
        SortedMap<String, Long> numbers = new TreeMap<>(expected.numbers());
        numbers.putAll(OracleCheck.named(SCHEMA, expected.orders()));
        numbers.values().removeIf(number -> number == Fact.ABSENT);
        SortedMap<String, Long> numbersFound = ShopLedgers.numbers(SCHEMA, actual);
        assertThat(without(numbers.entrySet(), numbersFound.entrySet()))
                .as("%s: numbers that only the oracle has; rules have %s", who, numbersFound)
                .isEmpty();
        assertThat(without(numbersFound.entrySet(), numbers.entrySet()))
                .as("%s: numbers that only rules have", who)
                .isEmpty();
        List<OracleRow> rows = ShopLedgers.rows(actual);
        assertThat(without(expected.rows(), rows))
                .as("%s: rows that only the oracle has; rules have %s", who, rows)
                .isEmpty();
        assertThat(without(rows, expected.rows()))
                .as("%s: rows that only rules have", who)
                .isEmpty();
    }

    /** What is in one collection more often than in the other. */
    private static <T> List<T> without(Collection<T> all, Collection<T> others) {
        List<T> rest = new ArrayList<>(all);
        others.forEach(rest::remove);
        return rest;
    }

    private static Map<String, List<ShopEvent>> byMember(List<HostileShops.Line> lines) {
        return lines.stream()
                .map(HostileShops.Line::event)
                .collect(Collectors.groupingBy(ShopEvent::memberId, Collectors.toList()));
    }

    @Test
    void theOrderOfArrivalLeavesNoTrace() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    List<HostileShops.Line> lines = HostileShops.lines(settings);
                    Map<String, MemberHistory> asGiven = ShopLedgers.histories(lines, settings);
                    List<HostileShops.Line> shuffled = new ArrayList<>(lines);
                    for (int i = 0; i < 2; i++) {
                        Collections.shuffle(shuffled, new Random(seed + i));
                        Map<String, MemberHistory> again =
                                ShopLedgers.histories(shuffled, settings);
                        assertThat(again.keySet()).isEqualTo(asGiven.keySet());
                        again.forEach(
                                (member, history) ->
                                        assertThat(history)
                                                .as(member)
                                                .usingRecursiveComparison()
                                                .isEqualTo(asGiven.get(member)));
                    }
                });
    }
}
