package io.memberflow.job.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.engine.Decider;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.testdata.OracleFacts;
import io.memberflow.testdata.OracleMember;
import io.memberflow.testdata.OracleValue;
import io.memberflow.testdata.OracleWindow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Holds rows of members against the oracle. */
public final class RowsCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] WINDOWS = {30, 90, 180, 365};

    private RowsCheck() {}

    /**
     * All State of the rows.
     *
     * @param day what the rows are to be right for; they may have been written earlier
     * @param next whether what comes next is compared: the oracle does not know orders dated later
     */
    public static void check(MemberRows rows, OracleMember expected, int day, boolean next)
            throws Exception {
        profile(rows.profile(), expected.facts());
        facts(JSON.readTree(rows.facts()), expected.facts());
        TreeMap<String, OracleValue> actual = new TreeMap<>();
        TreeMap<String, OracleValue> wanted = new TreeMap<>();
        int floor = day - Decider.LOOK_BACK;
        for (MemberRows.Segment s : rows.segments()) {
            boolean stage = s.kind().equals("STAGE");
            OracleValue value =
                    new OracleValue(
                            stage,
                            s.value(),
                            s.since(),
                            s.previousValue(),
                            s.nextValue(),
                            s.nextOn());
            actual.put(s.model(), seen(value, floor, next));
        }
        expected.values().forEach((model, v) -> wanted.put(model, seen(v, floor, next)));
        assertThat(actual).as(rows.memberId()).isEqualTo(wanted);
        assertThat(rows.segments()).hasSize(wanted.size());
        for (MemberRows.Segment s : rows.segments()) {
            if (s.nextOn() != null) {
                assertThat(rows.profile().nextCheckOn()).isLessThanOrEqualTo(s.nextOn());
            }
        }
    }

    /** A run that began before the look back of a later day names its first day, not that one. */
    private static OracleValue seen(OracleValue value, int floor, boolean next) {
        boolean older = value.since() <= floor;
        return new OracleValue(
                value.stage(),
                value.value(),
                Math.max(value.since(), floor),
                older ? null : value.previousValue(),
                next ? value.nextValue() : null,
                next ? value.nextOn() : null);
    }

    private static void profile(MemberRows.Profile actual, OracleFacts facts) {
        List<Object> got = new ArrayList<>();
        List<Object> want = new ArrayList<>();
        for (int i = 0; i < WINDOWS.length; i++) {
            OracleWindow window = facts.window(WINDOWS[i]);
            got.addAll(
                    List.of(
                            actual.orders()[i],
                            actual.amount()[i],
                            actual.orderDays()[i],
                            actual.refunds()[i]));
            want.addAll(
                    List.of(
                            window.orders(),
                            window.amount(),
                            window.orderDays(),
                            window.refunds()));
        }
        got.addAll(
                Arrays.asList(
                        actual.aov365(),
                        actual.ordersTotal(),
                        actual.amountTotal(),
                        actual.orderDaysTotal(),
                        actual.itemsTotal(),
                        actual.refundsTotal(),
                        actual.refundAmountTotal(),
                        actual.aovTotal(),
                        actual.firstOrderOn(),
                        actual.lastOrderOn(),
                        actual.medianGapDays(),
                        actual.rScore(),
                        actual.fScore(),
                        actual.mScore()));
        OracleWindow life = facts.life();
        want.addAll(
                Arrays.asList(
                        facts.window(365).averageOrderValue(),
                        life.orders(),
                        life.amount(),
                        life.orderDays(),
                        life.items(),
                        life.refunds(),
                        life.refundAmount(),
                        life.averageOrderValue(),
                        facts.firstOrderOn(),
                        facts.lastOrderOn(),
                        facts.medianGapDays(),
                        facts.scores() == null ? null : facts.scores().r(),
                        facts.scores() == null ? null : facts.scores().f(),
                        facts.scores() == null ? null : facts.scores().m()));
        assertThat(got).isEqualTo(want);
    }

    private static void facts(JsonNode json, OracleFacts facts) {
        for (int days : WINDOWS) {
            window(json.get("d" + days), facts.window(days));
        }
        window(json.get("life"), facts.life());
        assertThat(date(json.get("firstOrderOn"))).isEqualTo(facts.firstOrderOn());
        assertThat(date(json.get("lastOrderOn"))).isEqualTo(facts.lastOrderOn());
        assertThat(fen(json.get("peakAmount365"))).isEqualTo(facts.peakAmount365());
        assertThat(flag(json.get("rHigh")))
                .isEqualTo(facts.scores() == null ? null : facts.scores().rHigh());
        assertThat(flag(json.get("fHigh")))
                .isEqualTo(facts.scores() == null ? null : facts.scores().fHigh());
        assertThat(flag(json.get("mHigh")))
                .isEqualTo(facts.scores() == null ? null : facts.scores().mHigh());
        JsonNode top = json.get("amountTopPercent");
        if (facts.amountTopPercent() == null) {
            assertThat(top.isNull()).isTrue();
        } else {
            assertThat(top.decimalValue())
                    .isEqualByComparingTo(facts.amountTopPercent().percent(6));
        }
    }

    private static void window(JsonNode json, OracleWindow window) {
        assertThat(json.get("orders").asInt()).isEqualTo(window.orders());
        assertThat(fen(json.get("amount"))).isEqualTo(window.amount());
        assertThat(json.get("orderDays").asInt()).isEqualTo(window.orderDays());
        assertThat(json.get("items").asLong()).isEqualTo(window.items());
        assertThat(json.get("discountedOrders").asInt()).isEqualTo(window.discountedOrders());
        assertThat(json.get("refunds").asInt()).isEqualTo(window.refunds());
        assertThat(fen(json.get("refundAmount"))).isEqualTo(window.refundAmount());
        if (window.orders() > 0) {
            assertThat(fen(json.get("largestOrder"))).isEqualTo(window.largestOrder());
            assertThat(fen(json.get("averageOrderValue"))).isEqualTo(window.averageOrderValue());
        } else {
            assertThat(json.get("largestOrder").isNull()).isTrue();
        }
    }

    private static long fen(JsonNode json) {
        return new BigDecimal(json.asText()).movePointRight(2).longValueExact();
    }

    private static Integer date(JsonNode json) {
        return json.isNull() ? null : (int) LocalDate.parse(json.asText()).toEpochDay();
    }

    private static Boolean flag(JsonNode json) {
        return json.isNull() ? null : json.asBoolean();
    }

    /** Nothing but a member whose orders are all yet to come. */
    public static void isEmpty(MemberRows rows) {
        assertThat(rows.segments()).as(rows.memberId()).isEmpty();
        assertThat(rows.profile().orders()).containsOnly(0);
        assertThat(rows.profile().refunds()).containsOnly(0);
        assertThat(rows.profile().ordersTotal()).isZero();
        assertThat(rows.profile().refundsTotal()).isZero();
        assertThat(rows.profile().firstOrderOn()).isNull();
    }

    /** What a reader of the tables sees on a day, without the journal. */
    public static List<Object> content(MemberRows rows, int day) {
        MemberRows.Profile p = rows.profile();
        List<Object> content = new ArrayList<>();
        content.add(
                Arrays.asList(rows.facts(), rows.rulesVersion(), rows.cutPointsId(), p.rScore()));
        int floor = day - Decider.LOOK_BACK;
        for (MemberRows.Segment s : rows.segments()) {
            OracleValue value =
                    new OracleValue(
                            s.kind().equals("STAGE"),
                            s.value(),
                            s.since(),
                            s.previousValue(),
                            s.nextValue(),
                            s.nextOn());
            content.add(Arrays.asList(s.model(), s.rule(), seen(value, floor, true)));
        }
        return content;
    }
}
