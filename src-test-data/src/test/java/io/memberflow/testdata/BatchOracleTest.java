package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers worked out by hand. Days are counted back from D, a Saturday in March. */
class BatchOracleTest {
    private static final LocalDate D = LocalDate.of(2025, 3, 1);
    private static final int TODAY = (int) D.toEpochDay();
    private static final long DAY_MICROS = 86_400_000_000L;

    private int orders;

    // ---- which state stands, what counts ----

    @Test
    void theGreatestStateStandsWhateverComesFirst() {
        Order lowVersion = state("o", 1, 900, OrderStatus.PAID, 100_00, 0, 9);
        Order earlier = state("o", 2, 100, OrderStatus.REFUNDED, 200_00, 0, 9);
        Order lowStatus = state("o", 2, 200, OrderStatus.PAID, 300_00, 90, 9);
        Order lowRefund = state("o", 2, 200, OrderStatus.COMPLETED, 400_00, 0, 9);
        Order lowText = state("o", 2, 200, OrderStatus.COMPLETED, 500_00, 50, -9);
        Order greatest = state("o", 2, 200, OrderStatus.COMPLETED, 600_00, 50, 3);
        List<Order> states = List.of(lowVersion, earlier, lowStatus, lowRefund, lowText, greatest);

        for (List<Order> arrival : OrderLives.permutations(states)) {
            assertThat(only(fixed(arrival)).facts().life().amount()).isEqualTo(600_00 - 50);
        }
        assertThat(amountOf(lowVersion, earlier)).isEqualTo(200_00);
        assertThat(amountOf(earlier, lowStatus)).isEqualTo(300_00 - 90);
        assertThat(amountOf(lowStatus, lowRefund)).isEqualTo(400_00);
        assertThat(amountOf(lowRefund, lowText)).isEqualTo(500_00 - 50);
    }

    @Test
    void theSameOrderIdUnderAnotherMemberIsAnotherOrder() {
        OracleAnswer answer = fixed(List.of(paid("a", "o", 3, 10_00), paid("b", "o", 3, 20_00)));

        assertThat(answer.members().get("a").facts().life().amount()).isEqualTo(10_00);
        assertThat(answer.members().get("b").facts().life().amount()).isEqualTo(20_00);
    }

    @Test
    void whatCounts() {
        OracleWindow life =
                only(fixed(
                                List.of(
                                        of(OrderStatus.PAID, 1, 0, 0),
                                        of(OrderStatus.REFUNDED, 1, 0, 0),
                                        of(OrderStatus.REFUNDED, 1, 50_00, 20_00),
                                        of(OrderStatus.COMPLETED, 1, 70_00, 70_00),
                                        of(OrderStatus.SHIPPED, 2, 80_00, 1),
                                        of(OrderStatus.CANCELLED, 1, 90_00, 90_00),
                                        of(OrderStatus.CREATED, 1, 90_00, 0),
                                        of(OrderStatus.EXPIRED, 1, 90_00, 10_00))))
                        .facts()
                        .life();

        assertThat(life)
                .isEqualTo(
                        new OracleWindow(3, 109_99, 36_66L, 2, 6, 0, 79_99, 3, 20_00 + 70_00 + 1));
    }

    @Test
    void aWholeRefundTakesTheOrderOutOfThePastToo() {
        Order first = paid("m", "a", 200, 50_00);
        Order second = state("b", 0, 1, OrderStatus.REFUNDED, 80_00, 80_00, 1);
        OracleMember member = only(fixed(List.of(first, second)));

        assertThat(member.facts().recencyDays()).isEqualTo(200);
        assertThat(member.valueOf("customer_age")).isEqualTo("新客户");
        assertThat(member.values().get("activity"))
                .isEqualTo(
                        new OracleValue(true, "休眠期", TODAY - 20, "流失期", "死亡", TODAY - 200 + 365));
    }

    @Test
    void ordersDatedAfterDAreIgnoredButHideWhatTheyReplace() {
        Order before = state("o", 1, 10, OrderStatus.PAID, 10_00, 0, 1);
        Order moved = onDay(state("o", 2, 20, OrderStatus.PAID, 10_00, 0, 2), TODAY + 1);
        Order other = paid("m", "p", 5, 30_00);

        assertThat(only(fixed(List.of(before, moved, other))).facts().life().amount())
                .isEqualTo(30_00);
        assertThat(fixed(List.of(before, moved)).members()).isEmpty();
    }

    // ---- windows and life ----

