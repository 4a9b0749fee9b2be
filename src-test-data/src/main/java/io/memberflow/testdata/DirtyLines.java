package io.memberflow.testdata;

import io.memberflow.order.OrderStatus;
import io.memberflow.order.RawEvent;
import io.memberflow.order.RejectCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Lines that a bounded run must reject, with the code of facts.md §2 each must be given. All would
 * change the answer if they were applied. Lines with two faults have the code of the first.
 */
final class DirtyLines {
    private record Fault(String note, RejectCode code, Consumer<Map<String, String>> edit) {}

    private record RawFault(String note, byte[] line) {}

    private final SplittableRandom random;
    private final StreamSettings settings;
    private final JsonSpelling spelling;
    private final List<Fault> faults = new ArrayList<>();
    private final List<RawFault> rawFaults = new ArrayList<>();
    private int made;

    DirtyLines(SplittableRandom random, StreamSettings settings) {
        this.random = random;
        this.settings = settings;
        this.spelling = new JsonSpelling(random, settings);
        malformed();
        noMember();
        noTime();
        badAmount();
        wrongCurrency();
        future();
        raw();
    }

    int count() {
        return faults.size() + rawFaults.size();
    }

    HostileEvent any(String memberId) {
        return make(random.nextInt(count()), memberId);
    }

    HostileEvent make(int index, String memberId) {
        if (index >= faults.size()) {
            RawFault fault = rawFaults.get(index - faults.size());
            return event(fault.line(), RejectCode.MALFORMED, fault.note());
        }
        Fault fault = faults.get(index);
        Map<String, String> fields = base(memberId);
        fault.edit().accept(fields);
        return event(utf8(JsonSpelling.join(fields)), fault.code(), fault.note());
    }

    /** A valid line of exactly the largest size. */
    HostileEvent largest(String memberId) {
        OrderState state = valid(memberId);
        byte[] line = padded(state, RawEvent.MAX_BYTES);
        return new HostileEvent(
                line,
                state.toOrder(settings.zone(), random.nextLong()),
                null,
                "exactly 1 MiB",
                EnumSet.noneOf(HostileKind.class));
    }

    /** The same with one byte more, which is too much. */
    HostileEvent tooLarge(String memberId) {
        return event(
                padded(valid(memberId), RawEvent.MAX_BYTES + 1),
                RejectCode.MALFORMED,
                "one byte over 1 MiB");
    }

    private static HostileEvent event(byte[] line, RejectCode code, String note) {
        return new HostileEvent(line, null, code, note, EnumSet.of(HostileKind.DIRTY));
    }

    private OrderState valid(String memberId) {
        made++;
        Instant at =
                settings.asOf()
                        .minusDays(random.nextInt(1, 400))
                        .atTime(10, 0)
                        .atZone(settings.zone())
                        .toInstant();
        return new OrderState(
                memberId,
                "dirty-" + made,
                null,
                OrderStatus.COMPLETED,
                at,
                at,
                at,
                123_45,
                0L,
                0,
                List.of(2),
                0);
    }

    private Map<String, String> base(String memberId) {
        Map<String, String> fields =
                spelling.fields(valid(memberId), EnumSet.noneOf(HostileKind.class));
        fields.put("currency", quoted(settings.currency()));
        return fields;
    }

    private byte[] padded(OrderState state, int size) {
        Map<String, String> fields = spelling.fields(state, EnumSet.noneOf(HostileKind.class));
        fields.put("padding", "\"\"");
        int missing = size - utf8(JsonSpelling.join(fields)).length;
        fields.put("padding", quoted("x".repeat(missing)));
        return utf8(JsonSpelling.join(fields));
    }

    private void malformed() {
        RejectCode code = RejectCode.MALFORMED;
        put("unknown status", code, "status", quoted("PAYED"));
        drop("no status", code, "status");
        drop("no order_id", code, "order_id");
        put("blank order_id", code, "order_id", quoted(" "));
        drop("no amount", code, "amount");
        put("amount in words", code, "amount", quoted("abc"));
        put("amount true", code, "amount", "true");
        put("amount an object", code, "amount", "{}");
        put("paid_at in words", code, "paid_at", quoted("yesterday"));
        put("30 February", code, "paid_at", quoted("2018-02-30T10:00:00+08:00"));
        put("hour 25", code, "updated_at", quoted("2018-02-03T25:00:00Z"));
        put("version in words", code, "version", quoted("abc"));
        put("items an object", code, "items", "{}");
        put("an item that is a number", code, "items", "[1]");
        put("half a piece", code, "items", "[{\"sku\":\"S\",\"quantity\":\"1.5\"}]");
        put("quantity in words", code, "items", "[{\"sku\":\"S\",\"quantity\":\"many\"}]");
        put("price in words", code, "items", "[{\"sku\":\"S\",\"price\":\"dear\"}]");
        put("receiver a text", code, "receiver", quoted("Hangzhou"));
        put("U+0000", code, "shop", "\"a\\u0000b\"");
        put("U+0007 in the address", code, "receiver", "{\"address\":\"a\\u0007b\"}");
        put("a high surrogate alone", code, "shop", "\"a\\ud83d\"");
        put("a low surrogate alone", code, "carrier", "\"\\udc00a\"");
        put("order_id of 129 characters", code, "order_id", quoted("x".repeat(129)));
        put("member_id of 129 characters", code, "member_id", quoted("x".repeat(129)));
        put(
                "attribute name of 129 characters",
                code,
                "items",
                "[{\"sku\":\"S\",\"attributes\":{\"" + "n".repeat(129) + "\":\"v\"}}]");
        put(
                "attribute value of 257 characters",
                code,
                "items",
                "[{\"sku\":\"S\",\"attributes\":{\"n\":\"" + "v".repeat(257) + "\"}}]");
        fault(
                "unknown status and no member",
                code,
                fields -> {
                    fields.put("status", quoted("???"));
                    fields.remove("member_id");
                });
    }

