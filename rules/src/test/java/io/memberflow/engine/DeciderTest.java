package io.memberflow.engine;

import static io.memberflow.engine.TestRulebook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.TestOrder;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reasons, and where looking back and ahead ends. */
class DeciderTest {
    private static final int D = (int) LocalDate.of(2025, 3, 1).toEpochDay();
    private static CompiledRules rules;
    private static Decider decider;

    @BeforeAll
    static void compile() {
        rules =
                TestRulebook.rules(
                        rule(
                                "one.a",
                                "Member( d30.orders >= 2 || d30.amount > 99.90, rHigh )",
                                "decision.segment(\"one\", \"a\");"),
                        rule(
                                "two.a",
                                "Segment( model == \"one\", value in (\"a\", \"b\") )\n"
                                        + "not Member( d365.orders > 5, firstOrderOn <"
                                        + " \"2013-01-01\" )\n"
                                        + "not ( Segment( model == \"three\" ) or Segment( model =="
                                        + " \"one\", value == \"b\" ) )",
                                "decision.segment(\"two\", \"a\");"),
                        rule(
                                "two.b",
                                "not Member( d365.averageOrderValue > 1 )",
                                "decision.segment(\"two\", \"b\");"),
                        rule(
                                "three.a",
                                "Member( amountTopPercent < 12.5, life.orders == 1, lastOrderOn >="
                                        + " \"2000-01-01\", rScore == 5 )",
                                "decision.segment(\"three\", \"a\");"),
                        rule(
                                "course.a",
                                "Member( recencyDays < 400 )",
                                "decision.stage(\"course\", \"a\");"),
                        rule(
                                "course.中文",
                                "Member( recencyDays >= 900 )",
                                "decision.stage(\"course\", \"中文\");"));
        decider = new Decider(rules, rules.catalogue().scores());
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    private static Standing standing(Decider by, MemberHistory history, int day, String model) {
        return by.decide(history, day).standings().stream()
                .filter(s -> s.model().id().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static Standing standing(MemberHistory history, int day, String model) {
        return standing(decider, history, day, model);
    }

    @Test
    void aReasonNamesWhatHeldAndTheOrders() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("new", D - 2).amount(60_00),
                        TestOrder.of("mid", D - 29).amount(50_00),
                        TestOrder.of("old", D - 30).amount(900_00),
                        TestOrder.of("tomorrow", D + 1));
        assertThat(standing(history, D, "one").reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"one.a\",\"because\":["
                                + "{\"fact\":\"d30.orders\",\"is\":2,\"needs\":\">= 2\"},"
                                + "{\"fact\":\"d30.amount\",\"is\":110.00,\"needs\":\"> 99.90\"},"
                                + "{\"fact\":\"rHigh\",\"is\":true,\"needs\":\"== true\"}],"
                                + "\"orders\":[\"new\",\"mid\"]}");
    }

    @Test
    void ofAnOrOnlyWhatHeldIsNamed() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        assertThat(standing(history, D, "one").reason().toJson())
                .contains("d30.amount")
                .doesNotContain("d30.orders");
    }