    @Test
    void anOrderIsInTheWindowWhileItsAgeIsBelowIt() {
        OracleFacts facts =
                only(BatchOracle.answer(
                                List.of(
                                        paid("m", "a", 29, 1_00),
                                        paid("m", "b", 30, 2_00),
                                        paid("m", "c", 89, 4_00),
                                        paid("m", "d", 90, 8_00),
                                        paid("m", "e", 364, 16_00),
                                        paid("m", "f", 365, 32_00)),
                                OracleQuestion.fixed(D).withExtraWindows(31, 366)))
                        .facts();

        assertThat(facts.window(30).amount()).isEqualTo(1_00);
        assertThat(facts.window(31).amount()).isEqualTo(3_00);
        assertThat(facts.window(90).amount()).isEqualTo(7_00);
        assertThat(facts.window(180).amount()).isEqualTo(15_00);
        assertThat(facts.window(365).amount()).isEqualTo(31_00);
        assertThat(facts.window(366).amount()).isEqualTo(63_00);
        assertThat(facts.firstOrderOn()).isEqualTo(TODAY - 365);
        assertThat(facts.lastOrderOn()).isEqualTo(TODAY - 29);
        assertThat(facts.tenureDays()).isEqualTo(365);
    }

    @Test
    void theMedianGapIsLowerRounded() {
        assertThat(medianGap(7)).isNull();
        assertThat(medianGap(7, 7)).isNull();
        assertThat(medianGap(20, 13)).isEqualTo(7);
        assertThat(medianGap(30, 20, 13)).isEqualTo(8);
        assertThat(medianGap(130, 30, 20, 20, 13)).isEqualTo(10);
    }

    @Test
    void theAverageIsRoundedHalfUpAndComparedRounded() {
        OracleMember member =
                only(fixed(List.of(paid("m", "a", 1, 100_00), paid("m", "b", 1, 100_01))));

        assertThat(member.facts().window(365).averageOrderValue()).isEqualTo(100_01);
        assertThat(member.valueOf("pyramid")).isEqualTo("塔基");
        assertThat(member.valueOf("aov_band")).isEqualTo("中客单价");
    }

    @Test
    void sumsOfMoneyStopAtEighteenDigits() {
        long largest = 100_000_000_000_000L;
        List<Order> many = new ArrayList<>();
        for (int i = 0; i < 10_001; i++) {
            many.add(paid("m", "o" + i, 1, largest));
        }
        OracleFacts facts = only(BatchOracle.answer(many, OracleQuestion.population(D))).facts();

        assertThat(facts.life().amount()).isEqualTo(999_999_999_999_999_999L);
        assertThat(facts.peakAmount365()).isEqualTo(999_999_999_999_999_999L);
        // 999999999999999999 / 10001 = 99990000999900.009...
        assertThat(facts.life().averageOrderValue()).isEqualTo(99_990_000_999_900L);
        assertThat(facts.scores().mHigh()).isTrue();
    }

    // ---- scores and the population ----

    @Test
    void fixedScores() {
        assertThat(OracleScores.fixed(29, 5, 500_00))
                .isEqualTo(new OracleScores(5, 5, 5, true, true, true));
        assertThat(OracleScores.fixed(30, 4, 499_99))
                .isEqualTo(new OracleScores(4, 4, 4, true, true, true));
        assertThat(OracleScores.fixed(89, 2, 300_00))
                .isEqualTo(new OracleScores(4, 2, 4, true, true, true));
        assertThat(OracleScores.fixed(90, 1, 299_99))
                .isEqualTo(new OracleScores(3, 1, 3, false, false, false));
        assertThat(OracleScores.fixed(180, 0, 200_00))
                .isEqualTo(new OracleScores(2, 1, 2, false, false, false));
        assertThat(OracleScores.fixed(365, 0, 100_00))
                .isEqualTo(new OracleScores(1, 1, 1, false, false, false));
    }

