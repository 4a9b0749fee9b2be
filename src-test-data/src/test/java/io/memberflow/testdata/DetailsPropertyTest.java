package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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
                                    new DetailsOracle(
                                            member, events, shop, List.of(Trials.EXTRA_WINDOWS));
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

    /** A rule of the key that holds one value at a time, and one of a key that holds several. */
    private static final String CATALOGUE =
            """
            language: 1
            scores:
              recency:   [ { below: 30, score: 5 }, { score: 1 } ]
              frequency: [ { upTo: 1, score: 1 }, { score: 5 } ]
              monetary:  [ { upTo: 100, score: 1 }, { score: 5 } ]
              high: { recencyBelow: 90, frequencyFrom: 2, monetaryFrom: 300 }
            models:
              - { id: one, kind: segment, values: [ { value: a } ] }
            tags:
              - { key: 等级, single: true, values: [高, 中, 低] }
              - { key: 口味, values: [甜, 咸] }
              - { key: 品牌, open: true }
            """;

    private static final String RULES =
            """
            package rulebook.test

            rule "often" when Member( d90.orders >= 2 ) then decision.tag("等级", "高"); end
            rule "lately" when Member( d30.orders >= 1 ) then decision.tag("口味", "甜"); end
            rule "one" when Member( life.orders >= 1 ) then decision.segment("one", "a"); end
            """;

    @Test
    void theTagsOfEverySourceAreWhatTheOracleSays() {
        CompiledRules rules =
                RuleCompiler.compile(
                                Release.of(
                                        1,
                                        Map.of(
                                                RulebookFiles.CATALOGUE,
                                                CATALOGUE,
                                                "test.drl",
                                                RULES)),
                                SCHEMA)
                        .orThrow();
        Decider decider = new Decider(rules, rules.catalogue().scores());
        Seeds.tryAll(
                Seeds.from(1, 300),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    List<HostileShops.Line> lines = HostileShops.lines(settings);
                    OracleShop shop = HostileShops.shop(settings);
                    Map<String, MemberHistory> histories = ShopLedgers.histories(lines, settings);
                    int day = (int) settings.asOf().toEpochDay();
                    byMember(lines)
                            .forEach(
                                    (member, events) -> {
                                        DetailsOracle oracle =
                                                new DetailsOracle(member, events, shop, List.of());
                                        if (oracle.firstSeenOn() <= day) {
                                            assertThat(tags(decider, histories.get(member), day))
                                                    .as(member)
                                                    .containsExactlyInAnyOrderElementsOf(
                                                            oracle.tagsOn(
                                                                    day, d -> ruleTags(oracle, d)));
                                        }
                                    });
                });
    }

    private static SortedSet<String> ruleTags(DetailsOracle oracle, int day) {
        SortedSet<String> tags = new TreeSet<>();
        if (oracle.orders(day, 90) >= 2) {
            tags.add("等级=高");
        }
        if (oracle.orders(day, 30) >= 1) {
            tags.add("口味=甜");
        }
        return tags;
    }

    private static List<DetailsOracle.TagTruth> tags(
            Decider decider, MemberHistory history, int day) {
        return decider.decide(history, day).tags().stream()
                .map(
                        tag ->
                                new DetailsOracle.TagTruth(
                                        tag.name(),
                                        tag.value(),
                                        tag.source(),
                                        tag.stands(),
                                        tag.since(),
                                        tag.until()))
                .toList();
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
                                        assertThat(Trials.same(history, asGiven.get(member)))
                                                .as(member)
                                                .isTrue());
                    }
                });
    }
}
