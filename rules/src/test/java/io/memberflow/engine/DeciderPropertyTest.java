package io.memberflow.engine;

import static io.memberflow.engine.TestRulebook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.facts.DaysBetween;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Member;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import io.memberflow.rfm.TestOrder;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What is found by looking at turning points only, against looking at every single day. */
class DeciderPropertyTest {
    private static final FactSchema SCHEMA = TestRulebook.SCHEMA;
    private static final int D = (int) LocalDate.of(2025, 6, 20).toEpochDay();
    private static final int BEGIN = D - 800;
    private static final int END = D + Decider.LOOK_AHEAD;

    private static CompiledRules shipped;
    private static CompiledRules odd;

    @BeforeContainer
    static void compile() {
        shipped = RuleCompiler.compile(modelsOverNumbers(), SCHEMA).orThrow();
        odd =
                TestRulebook.rules(
                        rule(
                                "r1",
                                "Member( recencyDays != 45, tenureDays > 100 )",
                                "decision.stage(\"course\", \"a\");"),
                        rule(
                                "r2",
                                "Member( recencyDays == 45 || tenureDays == 100 )",
                                "decision.stage(\"course\", \"b\");"),
                        rule(
                                "r3",
                                "Member( medianGapDays <= 40, d30.items < 2 )",
                                "decision.segment(\"one\", \"a\");"),
                        rule(
                                "r4",
                                "Member( peakAmount365 > 250 )",
                                "decision.segment(\"two\", \"a\");"),
                        rule(
                                "r5",
                                "not Segment( model == \"two\" ) Member( life.refunds > 0, d90.refunds == 0 )",
                                "decision.segment(\"three\", \"b\");"),
                        rule(
                                "r6",
                                "Member( lastOrderOn < \"2025-01-01\", rScore <= 3 )",
                                "decision.segment(\"three\", \"a\");"));
    }

    @AfterContainer
    static void close() {
        shipped.close();
        odd.close();
    }

    private static final Scoring POPULATION =
            new PopulationScores(
                    new Population(
                                    Map.of(D - 10, 3L, D - 77, 2L, D - 300, 1L),
                                    Map.of(1, 4L, 3, 2L),
                                    Map.of(100_00L, 3L, 250_00L, 3L))
                            .close(D));