    @Test
    void measuredScores() {
        // Amounts 10 20 30 40 60 70 yuan: ranks ceil(1.2) ceil(2.4) ceil(3.6) ceil(4.8).
        List<Order> all = new ArrayList<>();
        int[] yuan = {70, 10, 60, 20, 40, 30};
        for (int i = 0; i < yuan.length; i++) {
            all.add(paid("m" + yuan[i], "o", yuan[i], yuan[i] * 100));
        }
        all.add(of(OrderStatus.CREATED, 1, 5_00, 0));
        OracleAnswer answer = BatchOracle.answer(all, OracleQuestion.population(D));

        OraclePopulation population = answer.population();
        assertThat(population.members()).isEqualTo(6);
        assertThat(population.monetary()).isEqualTo(List.of(20_00L, 30_00L, 40_00L, 60_00L));
        assertThat(population.recency()).isEqualTo(List.of(20L, 30L, 40L, 60L));
        assertThat(population.monetarySum()).isEqualTo(BigInteger.valueOf(230_00));
        assertThat(answer.members().get("m40").facts().scores())
                .isEqualTo(new OracleScores(3, 1, 3, false, true, true));
        assertThat(answer.members().get("m30").facts().scores())
                .isEqualTo(new OracleScores(4, 1, 2, true, true, false));
        assertThat(answer.members().get("m70").facts().amountTopPercent())
                .isEqualTo(new OracleShare(0, 6));
        assertThat(answer.members().get("m20").facts().amountTopPercent().percent(6))
                .hasToString("66.666667");
        assertThat(answer.members().get("m70").valueOf("pyramid_rank")).isEqualTo("塔尖");
        assertThat(answer.members().get("m60").valueOf("pyramid_rank")).isEqualTo("塔身");
        assertThat(answer.members().get("m40").valueOf("pyramid_rank")).isEqualTo("塔基");
        assertThat(answer.members().get("m20").valueOf("pyramid_rank")).isEqualTo("塔底");
        assertThat(answer.members().get("m").facts().scores()).isNull();
    }

    @Test
    void withFixedCutPointsNothingIsRanked() {
        OracleMember member = only(fixed(List.of(paid("m", "a", 1, 10_00))));

        assertThat(member.valueOf("pyramid_rank")).isNull();
        assertThat(member.facts().amountTopPercent()).isNull();
    }

    @Test
    void withoutBuyersThereIsNoPopulation() {
        OracleAnswer answer =
                BatchOracle.answer(
                        List.of(of(OrderStatus.CREATED, 1, 5_00, 0)), OracleQuestion.population(D));

        assertThat(answer.population()).isNull();
        assertThat(only(answer).values().keySet()).containsExactly("contact_grade");
    }

    // ---- models ----

    @Test
    void contactGradeIsForEveryone() {
        assertThat(contactGrade(300_00, 300_00, 300_00)).isEqualTo("优良客户");
        assertThat(contactGrade(299_99, 299_99, 299_99)).isEqualTo("准优良客户");
        assertThat(contactGrade(200_01, 200_01)).isEqualTo("准优良客户");
        assertThat(contactGrade(200_00, 200_00)).isEqualTo("其他客户");
        assertThat(contactGrade(9_000_00)).isEqualTo("其他客户");
        assertThat(only(fixed(List.of(of(OrderStatus.CREATED, 3, 1_00, 0)))).values())
                .containsOnlyKeys("contact_grade");
    }

    @Test
    void aCardGoesDownOnlyOnTheFirstOfJanuaryOrJuly() {
        int bought = (int) LocalDate.of(2024, 1, 10).toEpochDay();
        Order order = onDay(paid("m", "a", 0, 3_000_00), bought);

        // Out of the last 365 days since 9 January 2025, but not on 1 January.
        OracleMember march = only(fixed(List.of(order)));
        assertThat(march.facts().window(365).amount()).isZero();
        assertThat(march.facts().peakAmount365()).isEqualTo(3_000_00);
        assertThat(march.values().get("card_level"))
                .isEqualTo(new OracleValue(false, "金卡", TODAY - 365, null, null, null));

        assertThat(cardOn(order, LocalDate.of(2025, 6, 30))).isEqualTo("金卡");
        assertThat(cardOn(order, LocalDate.of(2025, 7, 1))).isNull();
        assertThat(cardOn(order, LocalDate.of(2024, 1, 10))).isEqualTo("金卡");
        assertThat(cardOn(order, LocalDate.of(2024, 1, 9))).isNull();
    }

    @Test
    void aCardGoesUpAtOnce() {
        OracleMember member =
                only(fixed(List.of(paid("m", "a", 20, 500_00), paid("m", "b", 3, 9_500_00))));

        assertThat(member.values().get("card_level"))
                .isEqualTo(new OracleValue(false, "钻石卡", TODAY - 3, "银卡", null, null));
        assertThat(cardOn(paid("m", "a", 20, 499_99), D)).isNull();
        assertThat(cardOn(paid("m", "a", 20, 2_999_99), D)).isEqualTo("银卡");
        assertThat(cardOn(paid("m", "a", 20, 9_999_99), D)).isEqualTo("金卡");
    }

