package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import io.memberflow.rfm.TestOrder;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.RulebookFiles;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The models of the shipped rulebook that look at orders alone, against rulebook.md §1, each bound
 * one below, at and one above it. The expected values are written down from that page.
 */
class ShippedRulebookTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    /** 73 days after 1 January. */
    private static final int D = (int) LocalDate.of(2025, 3, 15).toEpochDay();

    /** What these go by besides is in the cases of rulebook/tests. */
    private static final Set<String> BY_MORE_THAN_ORDERS =
            Set.of("funnel", "value_grade", "loyalty");

    private static RuleCompiler.Result compiled;
    private static CompiledRules rules;
    private static Decider fixed;
    private static Decider ranked;

    @BeforeAll
    static void compile() {
        compiled = RuleCompiler.compile(RulebookFiles.shipped(), SCHEMA);
        rules = compiled.orThrow();
        fixed = new Decider(rules, rules.catalogue().scores());
        ranked = new Decider(rules, hundredMembers());
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    /** Members with 1 to 100 yuan: of k yuan, 100 - k percent have more. */
    private static Scoring hundredMembers() {
        Map<Long, Long> amounts =
                IntStream.rangeClosed(1, 100)
                        .boxed()
                        .collect(Collectors.toMap(i -> i * 100L, i -> 1L));
        return new PopulationScores(
                new Population(Map.of(D, 100L), Map.of(1, 100L), amounts).close(D));
    }

    /**
     * One member.
     *
     * @param orders {@code age:yuan}, as {@code age:yuanx3} three times, as {@code age:yuan!}
     *     wholly refunded
     * @param expected the value, {@code -} for none
     */
    record Case(String model, String orders, String expected) {
        MemberHistory history() {
            List<TestOrder> list = new ArrayList<>();
            for (String part : orders.split(" ")) {
                boolean refunded = part.endsWith("!");
                String[] ageAndRest = part.replace("!", "").split(":");
                String[] yuanAndTimes = ageAndRest[1].split("x");
                int times = yuanAndTimes.length == 1 ? 1 : Integer.parseInt(yuanAndTimes[1]);
                long fen = new BigDecimal(yuanAndTimes[0]).movePointRight(2).longValueExact();
                for (int i = 0; i < times; i++) {
                    list.add(
                            TestOrder.of("o" + list.size(), D - Integer.parseInt(ageAndRest[0]))
                                    .amount(fen)
                                    .refund(refunded ? fen : 0));
                }
            }
            return TestOrder.history(list);
        }

        Decider decider() {
            return model.equals("pyramid_rank") ? ranked : fixed;
        }
    }

    private static Stream<Case> table(String model, String rows) {
        return rows.lines()
                .map(line -> line.split("\\|"))
                .flatMap(
                        cells ->
                                Arrays.stream(cells[1].split(","))
                                        .map(o -> new Case(model, o.strip(), cells[0].strip())));
    }

    static Stream<Case> cases() {
        return Stream.of(
                        // high: R < 90 days, F >= 2 orders, M >= 300 yuan of 365 days
                        table(
                                "rfm_class",
                                """
                                重要价值 | 89:150x2, 88:150x2, 0:100x3, 0:150x2
                                重要保持 | 90:150x2, 91:150x2, 364:500x2
                                重要发展 | 89:300, 89:300.01
                                重要挽留 | 90:300, 364:300
                                一般价值 | 89:149.99 89:150, 0:1x3
                                一般保持 | 90:149.99 90:150
                                一般发展 | 89:299.99, 0:1
                                一般挽留 | 90:299.99, 365:150x2, 900:300x9
                                -       | 0:300!, 0:300! 1:300!
                                """),
                        // 塔尖 F>=3 AOV>=300, 塔身 F>=2 AOV>200, 塔基 F>=1 AOV>100, 塔底 F>=1
                        table(
                                "pyramid",
                                """
                                塔尖 | 0:300x3, 0:300.01x3, 0:300x4, 364:300x3, 0:299.99 0:300x2
                                塔身 | 0:300x2, 0:299.99x3, 0:299.98 0:300x2, 0:200.01x2, 0:200.01x3
                                塔身 | 364:300x2 365:300, 0:300x3 0:1
                                塔基 | 0:300, 0:200x2, 0:199.99x2, 0:200.01, 0:100.01, 0:100.01x2
                                塔底 | 0:100, 0:99.99, 0:100x3, 0:0
                                -   | 365:300x3, 366:300x3, 0:300!
                                """),
                        table(
                                "pyramid_rank",
                                """
                                塔尖 | 0:1000, 0:100, 0:99, 0:91, 0:45.5x2
                                塔身 | 0:90, 0:89, 0:71
                                塔基 | 0:70, 0:69, 0:41
                                塔底 | 0:40, 0:39, 0:1, 0:0.5, 364:40
                                -   | 365:100, 0:100!
                                """),
                        table(
                                "recency_band",
                                """
                                近1月  | 0:1, 1:1, 28:1, 29:1, 29:1 400:1
                                近3月  | 30:1, 31:1, 88:1, 89:1
                                近半年 | 90:1, 91:1, 178:1, 179:1
                                近1年  | 180:1, 181:1, 363:1, 364:1
                                1年前  | 365:1, 366:1, 5000:1
                                -     | 0:1!
                                """),
                        table(
                                "frequency_band",
                                """
                                1次     | 0:1, 364:1 365:1x2
                                2次     | 0:1x2, 0:1x2 0:1!
                                3次以上 | 0:1x3, 0:1x4, 364:1x3
                                -      | 365:1x3, 0:1!
                                """),
                        table(
                                "amount_band",
                                """
                                100及以下 | 0:99.99, 0:100, 0:50x2, 0:0, 364:100 365:900
                                100-200  | 0:100.01, 0:199.99, 0:200
                                200-300  | 0:200.01, 0:299.99
                                300及以上 | 0:300, 0:300.01, 0:100x3
                                -        | 365:300, 0:300!
                                """),
                        table(
                                "aov_band",
                                """
                                超高客单价 | 0:300, 0:300.01, 0:300x3, 0:299.99 0:300x2
                                高客单价   | 0:299.99, 0:200.01, 0:299.98 0:300x2
                                中客单价   | 0:200, 0:199.99, 0:100.01, 0:200x2
                                低客单价   | 0:100, 0:99.99, 0:100x3, 0:0
                                -         | 365:300, 0:300!
                                """),
                        table(
                                "purchase_group",
                                """
                                近1年3次及以上      | 0:1x3, 0:1x4, 364:1x3
                                近1年2次           | 0:1x2, 0:1x2 365:1x7
                                近1年1次           | 0:1, 364:1, 0:1 365:1x7
                                总2次以上近1年未购   | 365:1x2, 365:1x3, 366:1 4000:1
                                总1次近1年未购      | 365:1, 365:1 0:1!
                                -                 | 0:1!
                                """),
                        table(
                                "lifecycle",
                                """
                                流失期 | 180:1, 181:1, 180:1x3, 365:1x3, 5000:1
                                衰退期 | 90:1, 91:1, 178:1, 179:1x3, 90:1x9
                                成熟期 | 89:1x3, 88:1x3, 0:1x4, 0:1 89:1 364:1
                                成长期 | 89:1x2, 0:1 364:1, 0:1x2 365:1
                                新手期 | 89:1, 0:1, 0:1 365:1x9
                                -     | 0:1!
                                """),
                        table(
                                "activity",
                                """
                                蜜月期 | 0:1, 28:1, 29:1
                                活跃期 | 30:1, 31:1, 88:1, 89:1
                                流失期 | 90:1, 91:1, 178:1, 179:1
                                休眠期 | 180:1, 181:1, 363:1, 364:1
                                死亡  | 365:1, 366:1, 5000:1
                                -    | 0:1!
                                """),
                        table(
                                "customer_age",
                                """
                                新客户 | 0:1, 5000:1, 0:1 0:1!
                                老客户 | 0:1x2, 0:1 5000:1, 0:1x3
                                -     | 0:1!, 0:1! 1:1!
                                """),
                        // everyone
                        table(
                                "contact_grade",
                                """
                                优良客户   | 0:300x3
                                准优良客户 | 0:200.01x2, 0:299.99x3
                                其他客户   | 0:200x2, 0:100, 365:300x3, 0:300!
                                """),
                        // the greatest d365 amount since 1 January; that day looks back to age 437
                        table(
                                "card_level",
                                """
                                钻石卡 | 0:10000, 0:10000.01, 0:5000x2, 73:2000 437:8000
                                金卡  | 0:3000, 0:3000.01, 0:9999.99, 73:1999.99 437:8000 438:9999
                                银卡  | 0:500, 0:500.01, 0:2999.99, 436:500, 437:500
                                -    | 0:499.99, 0:0, 438:500, 900:99999, 0:500!
                                """))
                .flatMap(s -> s);
    }

    @Test
    void compilesWithoutAFinding() {
        assertThat(compiled.findings()).isEmpty();
        assertThat(rules.catalogue().models().stream().map(Model::id))
                .containsExactly(
                        "rfm_class",
                        "pyramid",
                        "pyramid_rank",
                        "recency_band",
                        "frequency_band",
                        "amount_band",
                        "aov_band",
                        "purchase_group",
                        "lifecycle",
                        "activity",
                        "customer_age",
                        "contact_grade",
                        "card_level",
                        "funnel",
                        "value_grade",
                        "loyalty");
        assertThat(
                        rules.catalogue().models().stream()
                                .filter(m -> m.kind() == Model.Kind.STAGE)
                                .map(Model::id))
                .containsExactly("lifecycle", "activity", "funnel");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesAsThePageSays(Case one) {
        assertThat(value(one.decider().decide(one.history(), D), one.model()))
                .isEqualTo(one.expected());
    }

    private static String value(Verdict verdict, String model) {
        return verdict.standings().stream()
                .filter(s -> s.model().id().equals(model))
                .map(Standing::value)
                .findFirst()
                .orElse("-");
    }

    /** Percentages as near to the bounds as they get, which no population of bearable size has. */
    private static Stream<long[]> percentages() {
        long percent = 1_000_000_000_000_000L;
        return Stream.of(10, 30, 60)
                .flatMap(bound -> Stream.of(-1, 0, 1).map(step -> bound * percent + step))
                .map(value -> TestRulebook.facts("d365.orders", 1, "amountTopPercent", value));
    }

    @Test
    void ranksAtTheLeastDistanceFromTheBounds() {
        int model = rules.catalogue().indexOf("pyramid_rank");
        assertThat(
                        percentages()
                                .map(
                                        v ->
                                                TestRulebook.value(
                                                        rules,
                                                        rules.decide(DayFacts.ofNumbers(v)),
                                                        model)))
                .containsExactly("塔尖", "塔身", "塔身", "塔身", "塔基", "塔基", "塔基", "塔底", "塔底");
    }

    @Test
    void withoutAPopulationNobodyIsRanked() {
        assertThat(
                        cases().filter(c -> c.model().equals("pyramid_rank"))
                                .map(c -> value(fixed.decide(c.history(), D), "pyramid_rank")))
                .containsOnly("-");
    }

    @Test
    void everyValueIsReached() {
        Map<String, Set<String>> reached = new TreeMap<>();
        cases().filter(c -> !c.expected().equals("-"))
                .forEach(
                        c ->
                                reached.computeIfAbsent(c.model(), m -> new TreeSet<>())
                                        .add(c.expected()));
        for (Model model : rules.catalogue().models()) {
            if (BY_MORE_THAN_ORDERS.contains(model.id())) {
                continue;
            }
            assertThat(reached.get(model.id()))
                    .as(model.id())
                    .containsExactlyInAnyOrderElementsOf(
                            model.values().stream().map(Model.Value::value).toList());
        }
    }

    /** Every constant of every rule has members of its own model one below, at and one above it. */
    @Test
    void everyBoundIsTriedFromBothSides() {
        Map<String, List<long[]>> factsByModel = new HashMap<>();
        cases().forEach(
                        c ->
                                factsByModel
                                        .computeIfAbsent(c.model(), m -> new ArrayList<>())
                                        .add(c.decider().decide(c.history(), D).facts().numbers()));
        percentages().forEach(factsByModel.get("pyramid_rank")::add);
        List<String> missing = new ArrayList<>();
        for (Rule rule : rules.rules()) {
            String model = modelOf(rule);
            if (model == null || BY_MORE_THAN_ORDERS.contains(model)) {
                continue;
            }
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Compare c) {
                                    missing(c, factsByModel.get(model)).stream()
                                            .map(at -> rule.name() + ": " + at)
                                            .forEach(missing::add);
                                }
                            });
        }
        assertThat(missing).isEmpty();
    }

    /** The model that the rule gives a value of, null when it gives tags. */
    private static String modelOf(Rule rule) {
        return rule.gives().isEmpty()
                ? null
                : rules.catalogue().models().get(rule.gives().get(0).model()).id();
    }

    private static List<String> missing(Condition.Compare c, List<long[]> tried) {
        Set<Long> values = new HashSet<>();
        tried.forEach(facts -> values.add(facts[c.fact().index()]));
        List<Long> wanted =
                c.fact().unit() == Unit.FLAG
                        ? List.of(0L, 1L)
                        : List.of(c.constant() - 1, c.constant(), c.constant() + 1);
        return wanted.stream()
                .filter(value -> c.fact().unit() != Unit.COUNT || value >= 0)
                .filter(value -> !values.contains(value))
                .map(value -> c.fact().name() + " = " + value)
                .toList();
    }

    /**
     * No two rules of a model hold at once but in the pyramid, whose saliences say which stands.
     */
    @Test
    void onlyThePyramidNeedsSaliences() {
        assertThat(
                        cases().map(c -> rules.decide(c.decider().decide(c.history(), D).facts()))
                                .mapToInt(Outcome::ties))
                .containsOnly(0);
        assertThat(
                        rules.rules().stream()
                                .filter(r -> r.salience() != 0 && modelOf(r) != null)
                                .filter(r -> !BY_MORE_THAN_ORDERS.contains(modelOf(r)))
                                .map(Rule::name))
                .containsExactly("pyramid.塔尖", "pyramid.塔身", "pyramid.塔基", "pyramid.塔底");
    }

    /** facts.md §5: R &lt;30→5 &lt;90→4 &lt;180→3 &lt;365→2 else 1. */
    @ParameterizedTest
    @CsvSource({
        "0, 5", "29, 5", "30, 4", "31, 4", "89, 4", "90, 3", "91, 3", "179, 3", "180, 2", "181, 2",
        "364, 2", "365, 1", "366, 1", "9000, 1"
    })
    void fixedRecencyScores(int age, long score) {
        assertThat(fact("rScore", age + ":1")).isEqualTo(score);
    }

    /** F 1→1 2→2 3→3 4→4 &gt;=5→5, 0→1. */
    @ParameterizedTest
    @CsvSource({"365:1, 1", "0:1, 1", "0:1x2, 2", "0:1x3, 3", "0:1x4, 4", "0:1x5, 5", "0:1x6, 5"})
    void fixedFrequencyScores(String orders, long score) {
        assertThat(fact("fScore", orders)).isEqualTo(score);
    }

    /** M &lt;=100→1 &lt;=200→2 &lt;300→3 &lt;500→4 &gt;=500→5. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "99.99, 1",
        "100, 1",
        "100.01, 2",
        "199.99, 2",
        "200, 2",
        "200.01, 3",
        "299.99, 3",
        "300, 4",
        "300.01, 4",
        "499.99, 4",
        "500, 5",
        "500.01, 5"
    })
    void fixedMonetaryScores(String yuan, long score) {
        assertThat(fact("mScore", "0:" + yuan)).isEqualTo(score);
    }

    private static long fact(String name, String orders) {
        Fact fact = SCHEMA.get(name);
        return fixed.decide(new Case("", orders, "").history(), D).facts().numbers()[fact.index()];
    }

    /** The mean of the hundred members is 50.50 yuan and one order. */
    @ParameterizedTest
    @CsvSource({"0:50.50, 重要价值", "0:50.49, 一般价值", "1:50.50, 重要保持", "0:50.51, 重要价值", "365:90, 一般挽留"})
    void classesAgainstThePopulationsMean(String orders, String expected) {
        assertThat(value(ranked.decide(new Case("", orders, "").history(), D), "rfm_class"))
                .isEqualTo(expected);
    }

    @Test
    void stagesSayWhatComesNext() {
        Verdict verdict = fixed.decide(new Case("", "0:1 2:1 363:1", "").history(), D);
        Standing lifecycle = standing(verdict, "lifecycle");
        assertThat(lifecycle.value()).isEqualTo("成熟期");
        assertThat(lifecycle.since()).isEqualTo(D);
        assertThat(lifecycle.previousValue()).isEqualTo("成长期");
        assertThat(lifecycle.nextOn()).as("an order leaves d365").isEqualTo(D + 2);
        assertThat(lifecycle.nextValue()).isEqualTo("成长期");
        Standing activity = standing(verdict, "activity");
        assertThat(activity.since()).isEqualTo(D - 2);
        assertThat(activity.previousValue()).isEqualTo("休眠期");
        assertThat(activity.nextOn()).isEqualTo(D + 30);
        assertThat(activity.nextValue()).isEqualTo("活跃期");
        assertThat(standing(verdict, "pyramid").nextOn()).as("no stage").isNull();
        assertThat(standing(verdict, "pyramid").nextValue()).isNull();
        assertThat(standing(verdict, "customer_age").since()).isEqualTo(D - 2);
        assertThat(standing(verdict, "customer_age").previousValue()).isEqualTo("新客户");
    }

    private static Standing standing(Verdict verdict, String model) {
        return verdict.standings().stream()
                .filter(s -> s.model().id().equals(model))
                .findFirst()
                .orElseThrow();
    }
}