    /**
     * The shipped rules without those that look at rows and tags, which have tests of their own.
     */
    private static Release modelsOverNumbers() {
        Release all = RulebookFiles.shipped();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < all.paths().length; i++) {
            String path = all.paths()[i];
            if (path.equals(RulebookFiles.CATALOGUE)
                    || path.matches(
                            "(segments|lifecycle)/(?!funnel|value_grade|loyalty).*\\.drl")) {
                files.put(path, all.texts()[i]);
            }
        }
        return Release.of(0, files);
    }

    private static MemberHistory history(Random random) {
        MemberLedger ledger = new MemberLedger(LedgerState.empty());
        int orders = 1 + random.nextInt(8);
        for (int i = 0; i < orders; i++) {
            int back = random.nextInt(4) == 0 ? 1_100 : 420;
            TestOrder order =
                    TestOrder.of("o" + i, D + 5 - random.nextInt(back))
                            .amount(50_00L * random.nextInt(8))
                            .quantity(random.nextInt(3));
            order =
                    switch (random.nextInt(6)) {
                        case 0 -> order.refund(order.amount());
                        case 1 -> order.status(OrderStatus.CREATED);
                        case 2 -> order.withDiscount().refund(order.amount() / 2);
                        default -> order;
                    };
            ledger.apply(order.build());
        }
        if (random.nextInt(20) == 0) {
            ledger.apply(TestOrder.of("n", Order.NO_DAY).status(OrderStatus.CREATED).build());
        }
        if (random.nextInt(4) == 0) {
            ledger.foldBefore(BEGIN - 20);
        }
        return ledger.history("m");
    }

    /** The verdict of every day, facts and all, from nothing but the definitions. */
    private static final class Days {
        private final Outcome[] outcomes = new Outcome[END - BEGIN + 1];
        private final long[][] facts = new long[END - BEGIN + 1][];
        private final CompiledRules rules;

        Days(CompiledRules rules, Scoring scoring, MemberHistory history) {
            this.rules = rules;
            FactsAsOf all = new FactsAsOf(SCHEMA, SCHEMA.facts());
            for (int day = BEGIN; day <= END; day++) {
                facts[day - BEGIN] = all.compute(history, scoring, day);
                outcomes[day - BEGIN] =
                        day < history.firstSeenOn()
                                ? rules.none()
                                : rules.decide(DayFacts.ofNumbers(facts[day - BEGIN]));
            }
        }

        Outcome on(int day) {
            return outcomes[day - BEGIN];
        }

        String value(int day, Model model) {
            int value = on(day).value(rules.catalogue().models().indexOf(model));
            return value < 0 ? null : model.values().get(value).value();
        }

        /** Whether a column of the tables changes from the day before, dates and ages aside. */
        boolean tablesChange(int day) {
            long[] now = facts[day - BEGIN];
            long[] before = facts[day - BEGIN - 1];
            return SCHEMA.facts().stream()
                    .filter(
                            f ->
                                    f.name().matches("(d\\d+|life)\\..*|[rfm](Score|High)")
                                            || f.name().equals("medianGapDays"))
                    .anyMatch(f -> now[f.index()] != before[f.index()]);
        }
    }

    @Property(tries = 10, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theShippedRulebookByFixedScores(@ForAll long seed) {
        check(shipped, shipped.catalogue().scores(), history(new Random(seed)));
    }

    @Property(tries = 10, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theShippedRulebookByAPopulation(@ForAll long seed) {
        check(shipped, POPULATION, history(new Random(seed)));
    }

    @Property(tries = 10, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aRulebookOfOddComparisons(@ForAll long seed) {
        check(odd, odd.catalogue().scores(), history(new Random(seed)));
    }

    private static void check(CompiledRules rules, Scoring scoring, MemberHistory history) {
        Days days = new Days(rules, scoring, history);
        checkTurningPoints(rules, scoring, history, days);
        Decider decider = new Decider(rules, scoring);
        for (int day : new int[] {D - 300, D - 1, D}) {
            checkVerdict(decider, history, day, days);
        }
        checkTurns(decider, history, days);
    }

    private static void checkTurningPoints(
            CompiledRules rules, Scoring scoring, MemberHistory history, Days days) {
        Set<Integer> points =
                points(TurningPoints.of(rules, rules.reads().wantedWithTags(), scoring), history);
        Set<Integer> ofTables =
                points(TurningPoints.of(rules, Wanted.all(rules.schema()), scoring), history);
        assertThat(ofTables).containsAll(points);
        for (int day = BEGIN + 1; day <= END; day++) {
            if (!days.on(day).equals(days.on(day - 1))) {
                assertThat(points).contains(day);
            }
            if (days.tablesChange(day)) {
                assertThat(ofTables).contains(day);
            }
        }
    }

    private static Set<Integer> points(TurningPoints of, MemberHistory history) {
        DaysBetween days = DaysBetween.all(BEGIN + 1, END);
        of.addTo(days, history);
        return Arrays.stream(days.ascending()).boxed().collect(Collectors.toSet());
    }

    private static void checkVerdict(Decider decider, MemberHistory history, int day, Days days) {
        Verdict verdict = decider.decide(history, day);
        assertThat(verdict.asOf()).isEqualTo(day);
        // Totals, dates, scores and the peak; what is derived besides has tests of its own.
        int end = decider.rules().schema().get("peakAmount365").index() + 1;
        assertThat(Arrays.copyOf(verdict.facts().numbers(), end))
                .isEqualTo(Arrays.copyOf(days.facts[day - BEGIN], end));
        List<Standing> standings = new ArrayList<>(verdict.standings());
        for (Model model : decider.rules().catalogue().models()) {
            String value = days.value(day, model);
            if (value == null) {
                continue;
            }
            Standing standing = standings.remove(0);
            assertThat(standing.model()).isEqualTo(model);
            assertThat(standing.value()).isEqualTo(value);
            int since = day;
            while (since > day - Decider.LOOK_BACK && value.equals(days.value(since - 1, model))) {
                since--;
            }
            assertThat(standing.since()).as(model.id()).isEqualTo(since);
            assertThat(standing.previousValue())
                    .isEqualTo(
                            since == day - Decider.LOOK_BACK ? null : days.value(since - 1, model));
            Integer next = null;
            for (int ahead = day + 1;
                    model.kind() == Model.Kind.STAGE
                            && next == null
                            && ahead <= day + Decider.LOOK_AHEAD;
                    ahead++) {
                if (!value.equals(days.value(ahead, model))) {
                    next = ahead;
                }
            }
            assertThat(standing.nextOn()).as("next of " + model.id()).isEqualTo(next);
            assertThat(standing.nextValue())
                    .isEqualTo(next == null ? null : days.value(next, model));
            checkReason(decider.rules(), standing, days, day);
        }
        assertThat(standings).isEmpty();
        for (int ahead = day + 1; ahead <= day + Decider.LOOK_AHEAD; ahead++) {
            if (days.tablesChange(ahead) || !days.on(ahead).equals(days.on(ahead - 1))) {
                assertThat(verdict.nextCheckOn()).isNotNull().isLessThanOrEqualTo(ahead);
                break;
            }
        }
    }

    /** What a reason says is true on its day. */
    private static void checkReason(CompiledRules rules, Standing standing, Days days, int day) {
        assertThat(standing.reason().rule()).isEqualTo(standing.rule().name());
        long[] facts = days.facts[day - BEGIN];
        for (Reason.Because because : standing.reason().because()) {
            if (because instanceof Reason.FactBecause f) {
                assertThat(f.is()).isEqualTo(facts[f.fact().index()]);
                boolean holds =
                        f.comparison().holds(new Member(facts), f.fact().index(), f.needs());
                assertThat(holds).as(standing.reason().toJson()).isNotEqualTo(f.not());
            } else if (because instanceof Reason.ModelBecause m) {
                Model model = rules.catalogue().models().get(rules.catalogue().indexOf(m.model()));
                assertThat(m.is()).isEqualTo(days.value(day, model));
            }
        }
    }

    private static void checkTurns(Decider decider, MemberHistory history, Days days) {
        List<String> expected = new ArrayList<>();
        for (int day = D - 500; day <= D; day++) {
            for (Model model : decider.rules().catalogue().models()) {
                String before = day == D - 500 ? null : days.value(day - 1, model);
                String after = days.value(day, model);
                if (!Objects.equals(before, after)) {
                    if (before != null) {
                        expected.add(day + " LEAVE " + model.id() + " " + before);
                    }
                    if (after != null) {
                        expected.add(day + " ENTER " + model.id() + " " + after);
                    }
                }
            }
        }
        List<Turn> turns = decider.turns(history, D - 500, D);
        assertThat(turns)
                .filteredOn(t -> !t.kind().equals("TAG"))
                .extracting(
                        t ->
                                t.day()
                                        + (t.entered() ? " ENTER " : " LEAVE ")
                                        + t.name()
                                        + " "
                                        + t.value())
                .containsExactlyElementsOf(expected);
        assertThat(turns)
                .allSatisfy(
                        t ->
                                assertThat(t.cause() == Turn.Cause.ORDER)
                                        .isEqualTo(
                                                IntStream.concat(
                                                                Arrays.stream(history.days()),
                                                                Arrays.stream(
                                                                        history.orderRows().days()))
                                                        .anyMatch(d -> d == t.day())));
    }
}