    @Test
    void theEightClasses() {
        assertThat(rfmClass(89, 150_00, 150_00)).isEqualTo("重要价值");
        assertThat(rfmClass(90, 150_00, 150_00)).isEqualTo("重要保持");
        assertThat(rfmClass(89, 300_00)).isEqualTo("重要发展");
        assertThat(rfmClass(90, 300_00)).isEqualTo("重要挽留");
        assertThat(rfmClass(89, 150_00, 149_99)).isEqualTo("一般价值");
        assertThat(rfmClass(90, 150_00, 149_99)).isEqualTo("一般保持");
        assertThat(rfmClass(89, 299_99)).isEqualTo("一般发展");
        assertThat(rfmClass(90, 299_99)).isEqualTo("一般挽留");
    }

    // ---- since, previous, next ----

    @Test
    void sincePreviousAndNextOfASingleOrder() {
        OracleMember member = only(fixed(List.of(paid("m", "a", 40, 150_00))));

        assertThat(member.values().get("activity"))
                .isEqualTo(new OracleValue(true, "活跃期", TODAY - 10, "蜜月期", "流失期", TODAY + 50));
        assertThat(member.values().get("lifecycle"))
                .isEqualTo(new OracleValue(true, "新手期", TODAY - 40, null, "衰退期", TODAY + 50));
        assertThat(member.values().get("recency_band"))
                .isEqualTo(new OracleValue(false, "近3月", TODAY - 10, "近1月", null, null));
        assertThat(member.values().get("pyramid"))
                .isEqualTo(new OracleValue(false, "塔基", TODAY - 40, null, null, null));
    }

    @Test
    void aMemberExistsFromItsFirstOrderOfAnyStatus() {
        OracleMember member =
                only(
                        fixed(
                                List.of(
                                        of(OrderStatus.CREATED, 100, 1_00, 0),
                                        paid("m", "a", 40, 150_00))));

        assertThat(member.firstSeenOn()).isEqualTo(TODAY - 100);
        assertThat(member.values().get("contact_grade").since()).isEqualTo(TODAY - 100);
        assertThat(member.values().get("customer_age").since()).isEqualTo(TODAY - 40);
    }

    @Test
    void anOrderWithoutADateHasAlwaysStood() {
        OracleMember member =
                only(
                        BatchOracle.answer(
                                List.of(onDay(of(OrderStatus.CANCELLED, 0, 1_00, 0), Order.NO_DAY)),
                                OracleQuestion.fixed(D).withHistory(750)));

        assertThat(member.firstSeenOn()).isEqualTo(Order.NO_DAY);
        assertThat(member.values().get("contact_grade"))
                .isEqualTo(new OracleValue(false, "其他客户", TODAY - 365, null, null, null));
        assertThat(member.history())
                .containsExactly(
                        new OracleChange(TODAY - 749, "contact_grade", false, "其他客户", true));
    }

    @Test
    void sinceIsLookedForOneYearBack() {
        assertThat(activityOf(729).since()).isEqualTo(TODAY - 364);
        assertThat(activityOf(729).previousValue()).isEqualTo("休眠期");
        assertThat(activityOf(730).since()).isEqualTo(TODAY - 365);
        assertThat(activityOf(730).previousValue()).isNull();
        assertThat(activityOf(731).since()).isEqualTo(TODAY - 365);
        assertThat(activityOf(731).nextOn()).isNull();
        assertThat(activityOf(731).nextValue()).isNull();
    }

    @Test
    void aValueThatCameBackHoldsSinceItCameBack() {
        OracleMember member =
                only(fixed(List.of(paid("m", "a", 100, 10_00), paid("m", "b", 5, 10_00))));

        assertThat(member.values().get("activity"))
                .isEqualTo(new OracleValue(true, "蜜月期", TODAY - 5, "流失期", "活跃期", TODAY + 25));
        assertThat(member.values().get("lifecycle"))
                .isEqualTo(new OracleValue(true, "成长期", TODAY - 5, "衰退期", "衰退期", TODAY + 85));
    }

    @Test
    void anOrderThatLeavesTheYearChangesTheStage() {
        OracleMember member =
                only(fixed(List.of(paid("m", "a", 300, 10_00), paid("m", "b", 1, 10_00))));

        assertThat(member.values().get("lifecycle"))
                .isEqualTo(new OracleValue(true, "成长期", TODAY - 1, "流失期", "新手期", TODAY + 65));
    }

    // ---- history ----

