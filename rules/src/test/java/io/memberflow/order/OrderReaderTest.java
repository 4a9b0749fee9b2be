package io.memberflow.order;

import static io.memberflow.order.Events.fields;
import static io.memberflow.order.Events.json;
import static io.memberflow.order.Events.order;
import static io.memberflow.order.Events.read;
import static io.memberflow.order.Events.rejected;
import static io.memberflow.order.Events.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {

    /** The event of facts.md §1. */
    private static final String FULL =
            """
            {"order_id":"T1001","version":1,"member_id":"m-42","status":"PAID",
             "created_at":"2025-03-01T10:10:00+08:00","paid_at":"2025-03-01T10:15:30+08:00",\
            "updated_at":"2025-03-01T10:15:31+08:00",
             "amount":"199.00","refund_amount":"0.00","discount":"20.00","currency":"CNY",\
            "shop":"flagship","channel":"MOBILE","source":"JUHUASUAN","carrier":"顺丰",
             "receiver":{"province":"浙江省","city":"杭州市","address":"文三路 100 号 某某大厦 5 层"},
             "items":[{"sku":"S-75B-BLK","name":"蕾丝深V聚拢调整型文胸","category":"内衣","quantity":1,\
            "price":"199.00","attributes":{"颜色":"黑色","尺码":"75B"}}]}
            """;

    @Test
    void theExampleOfTheContractIsRead() {
        Order order = order(json(FULL));
        assertThat(order)
                .usingRecursiveComparison()
                .isEqualTo(
                        new Order(
                                "m-42",
                                "T1001",
                                1,
                                OrderStatus.PAID,
                                micros("2025-03-01T02:15:31Z"),
                                micros("2025-03-01T02:15:30Z"),
                                (int) LocalDate.of(2025, 3, 1).toEpochDay(),
                                19_900,
                                0,
                                true,
                                1,
                                order.fingerprint(),
                                new OrderDetails(
                                        micros("2025-03-01T02:10:00Z"),
                                        20_00,
                                        "flagship",
                                        "MOBILE",
                                        "JUHUASUAN",
                                        "顺丰",
                                        "浙江省",
                                        "杭州市",
                                        "文三路 100 号 某某大厦 5 层",
                                        new OrderItem[] {
                                            new OrderItem(
                                                    "S-75B-BLK",
                                                    "蕾丝深V聚拢调整型文胸",
                                                    "内衣",
                                                    1,
                                                    199_0000,
                                                    new String[] {"尺码", "75B", "颜色", "黑色"})
                                        })));
    }

    @Test
    void anOrderThatSaysNoMoreHasNoDetails() {
        assertThat(order(sound("")).details()).isNull();
        assertThat(order(sound(",\"discount\":\"0.00\",\"items\":[]")).details()).isNull();
        assertThat(order(sound(",\"discount\":\"0.01\"")).details().discount()).isEqualTo(1);
        assertThat(order(sound(",\"source\":\"X\"")).details().source()).isEqualTo("X");
        assertThat(order(sound(",\"source\":\"X\"")).details().createdAt()).isEqualTo(Fact.ABSENT);
        assertThat(order(sound(",\"items\":[{}]")).details().items())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new OrderItem(null, null, null, 1, Fact.ABSENT, new String[0]));
    }

    @Test
    void theFingerprintIsPartOfTheContractWithSavedState() {
        assertThat(order(json(FULL)).fingerprint()).isEqualTo(7214018773620734775L);
    }

    @Test
    void missingFieldsHaveTheirDefaults() {
        Order order = order(sound(""));
        assertThat(order.version()).isZero();
        assertThat(order.updatedAt()).isEqualTo(order.paidAt());
        assertThat(order.refund()).isZero();
        assertThat(order.discounted()).isFalse();
        assertThat(order.quantity()).isZero();
        assertThat(order(sound(",\"items\":[{},{\"quantity\":null}]")).quantity()).isEqualTo(2);
        assertThat(order(sound(",\"receiver\":null,\"items\":null,\"shop\":null,\"version\":null")))
                .isEqualTo(order);
    }

    @Test
    void aRefundWithoutAnAmountIsOfAll() {
        Order all = order(paid("REFUNDED", "\"199.00\"", ""));
        assertThat(all.refund()).isEqualTo(19_900);
        assertThat(order(paid("REFUNDED", "199", ",\"refund_amount\":199.0"))).isEqualTo(all);
        assertThat(order(paid("REFUNDED", "199", ",\"refund_amount\":0")).refund()).isZero();
        assertThat(order(paid("PAID", "199", ",\"refund_amount\":\"5\"")).refund()).isEqualTo(500);
    }

    @Test
    void anUnpaidStateIsDatedByItsUpdateOrNotAtAll() {
        Order created =
                order(
                        json(
                                "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\"CREATED\","
                                        + "\"amount\":1,\"created_at\":\"2025-03-01T17:00:00Z\"}"));
        assertThat(created.updatedAt()).isEqualTo(micros("2025-03-01T17:00:00Z"));
        assertThat(created.paidAt()).isEqualTo(Order.NO_TIME);
        assertThat(created.day()).isEqualTo((int) LocalDate.of(2025, 3, 2).toEpochDay());
        Order versioned =
                order(
                        json(
                                "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\"EXPIRED\","
                                        + "\"amount\":1,\"version\":7}"));
        assertThat(versioned.updatedAt()).isEqualTo(Order.NO_TIME);
        assertThat(versioned.day()).isEqualTo(Order.NO_DAY);
    }

    @Test
    void idsAreNormalised() {
        Order order = order(paid("PAID", "1", ",\"x\":1", "\" Ｔ１\\u3000\"", "\"\\u00a0ｍ-42\""));
        assertThat(order.orderId()).isEqualTo("T1");
        assertThat(order.memberId()).isEqualTo("m-42");
    }

    @Test
    void quantitiesAreSummedAndMayBeCorrections() {
        assertThat(
                        order(
                                        sound(
                                                ",\"items\":[{\"quantity\":3},{\"quantity\":\"-5\"},{\"quantity\":0}]"))
                                .quantity())
                .isEqualTo(-2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "3",
                "\"x\"",
                "{",
                "{}}",
                "{} {}",
                "{}x",
                "{'order_id':'T'}",
                "{\"order_id\":\"T\",}",
                "{\"order_id\":NaN}",
                "{\"order_id\" \"T\"}",
                "{\"order_id\":\"T"
            })
    void whatIsNoJsonObjectIsMalformed(String text) {
        assertThat(rejected(json(text)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version | true",
                "version | \"1.5\"",
                "version | \"x\"",
                "version | 1e40",
                "version | {}",
                "created_at | 1740795330",
                "created_at | \"soon\"",
                "updated_at | \"2025-02-30\"",
                "updated_at | \"\"",
                "refund_amount | \"abc\"",
                "refund_amount | NaN",
                "refund_amount | \"NaN\"",
                "refund_amount | []",
                "discount | \"1,5\"",
                "discount | true",
                "currency | 1",
                "shop | 1",
                "channel | {}",
                "source | []",
                "carrier | false",
                "receiver | \"x\"",
                "receiver | []",
                "receiver | {\"province\":1}",
                "receiver | {\"city\":{}}",
                "receiver | {\"address\":[1]}",
                "items | {}",
                "items | \"x\"",
                "items | [1]",
                "items | [null]",
                "items | [[]]",
                "items | [{\"sku\":1}]",
                "items | [{\"name\":1}]",
                "items | [{\"category\":[]}]",
                "items | [{\"quantity\":1.5}]",
                "items | [{\"quantity\":\"two\"}]",
                "items | [{\"quantity\":1000000001}]",
                "items | [{\"quantity\":-1000000001}]",
                "items | [{\"quantity\":1e999999999}]",
                "items | [{\"price\":\"1.00001\"}]",
                "items | [{\"price\":\"x\"}]",
                "items | [{\"price\":1e13}]",
                "items | [{\"attributes\":[]}]",
                "items | [{\"attributes\":{\"size\":38}}]",
                "items | [{\"attributes\":{\"size\":{}}}]",
                "items | [{\"attributes\":{\"a\":\"1\",\"a\":\"2\"}}]",
                "items | [{\"sku\":\"a\",\"sku\":\"a\"}]",
                "order_id | \"T1\"",
                "amount | 199",
                "receiver | {\"city\":\"a\",\"city\":null}"
            })
    void aFieldOfTheWrongTypeOrFormIsMalformed(String field, String value) {
        Rejected rejected = rejected(sound(",\"" + field + "\":" + value));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.memberId()).isEqualTo("m-42");
        assertThat(rejected.origin()).isEqualTo("orders:1");
        if (!value.equals("NaN")) {
            assertThat(rejected.message()).contains(field).endsWith(".");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"items\":[{\"price\":\"1.0000\"}]",
                "\"items\":[{\"price\":\"-11062.0600\",\"quantity\":\"1e3\"}]",
                "\"items\":[{\"sku\":null,\"attributes\":null,\"colour\":[{}]}]",
                "\"items\":[]",
                "\"receiver\":{}",
                "\"receiver\":{\"province\":null,\"street\":1}",
                "\"unknown\":{\"a\":[1,{\"b\":null}]},\"more\":1e400",
                "\"version\":\"-3\"",
                "\"discount\":\"199.000\"",
                "\"discount\":1000000000000"
            })
    void whatIsUnusualButRightIsRead(String field) {
        assertThat(read(sound("," + field))).isInstanceOf(Order.class);
    }

    @Test
    void requiredFieldsAreAskedFor() {
        String amount = "\"amount\":1,\"paid_at\":\"2025-03-01\"";
        malformed("{\"member_id\":\"m\",\"status\":\"PAID\"," + amount + "}", "order_id");
        malformed(
                "{\"order_id\":\"\u3000\",\"member_id\":\"m\",\"status\":\"PAID\"," + amount + "}",
                "order_id");
        malformed("{\"order_id\":\"T\",\"member_id\":\"m\"," + amount + "}", "status");
        malformed(
                "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\"paid\"," + amount + "}",
                "status \"paid\"");
        malformed(
                "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\"PAID\",\"paid_at\":\"2025-03-01\"}",
                "amount");
    }

    @Test
    void lengthsAreBounded() {
        String longId = "\"" + "x".repeat(129) + "\"";
        assertThat(rejected(paid("PAID", "1", "", longId, "\"m\"")).message()).contains("order_id");
        Rejected member = rejected(paid("PAID", "1", "", "\"T\"", longId));
        assertThat(member.message()).contains("member_id");
        assertThat(member.memberId()).isNull();
        malformed(",\"items\":[{\"sku\":" + longId + "}]");
        malformed(",\"items\":[{\"attributes\":{" + longId + ":\"1\"}}]");
        String longValue = "\"" + "值".repeat(257) + "\"";
        malformed(",\"items\":[{\"attributes\":{\"a\":" + longValue + "}}]");
        assertThat(
                        read(
                                sound(
                                        ",\"items\":[{\"attributes\":{\"a\":\""
                                                + "🎁".repeat(256)
                                                + "\"}}]")))
                .isInstanceOf(Order.class);
    }

    @Test
    void anEventWithoutAMemberIsRejected() {
        for (String member : new String[] {"null", "\"\"", "\" \\u3000\"", "\"guest\"", "\" 0\""}) {
            assertThat(rejected(paid("PAID", "1", "", "\"T\"", member)).code())
                    .isEqualTo(RejectCode.NO_MEMBER);
        }
        assertThat(rejected(paid("PAID", "1", "", "\"T\"", "\"ｇｕｅｓｔ\"")).memberId())
                .isEqualTo("guest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAID", "SHIPPED", "COMPLETED", "REFUNDED"})
    void aPaidStateNeedsItsTime(String status) {
        RawEvent event =
                json(
                        "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\""
                                + status
                                + "\",\"amount\":1,\"version\":1,\"updated_at\":\"2025-03-01\"}");
        assertThat(rejected(event).code()).isEqualTo(RejectCode.NO_TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATED", "CANCELLED", "EXPIRED"})
    void aStateThatCannotBePlacedNeedsATimeOrAVersion(String status) {
        RawEvent event =
                json(
                        "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\""
                                + status
                                + "\",\"amount\":1}");
        assertThat(rejected(event).code()).isEqualTo(RejectCode.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|",
                "-0.01|",
                "0.001|",
                "199.001|",
                "1000000000000.01|",
                "1e999999999|",
                "1e-999999999|",
                "1|,\"refund_amount\":1.01",
                "1|,\"refund_amount\":-1",
                "1|,\"discount\":\"-0.01\"",
                "1|,\"discount\":0.005",
                "1|,\"discount\":1e13",
                "1|,\"refund_amount\":1e13"
            })
    void amountsAreBounded(String amount, String more) {
        Rejected rejected = rejected(paid("PAID", amount, more == null ? "" : more));
        assertThat(rejected.code()).isEqualTo(RejectCode.BAD_AMOUNT);
        assertThat(rejected.message()).endsWith(".");
    }

    @Test
    void onlyTheShopsCurrencyIsCounted() {
        assertThat(rejected(sound(",\"currency\":\"USD\"")).code())
                .isEqualTo(RejectCode.WRONG_CURRENCY);
        assertThat(order(sound(",\"currency\":\"CNY\""))).isEqualTo(order(sound("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "updated_at"})
    void inABoundedRunATimeDatedAfterTheAsOfDateIsFuture(String field) {
        String last = ",\"" + field + "\":\"2025-03-31T23:59:59.999999+08:00\"";
        assertThat(read(sound(last))).isInstanceOf(Order.class);
        String first = ",\"" + field + "\":\"2025-03-31T16:00:00Z\"";
        Rejected rejected = rejected(sound(first));
        assertThat(rejected.code()).isEqualTo(RejectCode.FUTURE);
        assertThat(rejected.message()).contains(field, "2025-03-31");
    }

    @Test
    void aDayThatComesTwiceIsNoFuture() {
        // In 2010 the clocks of St John's went from 00:01 on 7 November back to 23:01 on the 6th.
        Cleaning cleaning =
                Cleaning.bounded(
                        ZoneId.of("America/St_Johns"), "CNY", Set.of(), LocalDate.of(2010, 11, 6));
        OrderReader reader = new OrderReader(cleaning);
        RawEvent future = paidAt("2010-11-07T00:00:30-02:30");
        assertThat(((Rejected) reader.read(future, 0)).code()).isEqualTo(RejectCode.FUTURE);
        assertThat(reader.read(paidAt("2010-11-06T23:30:00-03:30"), 0)).isInstanceOf(Order.class);
    }

    @Test
    void inALiveRunTheClockDecides() {
        Cleaning live = Cleaning.live(Events.SHANGHAI, "CNY", Set.of(), 750, 30);
        OrderReader reader = new OrderReader(live);
        long clock = micros("2025-03-01T01:15:30Z");
        RawEvent event = paidAt("2025-03-01T02:15:30Z");
        assertThat(reader.read(event, clock)).isInstanceOf(Order.class);
        assertThat(((Rejected) reader.read(event, clock - 1)).code()).isEqualTo(RejectCode.FUTURE);

        long late = micros(LocalDate.of(2025, 3, 1).plusDays(750) + "T00:00:00+08:00");
        assertThat(reader.read(event, late - 1)).isInstanceOf(Order.class);
        assertThat(((Rejected) reader.read(event, late)).code()).isEqualTo(RejectCode.TOO_OLD);
        OrderReader history =
                new OrderReader(
                        Cleaning.live(Events.SHANGHAI, "CNY", Set.of(), Cleaning.UNLIMITED, 30));
        assertThat(history.read(event, late)).isInstanceOf(Order.class);
        assertThat(read(paidAt("0001-01-01"))).isInstanceOf(Order.class);
    }

    @Test
    void theFirstCodeInTheirOrderIsGiven() {
        List<String[]> faults =
                List.of(
                        new String[] {"shop", "1", "MALFORMED"},
                        new String[] {"member_id", "null", "NO_MEMBER"},
                        new String[] {"paid_at", "null", "NO_TIME"},
                        new String[] {"amount", "-1", "BAD_AMOUNT"},
                        new String[] {"currency", "\"USD\"", "WRONG_CURRENCY"},
                        new String[] {"created_at", "\"2030-01-01\"", "FUTURE"});
        for (int from = 0; from < faults.size(); from++) {
            List<String> event =
                    new ArrayList<>(List.of("order_id", "\"T\"", "status", "\"PAID\""));
            for (int i = faults.size() - 1; i >= 0; i--) {
                String[] fault = faults.get(i);
                event.add(fault[0]);
                event.add(i >= from ? fault[1] : right(fault[0]));
            }
            assertThat(rejected(fields(event.toArray(String[]::new))).code())
                    .isEqualTo(RejectCode.valueOf(faults.get(from)[2]));
        }
    }

    private static String right(String field) {
        return switch (field) {
            case "member_id" -> "\"m\"";
            case "paid_at" -> "\"2025-03-01\"";
            case "amount" -> "1";
            case "currency" -> "\"CNY\"";
            case "created_at" -> "\"2025-01-01\"";
            default -> "\"x\"";
        };
    }

    private static void malformed(String more) {
        assertThat(rejected(sound(more)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    private static void malformed(String text, String named) {
        Rejected rejected = rejected(json(text));
        assertThat(rejected.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejected.message()).contains(named);
    }

    private static RawEvent paid(String status, String amount, String more) {
        return paid(status, amount, more, "\"T1\"", "\"m-42\"");
    }

    private static RawEvent paid(
            String status, String amount, String more, String orderId, String memberId) {
        return json(
                "{\"order_id\":%s,\"member_id\":%s,\"status\":\"%s\",\"paid_at\":\"2025-03-01\",\"amount\":%s%s}"
                        .formatted(orderId, memberId, status, amount, more));
    }

    private static RawEvent paidAt(String time) {
        return json(
                "{\"order_id\":\"T\",\"member_id\":\"m\",\"status\":\"PAID\",\"amount\":1,\"paid_at\":\""
                        + time
                        + "\"}");
    }

    private static long micros(String time) {
        return new Times(Events.SHANGHAI).parse(time);
    }
}
