package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Earlier;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.RuleTag;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Receivers;
import io.memberflow.facts.StoredFacts;
import io.memberflow.facts.Wanted;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.RawEvent;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.FirstChange;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The members of the samples with the whole shipped rulebook: since when each value and tag stands,
 * what was before, and what comes next, against all rules worked out on every single day.
 */
class SampleDaysTest {
    private static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);
    private static final Cleaning CLEANING =
            Cleaning.bounded(ZoneId.of("Asia/Shanghai"), "CNY", Set.of(), AS_OF);

    /** Every so many members are looked at: all of them would take minutes. */
    private static final int EVERY = Boolean.getBoolean("memberflow.full") ? 1 : 16;

    private static CompiledRules rules;

    @BeforeAll
    static void compile() {
        rules = RuleCompiler.compile(RulebookFiles.shipped(), new FactSchema(List.of())).orThrow();
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void sinceAndNextAreThoseOfEverySingleDay() throws IOException {
        int day = (int) AS_OF.toEpochDay();
        Decider decider = new Decider(rules, rules.catalogue().scores());
        int checked = 0;
        List<MemberHistory> histories = histories();
        for (int i = 0; i < histories.size(); i += EVERY) {
            MemberHistory history = histories.get(i);
            Verdict verdict = decider.decide(history, day);
            Map<Integer, Outcome> days = new TreeMap<>();
            BiFunction<Integer, Predicate<Outcome>, Boolean> holds =
                    (on, test) ->
                            test.test(
                                    days.computeIfAbsent(
                                            on, d -> decider.inspect(history, d).outcome()));
            for (Standing standing : verdict.standings()) {
                int model = rules.catalogue().models().indexOf(standing.model());
                int value = standing.model().indexOf(standing.value());
                Predicate<Outcome> same = outcome -> outcome.value(model) == value;
                String what = history.memberId() + " " + standing.model().id();
                assertThat(standing.since()).as(what).isEqualTo(since(day, same, holds));
                if (standing.since() > day - Decider.LOOK_BACK) {
                    int before = days.get(standing.since() - 1).value(model);
                    assertThat(standing.previousValue())
                            .as(what)
                            .isEqualTo(
                                    before < 0
                                            ? null
                                            : standing.model().values().get(before).value());
                }
                if (standing.nextOn() != null) {
                    for (int on = day + 1; on < standing.nextOn(); on++) {
                        assertThat(holds.apply(on, same)).as("%s on %s", what, on).isTrue();
                    }
                    assertThat(holds.apply(standing.nextOn(), same)).as(what).isFalse();
                }
                checked++;
            }
            for (TagStanding tag : verdict.tags()) {
                if (tag.rule() != null) {
                    int key = rules.catalogue().indexOfTag(tag.name());
                    Predicate<Outcome> same =
                            outcome ->
                                    outcome.tags().stream()
                                            .anyMatch(given -> isSame(given, key, tag.value()));
                    assertThat(tag.since())
                            .as("%s %s %s", history.memberId(), tag.name(), tag.value())
                            .isEqualTo(since(day, same, holds));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(500);
        assertThat(rules.disagreements()).isZero();
    }

    @Test
    void storedFactsHoldUntilTheDayThatWasAnnounced() throws IOException {
        FactSchema schema = rules.schema();
        DayFactsOf all =
                new DayFactsOf(
                        schema,
                        Wanted.all(schema),
                        rules.tables(),
                        Integer.parseInt(rules.catalogue().parameters().get("awayDays").value()),
                        SampleDaysTest::isSingle);
        StoredFacts stored = new StoredFacts(schema, rules.tables());
        Decider decider = new Decider(rules, rules.catalogue().scores());
        int end = (int) AS_OF.toEpochDay();
        int announced = 0;
        List<MemberHistory> histories = histories();
        for (int i = 0; i < histories.size(); i += EVERY) {
            MemberHistory history = histories.get(i);
            int day = Math.max(history.firstSeenOn(), end - 60);
            while (day < end) {
                String json = json(all, history, day);
                Integer next = decider.decide(history, day).nextCheckOn();
                int until = Math.min(next == null ? end : next, end);
                for (int on = day; on < until; on++) {
                    String what = "%s on %s, stored on %s".formatted(history.memberId(), on, day);
                    assertThat(json(all, history, on)).as(what).isEqualTo(json);
                    long[] facts = all.compute(history, decider.scoring(), on).numbers();
                    long[] read = stored.read(json, on).numbers();
                    for (Fact fact : schema.readable()) {
                        assertThat(read[fact.index()])
                                .as("%s of %s", fact.name(), what)
                                .isEqualTo(facts[fact.index()]);
                    }
                }
                day = until;
                announced++;
            }
        }
        assertThat(announced).isGreaterThan(100);
    }

    @Test
    void whatWasFoundBeforeIsFoundAgainWithoutLooking() throws IOException {
        Decider decider = new Decider(rules, rules.catalogue().scores());
        Random random = new Random(7);
        int changes = 0;
        int early = 0;
        List<Known> members = List.copyOf(known().values());
        for (int i = 0; i < members.size(); i += EVERY) {
            Known member = new Known("m-" + i);
            List<Consumer<Known>> events = new ArrayList<>(members.get(i).events);
            Collections.shuffle(events, random);
            MemberHistory before = null;
            Verdict last = null;
            int day = (int) AS_OF.minusDays(150).toEpochDay();
            for (Consumer<Known> event : events) {
                event.accept(member);
                MemberHistory history = member.history();
                int change = before == null ? day : FirstChange.between(before, history);
                day += random.nextInt(8);
                Verdict verdict = decider.decide(history, day, earlier(last, change));
                Verdict whole = decider.decide(history, day);
                assertThat(verdict.standings()).isEqualTo(whole.standings());
                assertThat(verdict.tags()).isEqualTo(whole.tags());
                changes++;
                early += change < day ? 1 : 0;
                before = history;
                last = verdict;
            }
        }
        assertThat(changes).isGreaterThan(500);
        assertThat(early).isBetween(changes / 3, changes);
    }

    private static Earlier earlier(Verdict last, int change) {
        if (last == null) {
            return Earlier.NOTHING;
        }
        int same = last.nextCheckOn() == null ? last.asOf() : last.nextCheckOn() - 1;
        Earlier earlier = new Earlier(last.asOf(), Math.min(same, change - 1));
        for (Standing one : last.standings()) {
            earlier.value(one.model().id(), one.value(), one.since(), one.previousValue());
        }
        for (TagStanding tag : last.tags()) {
            earlier.tag(tag.name(), tag.value(), tag.source(), tag.since());
        }
        return earlier;
    }

    private static boolean isSingle(String key) {
        int known = rules.catalogue().indexOfTag(key);
        return known >= 0 && rules.catalogue().tags().get(known).single();
    }

    private static String json(DayFactsOf all, MemberHistory history, int day) {
        return FactsJson.write(
                rules.schema(),
                all.compute(history, rules.catalogue().scores(), day),
                List.copyOf(Receivers.addresses(history, day)));
    }

    private static boolean isSame(RuleTag tag, int key, String value) {
        return tag.key() == key && tag.value().equals(value);
    }

    private static int since(
            int day,
            Predicate<Outcome> same,
            BiFunction<Integer, Predicate<Outcome>, Boolean> holds) {
        int since = day;
        while (since > day - Decider.LOOK_BACK && holds.apply(since - 1, same)) {
            since--;
        }
        return since;
    }

    /** What is known of one member, and the events it is known from. */
    private static final class Known {
        private final String id;
        private final MemberLedger orders = new MemberLedger(LedgerState.empty());
        private final ProfileLedger profile = new ProfileLedger(ProfileState.empty());
        private final BehaviourLedger behaviours = new BehaviourLedger(BehaviourState.empty());
        private final List<Consumer<Known>> events = new ArrayList<>();

        Known(String id) {
            this.id = id;
        }

        void add(Consumer<Known> event) {
            events.add(event);
            event.accept(this);
        }

        MemberHistory history() {
            return orders.history(id).with(profile, behaviours, false);
        }
    }

    private static Map<String, Known> known() throws IOException {
        Map<String, Known> members = new TreeMap<>();
        OrderReader orders = new OrderReader(CLEANING);
        for (RawEvent event : events("orders")) {
            if (orders.read(event, 0) instanceof Order order) {
                members.computeIfAbsent(order.memberId(), Known::new)
                        .add(member -> member.orders.apply(order));
            }
        }
        MemberReader profiles = new MemberReader(CLEANING);
        for (RawEvent event : events("members")) {
            if (profiles.read(event, 0) instanceof MemberEvent said && !said.forget()) {
                members.computeIfAbsent(said.memberId(), Known::new)
                        .add(member -> member.profile.apply(said));
            }
        }
        BehaviourReader behaviours = new BehaviourReader(CLEANING);
        for (RawEvent event : events("behaviours")) {
            if (behaviours.read(event, 0) instanceof BehaviourEvent did) {
                members.computeIfAbsent(did.memberId(), Known::new)
                        .add(member -> member.behaviours.apply(did.behaviour()));
            }
        }
        return members;
    }

    private static List<MemberHistory> histories() throws IOException {
        return known().values().stream()
                .map(Known::history)
                .filter(history -> history.orderRows().size() > 0)
                .toList();
    }

    private static List<RawEvent> events(String stream) throws IOException {
        Path file = Path.of("samples", stream + ".jsonl.gz");
        List<RawEvent> events = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            for (int i = 0; i < lines.length; i++) {
                byte[] bytes = lines[i].getBytes(StandardCharsets.UTF_8);
                if (bytes.length > 0) {
                    events.add(new RawEvent(file + ":" + (i + 1), bytes, bytes.length, null));
                }
            }
        }
        return events;
    }
}