    @Test
    void historyBeginsWithWhatStoodAndTellsEveryChange() {
        List<Order> states = List.of(paid("m", "a", 31, 50_00));
        OracleMember within =
                only(BatchOracle.answer(states, OracleQuestion.fixed(D).withHistory(60)));
        OracleMember cut = only(BatchOracle.answer(states, OracleQuestion.fixed(D).withHistory(3)));

        assertThat(within.history())
                .filteredOn(change -> change.model().equals("activity"))
                .containsExactly(
                        new OracleChange(TODAY - 31, "activity", true, "蜜月期", true),
                        new OracleChange(TODAY - 1, "activity", true, "蜜月期", false),
                        new OracleChange(TODAY - 1, "activity", true, "活跃期", true));
        assertThat(cut.history())
                .filteredOn(change -> change.model().equals("activity"))
                .containsExactly(
                        new OracleChange(TODAY - 2, "activity", true, "蜜月期", true),
                        new OracleChange(TODAY - 1, "activity", true, "蜜月期", false),
                        new OracleChange(TODAY - 1, "activity", true, "活跃期", true));
        assertThat(only(fixed(states)).history()).isEmpty();
    }

    @Test
    void historyAddsUpToTheValues() {
        StreamSettings settings = StreamSettings.shanghai(3, 20, 400);
        OracleAnswer answer =
                BatchOracle.answer(
                        HostileStreams.plain(settings),
                        OracleQuestion.population(settings.asOf()).withHistory(750));

        assertThat(answer.members()).isNotEmpty();
        for (OracleMember member : answer.members().values()) {
            List<String> standing = new ArrayList<>();
            for (OracleChange change : member.history()) {
                String entry = change.model() + "=" + change.value();
                if (change.enter()) {
                    standing.add(entry);
                } else {
                    assertThat(standing.remove(entry)).isTrue();
                }
            }
            List<String> values = new ArrayList<>();
            member.values().forEach((model, value) -> values.add(model + "=" + value.value()));
            assertThat(standing).containsExactlyInAnyOrderElementsOf(values);
        }
    }

    // ---- makers ----

    private static OracleAnswer fixed(List<Order> states) {
        return BatchOracle.answer(states, OracleQuestion.fixed(D));
    }

    private static OracleMember only(OracleAnswer answer) {
        assertThat(answer.members()).hasSize(1);
        return answer.members().values().iterator().next();
    }

    private static long amountOf(Order... states) {
        return only(fixed(List.of(states))).facts().life().amount();
    }

    private Integer medianGap(int... ages) {
        List<Order> states = new ArrayList<>();
        for (int age : ages) {
            states.add(of(OrderStatus.PAID, age, 1_00, 0));
        }
        return only(fixed(states)).facts().medianGapDays();
    }

    private String contactGrade(long... amounts) {
        return valueAtAge(1, "contact_grade", amounts);
    }

    private String rfmClass(int age, long... amounts) {
        return valueAtAge(age, "rfm_class", amounts);
    }

    private String valueAtAge(int age, String model, long... amounts) {
        List<Order> states = new ArrayList<>();
        for (long amount : amounts) {
            states.add(of(OrderStatus.PAID, age, amount, 0));
        }
        return only(fixed(states)).valueOf(model);
    }

    private static String cardOn(Order order, LocalDate asOf) {
        OracleMember member =
                BatchOracle.answer(List.of(order), OracleQuestion.fixed(asOf)).members().get("m");
        return member == null ? null : member.valueOf("card_level");
    }

    private static OracleValue activityOf(int age) {
        return only(fixed(List.of(paid("m", "a", age, 10_00)))).values().get("activity");
    }

    private static Order paid(String memberId, String orderId, int age, long amount) {
        int day = TODAY - age;
        long at = day * DAY_MICROS;
        return new Order(
                memberId, orderId, 0, OrderStatus.PAID, at, at, day, amount, 0, false, 2, 1, null);
    }

    /** Another order of member m, dated by its age whatever its status. */
    private Order of(OrderStatus status, int age, long amount, long refund) {
        int day = TODAY - age;
        long at = day * DAY_MICROS;
        return new Order(
                "m", "x" + orders++, 0, status, at, at, day, amount, refund, false, 2, 1, null);
    }

    private static Order state(
            String orderId,
            long version,
            long updatedAt,
            OrderStatus status,
            long amount,
            long refund,
            long fingerprint) {
        return new Order(
                "m",
                orderId,
                version,
                status,
                updatedAt,
                0,
                TODAY - 1,
                amount,
                refund,
                false,
                1,
                fingerprint,
                null);
    }

    private static Order onDay(Order order, int day) {
        return new Order(
                order.memberId(),
                order.orderId(),
                order.version(),
                order.status(),
                order.updatedAt(),
                order.paidAt(),
                day,
                order.amount(),
                order.refund(),
                order.discounted(),
                order.quantity(),
                order.fingerprint(),
                null);
    }
}
