package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Outcome;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.Standing;
import io.memberflow.engine.Verdict;
import io.memberflow.member.DayFacts;
import io.memberflow.order.Order;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is decided of members against the oracle, over streams made to break it. */
class DeciderPropertyTest {

    @Test
    void everyVerdictIsWhatTheOracleSays() {
        AtomicInteger decided = new AtomicInteger();
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    Map<String, MemberHistory> histories = Trials.histories(Trials.ledgers(orders));
                    for (boolean population : new boolean[] {false, true}) {
                        int days = random.nextInt(4) == 0 ? random.nextInt(1, 1_000) : 0;
                        decided.addAndGet(
                                check(orders, histories, settings.asOf(), population, days));
                    }
                    LocalDate earlier = settings.asOf().minusDays(random.nextInt(1, 800));
                    decided.addAndGet(check(orders, histories, earlier, random.nextBoolean(), 0));
                });
        assertThat(decided.get() > 0 || Seeds.isReplay()).isTrue();
    }

    private static int check(
            List<Order> orders,
            Map<String, MemberHistory> histories,
            LocalDate asOf,
            boolean population,
            int historyDays) {
        // The oracle looks ahead without the orders that are already known but dated later; how
        // they are looked at is tried below.
        int day = (int) asOf.toEpochDay();
        OracleAnswer answer =
                BatchOracle.answer(
                        orders,
                        new OracleQuestion(
                                asOf, population, List.of(Trials.EXTRA_WINDOWS), historyDays));
        Decider decider =
                new Decider(Trials.RULES, Trials.scoring(histories.values(), asOf, population));
        int decided = 0;
        for (Map.Entry<String, OracleMember> expected : answer.members().entrySet()) {
            MemberHistory history = histories.get(expected.getKey());
            boolean ordersToCome =
                    Arrays.stream(history.days()).anyMatch(orderDay -> orderDay > day);
            if (ordersToCome) {
                OracleCheck.facts(
                        Trials.SCHEMA,
                        decider.decide(history, day).facts().numbers(),
                        expected.getValue().facts());
            } else {
                check(decider, history, expected.getValue(), day, historyDays);
                decided++;
            }
        }
        return decided;
    }

    static void check(
            Decider decider,
            MemberHistory history,
            OracleMember expected,
            int day,
            int historyDays) {
        Verdict verdict = decider.decide(history, day);
        assertThat(verdict.asOf()).isEqualTo(day);
        OracleCheck.facts(Trials.SCHEMA, verdict.facts().numbers(), expected.facts());
        OracleCheck.standings(verdict.standings(), expected.values());
        OracleCheck.reasons(verdict);
        if (historyDays > 0) {
            int from = Math.max(history.firstSeenOn(), day - historyDays + 1);
            OracleCheck.turns(decider.turns(history, from, day), expected.history());
        }
    }

    /** Orders that are known but dated later are looked ahead to, each on its day. */
    @Test
    void theNextStageComesOnItsDayWhateverIsAlreadyKnown() {
        AtomicInteger looked = new AtomicInteger();
        Seeds.tryAll(
                Seeds.from(1, 300),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    int day = (int) settings.asOf().toEpochDay() - random.nextInt(1, 400);
                    Decider decider = new Decider(Trials.RULES, Trials.RULES.catalogue().scores());
                    Trials.histories(Trials.ledgers(orders))
                            .forEach(
                                    (member, history) -> {
                                        for (Standing s :
                                                decider.decide(history, day).standings()) {
                                            if (OracleModels.STAGES.contains(s.model().id())) {
                                                looked.incrementAndGet();
                                                lookAhead(orders, member, s, day, random);
                                            }
                                        }
                                    });
                });
        assertThat(looked.get() > 0 || Seeds.isReplay()).isTrue();
    }

    private static void lookAhead(
            List<Order> all, String member, Standing stage, int day, SplittableRandom random) {
        List<Order> orders = all.stream().filter(o -> o.memberId().equals(member)).toList();
        String model = stage.model().id();
        int next = stage.nextOn() == null ? day + Decider.LOOK_AHEAD + 1 : stage.nextOn();
        assertThat(valueOn(orders, member, model, next - 1)).isEqualTo(stage.value());
        assertThat(valueOn(orders, member, model, random.nextInt(day, next)))
                .isEqualTo(stage.value());
        if (stage.nextOn() != null) {
            assertThat(valueOn(orders, member, model, next))
                    .isEqualTo(stage.nextValue())
                    .isNotEqualTo(stage.value());
        }
    }

    private static String valueOn(List<Order> orders, String member, String model, int day) {
        return BatchOracle.answer(orders, OracleQuestion.fixed(LocalDate.ofEpochDay(day)))
                .members()
                .get(member)
                .valueOf(model);
    }

    /**
     * Rules that look at other windows than the shipped ones, whose bounds no recency has: every
     * day back and ahead is decided here one by one.
     */
    @Test
    void noTurningPointIsMissedWhateverWindowsRulesRead() {
        CompiledRules rules = rulesOverOtherWindows();
        FactsAsOf facts = new FactsAsOf(Trials.SCHEMA, rules.factsRead());
        Decider decider = new Decider(rules, rules.catalogue().scores());
        Seeds.tryAll(
                Seeds.from(1, 100),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    int day =
                            (int) settings.asOf().toEpochDay()
                                    - new SplittableRandom(seed).nextInt(100);
                    for (MemberHistory history :
                            Trials.histories(Trials.ledgers(HostileStreams.plain(settings)))
                                    .values()) {
                        Map<Integer, Outcome> days = new HashMap<>();
                        for (int d = day - Decider.LOOK_BACK; d <= day + Decider.LOOK_AHEAD; d++) {
                            days.put(
                                    d,
                                    d < history.firstSeenOn()
                                            ? rules.none()
                                            : rules.decide(
                                                    DayFacts.ofNumbers(
                                                            facts.compute(
                                                                    history,
                                                                    decider.scoring(),
                                                                    d))));
                        }
                        for (Standing standing : decider.decide(history, day).standings()) {
                            dayByDay(standing, rules, days, day);
                        }
                    }
                });
    }

    private static void dayByDay(
            Standing standing, CompiledRules rules, Map<Integer, Outcome> days, int day) {
        int model = rules.catalogue().indexOf(standing.model().id());
        int value = days.get(day).value(model);
        int since = day;
        while (since > day - Decider.LOOK_BACK && days.get(since - 1).value(model) == value) {
            since--;
        }
        boolean open = since == day - Decider.LOOK_BACK;
        assertThat(standing.since()).as("%s", standing.model().id()).isEqualTo(since);
        assertThat(standing.model().indexOf(standing.previousValue()))
                .isEqualTo(open ? -1 : days.get(since - 1).value(model));
        if (standing.model().kind() == Model.Kind.STAGE) {
            int next = day + 1;
            while (next <= day + Decider.LOOK_AHEAD && days.get(next).value(model) == value) {
                next++;
            }
            boolean never = next > day + Decider.LOOK_AHEAD;
            assertThat(standing.nextOn()).isEqualTo(never ? null : (Integer) next);
            assertThat(standing.model().indexOf(standing.nextValue()))
                    .isEqualTo(never ? -1 : days.get(next).value(model));
        }
    }

    private static CompiledRules rulesOverOtherWindows() {
        Release shipped = OrderRules.release();
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < shipped.paths().length; i++) {
            files.put(
                    shipped.paths()[i],
                    shipped.texts()[i]
                            .replaceAll("(pyramidWindow: .*)d365", "$1d60")
                            .replaceAll("(frequencyWindow: .*)d365", "$1d7")
                            .replaceAll("(amountWindow: .*)d365", "$1d385")
                            .replaceAll("(lifecycleWindow: .*)d365", "$1d60")
                            .replaceAll("(deathDays: .*)value: 365", "$1value: 200"));
        }
        Release other = Release.of(0, files);
        assertThat(other.sha256()).isNotEqualTo(shipped.sha256());
        return RuleCompiler.compile(other, Trials.SCHEMA).orThrow();
    }

    /** Until the day that is named nothing but counted days changes, if no order comes. */
    @Test
    void nothingChangesBeforeTheNextCheck() {
        Seeds.tryAll(
                Seeds.from(1, 300),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    Map<String, MemberHistory> histories = Trials.histories(Trials.ledgers(orders));
                    int day = (int) settings.asOf().toEpochDay();
                    Decider decider =
                            new Decider(
                                    Trials.RULES,
                                    Trials.scoring(
                                            histories.values(),
                                            settings.asOf(),
                                            random.nextBoolean()));
                    histories.values().forEach(history -> quiet(decider, history, day, random));
                });
    }

    private static void quiet(
            Decider decider, MemberHistory history, int day, SplittableRandom random) {
        Verdict now = decider.decide(history, day);
        int next = now.nextCheckOn() == null ? day + Decider.LOOK_AHEAD + 1 : now.nextCheckOn();
        for (Standing standing : now.standings()) {
            if (standing.nextOn() != null) {
                assertThat(next).isLessThanOrEqualTo(standing.nextOn());
            }
        }
        for (int later : new int[] {next - 1, random.nextInt(day, next)}) {
            Verdict then = decider.decide(history, later);
            assertThat(written(then)).isEqualTo(written(now));
        }
    }

    /** What the tables would hold but for what begins or ends with the look back and ahead. */
    private static List<Object> written(Verdict verdict) {
        List<Object> written = new ArrayList<>();
        Trials.SCHEMA
                .facts()
                .forEach(
                        fact -> {
                            if (!List.of(
                                            "recencyDays",
                                            "tenureDays",
                                            "daysPastGap",
                                            "returnedDays",
                                            "asOf")
                                    .contains(fact.name())) {
                                written.add(
                                        fact.name()
                                                + "="
                                                + verdict.facts().numbers()[fact.index()]);
                            }
                        });
        verdict.standings().forEach(s -> written.add(s.model().id() + "=" + s.value()));
        return written;
    }

    /** All State of it; the orders a reason names go when they are folded. */
    private static List<Object> state(Verdict verdict) {
        List<Object> state = new ArrayList<>();
        for (long fact : verdict.facts().numbers()) {
            state.add(fact);
        }
        for (Standing s : verdict.standings()) {
            state.add(
                    Arrays.asList(
                            s.model().id(),
                            s.value(),
                            s.since(),
                            s.previousValue(),
                            s.nextOn(),
                            s.nextValue(),
                            s.rule().name(),
                            s.reason().because()));
        }
        return state;
    }

    /** What a live job folds away was not needed to say since when anything stands. */
    @Test
    void foldingWhatIsOlderThanTheRetentionChangesNoVerdictOfThatDay() {
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    List<Order> orders = HostileStreams.plain(settings);
                    Map<String, MemberLedger> ledgers = Trials.ledgers(orders);
                    Map<String, MemberHistory> whole = Trials.histories(ledgers);
                    int day = (int) settings.asOf().toEpochDay();
                    ledgers.values().forEach(l -> l.foldBefore(day - Trials.RETENTION + 1));
                    Decider decider =
                            new Decider(
                                    Trials.RULES,
                                    Trials.scoring(whole.values(), settings.asOf(), false));
                    Trials.histories(ledgers)
                            .forEach(
                                    (member, folded) -> {
                                        for (int d : new int[] {day, day + 30, day + 200}) {
                                            assertThat(state(decider.decide(folded, d)))
                                                    .as("%s %s", member, d)
                                                    .isEqualTo(
                                                            state(
                                                                    decider.decide(
                                                                            whole.get(member), d)));
                                        }
                                    });
                });
    }

    @Test
    void whatIsRememberedIsWhatDroolsWouldSay() {
        FactsAsOf facts = new FactsAsOf(Trials.SCHEMA, Trials.SCHEMA.facts());
        Seeds.tryAll(
                Seeds.from(1, 1_000),
                seed -> {
                    StreamSettings settings = Trials.stream(seed);
                    SplittableRandom random = new SplittableRandom(seed);
                    Map<String, MemberHistory> histories =
                            Trials.histories(Trials.ledgers(HostileStreams.plain(settings)));
                    LocalDate asOf = settings.asOf().minusDays(random.nextInt(400));
                    boolean population = random.nextBoolean();
                    for (MemberHistory history : histories.values()) {
                        long[] values =
                                facts.compute(
                                        history,
                                        Trials.scoring(histories.values(), asOf, population),
                                        (int) asOf.toEpochDay());
                        assertThat(Trials.RULES.decide(DayFacts.ofNumbers(values)))
                                .isEqualTo(Trials.RULES.decidePlainly(DayFacts.ofNumbers(values)))
                                .isEqualTo(Trials.RULES.decide(DayFacts.ofNumbers(values)));
                    }
                });
    }
}