    @Test
    void ofANotOnlyWhatKeptItFromHoldingIsNamed() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        assertThat(standing(history, D, "two").reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"two.a\",\"because\":["
                                + "{\"fact\":\"segment.one\",\"is\":\"a\",\"needs\":\"in (a, b)\"},"
                                + "{\"fact\":\"d365.orders\",\"is\":1,\"needs\":\"<= 5\"},"
                                + "{\"fact\":\"firstOrderOn\",\"is\":\"2025-03-01\",\"needs\":\">="
                                + " 2013-01-01\"},"
                                + "{\"fact\":\"segment.three\",\"is\":null,\"needs\":\"not any"
                                + " value\"},"
                                + "{\"fact\":\"segment.one\",\"is\":\"a\",\"needs\":\"not == b\"}],"
                                + "\"orders\":[\"o\"]}");
        MemberHistory many =
                TestOrder.history(
                        IntStream.range(0, 7).mapToObj(i -> TestOrder.of("o" + i, D)).toList());
        assertThat(standing(many, D, "two").reason().toJson())
                .as("it does not say of seven orders that they are at most five")
                .contains("firstOrderOn")
                .doesNotContain("d365.orders");
    }

    @Test
    void ofAnAbsentFactTheReasonSaysNot() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D).status(OrderStatus.CREATED));
        assertThat(standing(history, D, "two").reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"two.b\",\"because\":[{\"fact\":\"d365.averageOrderValue\","
                                + "\"is\":null,\"needs\":\"not > 1.00\"}],\"orders\":[]}");
    }

    @Test
    void everyUnitHasItsText() {
        Decider ranked =
                new Decider(
                        rules,
                        new PopulationScores(
                                new Population(
                                                Map.of(D, 9L),
                                                Map.of(1, 9L),
                                                Map.of(100_00L, 8L, 200_00L, 1L))
                                        .close(D)));
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        assertThat(standing(ranked, history, D, "three").reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"three.a\",\"because\":["
                                + "{\"fact\":\"amountTopPercent\",\"is\":11.111111,\"needs\":\"<"
                                + " 12.5\"},"
                                + "{\"fact\":\"life.orders\",\"is\":1,\"needs\":\"== 1\"},"
                                + "{\"fact\":\"lastOrderOn\",\"is\":\"2025-03-01\",\"needs\":\">="
                                + " 2000-01-01\"},"
                                + "{\"fact\":\"rScore\",\"is\":5,\"needs\":\"== 5\"}],"
                                + "\"orders\":[\"o\"]}");
    }

    /** The newest order alone decides recencyDays; a window's facts name the window's orders. */
    @Test
    void ordersAreThoseOfTheWidestWindow() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("a", D), TestOrder.of("b", D), TestOrder.of("c", D - 1));
        assertThat(standing(history, D, "course").reason().orders()).containsExactly("b", "a");
        assertThat(standing(history, D, "one").reason().orders()).containsExactly("b", "a", "c");
    }

    @Test
    void leavingSaysWhatNoLongerHolds() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        List<Turn> turns = decider.turns(history, D, D + 500);
        assertThat(turns)
                .extracting(t -> t.day() - D + (t.entered() ? " +" : " -") + t.rule().name())
                .containsExactly(
                        "0 +one.a",
                        "0 +two.a",
                        "0 +course.a",
                        "30 -one.a",
                        "30 -two.a",
                        "365 +two.b",
                        "400 -course.a");
        assertThat(turns.get(3).reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"one.a\",\"because\":["
                                + "{\"fact\":\"d30.orders\",\"is\":0,\"needs\":\">= 2\"},"
                                + "{\"fact\":\"d30.amount\",\"is\":0.00,\"needs\":\"> 99.90\"}],"
                                + "\"orders\":[]}");
        assertThat(turns.get(4).reason().toJson())
                .isEqualTo(
                        "{\"rule\":\"two.a\",\"because\":[{\"fact\":\"segment.one\",\"is\":null,"
                                + "\"needs\":\"in (a, b)\"}],\"orders\":[]}");
        assertThat(turns.get(6).reason().toJson())
                .contains("{\"fact\":\"recencyDays\",\"is\":400,\"needs\":\"< 400\"}");
        assertThat(turns)
                .extracting(Turn::cause)
                .containsExactly(
                        Turn.Cause.ORDER,
                        Turn.Cause.ORDER,
                        Turn.Cause.ORDER,
                        Turn.Cause.TIME,
                        Turn.Cause.TIME,
                        Turn.Cause.TIME,
                        Turn.Cause.TIME);
    }

    @Test
    void lookingBackAndAheadEnds() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        Standing young = standing(history, D + 364, "course");
        assertThat(young.since()).isEqualTo(D);
        assertThat(young.previousValue()).isNull();
        assertThat(young.nextOn()).isEqualTo(D + 400);
        assertThat(young.nextValue()).as("none from then on").isNull();
        Standing old = standing(history, D + 1_264, "course");
        assertThat(old.value()).isEqualTo("中文");
        assertThat(old.since()).isEqualTo(D + 900);
        assertThat(standing(history, D + 1_266, "course").since()).isEqualTo(D + 901);
        assertThat(old.nextOn()).isNull();
        MemberHistory twice = TestOrder.history(TestOrder.of("a", D), TestOrder.of("b", D + 1_300));
        assertThat(standing(twice, D + 1_300, "course").previousValue()).isEqualTo("中文");
        assertThat(standing(twice, D + 1_300 - 730, "two").value()).isEqualTo("b");
    }

    @Test
    void beforeTheFirstOrderThereIsNothing() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D));
        assertThat(decider.decide(history, D - 1).standings()).isEmpty();
        assertThat(decider.decide(history, D - 1).nextCheckOn()).isEqualTo(D);
        assertThat(decider.decide(history, D).nextCheckOn()).isEqualTo(D + 30);
        assertThat(decider.decide(history, D + 5_000).nextCheckOn()).isNull();
    }

    @Test
    void anOrderWithoutADateIsSeenSinceEver() {
        MemberHistory history =
                TestOrder.history(
                        TestOrder.of("o", Order.NO_DAY)
                                .status(OrderStatus.CREATED)
                                .updatedAt(Order.NO_TIME));
        Standing standing = standing(history, D, "two");
        assertThat(standing.value()).isEqualTo("b");
        assertThat(standing.since()).isEqualTo(D - Decider.LOOK_BACK);
        assertThat(standing.previousValue()).isNull();
    }

    @Test
    void factsAsJson() {
        MemberHistory history = TestOrder.history(TestOrder.of("o", D).amount(12_34));
        String json = FactsJson.write(rules.schema(), decider.decide(history, D).facts().numbers());
        assertThat(json)
                .startsWith("{\"d30\":{\"orders\":1,\"amount\":12.34,\"averageOrderValue\":12.34,")
                .contains(
                        "\"life\":{\"orders\":1,",
                        "\"medianGapDays\":null",
                        "\"firstOrderOn\":\"2025-03-01\"",
                        "\"rScore\":5",
                        "\"rHigh\":true",
                        "\"mHigh\":false",
                        "\"amountTopPercent\":null",
                        "\"peakAmount365\":12.34")
                .doesNotContain("recencyDays", "tenureDays");
    }
}