    private void noMember() {
        RejectCode code = RejectCode.NO_MEMBER;
        drop("no member_id", code, "member_id");
        put("member_id null", code, "member_id", "null");
        put("empty member_id", code, "member_id", "\"\"");
        put("blank member_id", code, "member_id", quoted("  "));
        put("a wide blank as member_id", code, "member_id", quoted("\u3000"));
        for (String guest : settings.guestIds()) {
            put("a guest", code, "member_id", quoted(" " + guest + " "));
        }
        fault(
                "no member and a negative quantity",
                code,
                fields -> {
                    fields.remove("member_id");
                    fields.put("items", "[{\"sku\":\"S\",\"quantity\":-3}]");
                });
        fault(
                "no member, no time and a negative amount",
                code,
                fields -> {
                    fields.put("member_id", "null");
                    fields.remove("paid_at");
                    fields.put("amount", "-5");
                });
    }

    private void noTime() {
        RejectCode code = RejectCode.NO_TIME;
        drop("paid without paid_at", code, "paid_at");
        put("paid with paid_at null", code, "paid_at", "null");
        fault(
                "neither version nor any time",
                code,
                fields -> {
                    fields.put("status", quoted("CREATED"));
                    List.of("version", "created_at", "paid_at", "updated_at")
                            .forEach(fields::remove);
                });
        fault(
                "no time and a negative amount",
                code,
                fields -> {
                    fields.remove("paid_at");
                    fields.put("amount", quoted("-1.00"));
                });
    }

    private void badAmount() {
        RejectCode code = RejectCode.BAD_AMOUNT;
        put("negative amount", code, "amount", quoted("-0.01"));
        put("amount with three decimals", code, "amount", quoted("10.001"));
        put("amount one fen over 1e12", code, "amount", "1000000000000.01");
        put("negative refund", code, "refund_amount", "-0.01");
        put("refund with three decimals", code, "refund_amount", "0.005");
        put("refund over the amount", code, "refund_amount", quoted("123.46"));
        put("negative discount", code, "discount", "-1");
        put("discount with three decimals", code, "discount", quoted("0.001"));
        put("discount over 1e12", code, "discount", "1e13");
        fault(
                "refund over the amount in a foreign currency",
                code,
                fields -> {
                    fields.put("refund_amount", "9999");
                    fields.put("currency", quoted("XTS"));
                });
    }

    private void wrongCurrency() {
        RejectCode code = RejectCode.WRONG_CURRENCY;
        put("foreign currency", code, "currency", quoted("XTS"));
        fault(
                "foreign currency and a later date",
                code,
                fields -> {
                    fields.put("currency", quoted("XTS"));
                    fields.put("paid_at", time(Duration.ofDays(3)));
                });
    }

    private void future() {
        RejectCode code = RejectCode.FUTURE;
        put("paid at the first instant after D", code, "paid_at", time(Duration.ZERO));
        put("updated the day after D", code, "updated_at", time(Duration.ofHours(12)));
        put("created a year after D", code, "created_at", time(Duration.ofDays(365)));
        put(
                "after D in the shop, still D in the text",
                code,
                "paid_at",
                quoted(
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                settings.asOf()
                                        .plusDays(1)
                                        .atStartOfDay(settings.zone())
                                        .withZoneSameInstant(ZoneOffset.ofHours(-12)))));
    }

    private String time(Duration afterAsOf) {
        return quoted(
                settings.asOf()
                        .plusDays(1)
                        .atStartOfDay(settings.zone())
                        .toInstant()
                        .plus(afterAsOf)
                        .toString());
    }

    private void raw() {
        String good =
                "{\"order_id\":\"dirty-raw\",\"version\":9,\"member_id\":\"m-0\",\"status\":"
                        + "\"CREATED\",\"amount\":1,\"shop\":\"";
        raw("no JSON", utf8("order_id=1;member_id=m-0"));
        raw("JSON that breaks off", utf8(good));
        raw("an array", utf8("[" + good + "\"}]"));
        raw("null", utf8("null"));
        raw("a number", utf8("42"));
        raw("a text", utf8("\"m-0\""));
        raw("two objects in one line", utf8(good + "\"}" + good + "\"}"));
        raw("words after the object", utf8(good + "\"} oops"));
        raw("a bare control character", within(good, 0x01));
        raw("a lone continuation byte", within(good, 0xBF));
        raw("a start byte without its rest", within(good, 0xC3, 0x28));
        raw("a byte that UTF-8 never has", within(good, 0xFF));
        raw("an overlong U+0000", within(good, 0xC0, 0x80));
        raw("a surrogate in UTF-8", within(good, 0xED, 0xA0, 0x80));
    }

    private static byte[] within(String start, int... bytes) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(utf8(start));
        for (int b : bytes) {
            line.write(b);
        }
        line.writeBytes(utf8("\"}"));
        return line.toByteArray();
    }

    private void put(String note, RejectCode code, String field, String value) {
        fault(note, code, fields -> fields.put(field, value));
    }

    private void drop(String note, RejectCode code, String field) {
        fault(note, code, fields -> fields.remove(field));
    }

    private void fault(String note, RejectCode code, Consumer<Map<String, String>> edit) {
        faults.add(new Fault(note, code, edit));
    }

    private void raw(String note, byte[] line) {
        rawFaults.add(new RawFault(note, line));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
