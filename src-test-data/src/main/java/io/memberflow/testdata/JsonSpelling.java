package io.memberflow.testdata;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes states of orders down as JSON, each time in another of the ways that mean the same. The
 * fields of one event are a map from name to JSON text, so that dirty lines can be made from them.
 */
final class JsonSpelling {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private final SplittableRandom random;
    private final ZoneId zone;
    private final String currency;

    JsonSpelling(SplittableRandom random, StreamSettings settings) {
        this.random = random;
        this.zone = settings.zone();
        this.currency = settings.currency();
    }

    String write(OrderState state, Set<HostileKind> kinds) {
        return join(fields(state, kinds));
    }

    Map<String, String> fields(OrderState state, Set<HostileKind> kinds) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("order_id", text(id(state.orderId(), kinds), kinds));
        if (state.version() != null) {
            fields.put(
                    "version",
                    random.nextInt(5) == 0
                            ? "\"" + state.version() + "\""
                            : state.version().toString());
        }
        fields.put("member_id", text(id(state.memberId(), kinds), kinds));
        fields.put("status", "\"" + state.status() + "\"");
        putTime(fields, "created_at", state.createdAt(), kinds);
        putTime(fields, "paid_at", state.paidAt(), kinds);
        putTime(fields, "updated_at", state.updatedAt(), kinds);
        fields.put("amount", money(state.amount(), kinds));
        if (state.refund() != null) {
            fields.put("refund_amount", money(state.refund(), kinds));
        } else if (random.nextInt(6) == 0) {
            fields.put("refund_amount", "null");
            kinds.add(HostileKind.NULL_FIELD);
        }
        if (state.discount() > 0 || random.nextBoolean()) {
            fields.put("discount", money(state.discount(), kinds));
        }
        if (random.nextBoolean()) {
            fields.put("currency", "\"" + currency + "\"");
        }
        fields.put("shop", text("旗舰店", kinds));
        fields.put("channel", "\"MOBILE\"");
        fields.put(
                "receiver",
                "{\"province\":\"浙江省\",\"city\":\"杭州市\",\"address\":"
                        + text("文三路 " + (100 + state.text()) + " 号 \"大厦\" 5 层", kinds)
                        + "}");
        if (state.quantities() != null) {
            fields.put("items", items(state, kinds));
        }
        if (random.nextInt(6) == 0) {
            fields.put("出处", "{\"x\":[1,null,{\"amount\":-1}]}");
            kinds.add(HostileKind.UNKNOWN_FIELD);
        }
        return random.nextInt(4) == 0 ? shuffled(fields) : fields;
    }

    static String join(Map<String, String> fields) {
        StringBuilder json = new StringBuilder("{");
        fields.forEach(
                (name, value) ->
                        json.append(json.length() == 1 ? "" : ",")
                                .append('"')
                                .append(name)
                                .append("\":")
                                .append(value));
        return json.append('}').toString();
    }

    private Map<String, String> shuffled(Map<String, String> fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.shuffle(names, new Random(random.nextLong()));
        Map<String, String> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, fields.get(name)));
        return shuffled;
    }

    private String items(OrderState state, Set<HostileKind> kinds) {
        StringBuilder items = new StringBuilder("[");
        for (Integer quantity : state.quantities()) {
            items.append(items.length() == 1 ? "" : ",")
                    .append("{\"sku\":\"S-1\",\"name\":")
                    .append(text("蕾丝文胸 \uD83D\uDC57", kinds));
            if (quantity != null) {
                boolean quoted = random.nextInt(4) == 0;
                items.append(",\"quantity\":")
                        .append(quoted ? "\"" : "")
                        .append(quantity)
                        .append(quoted ? "\"" : "");
            }
            // The text tells states apart; a repeat must mean the same in every field.
            if (state.text() % 2 == 1) {
                items.append(",\"price\":\"12.3456\"");
            }
            items.append(",\"attributes\":{\"颜色\":\"黑色\"}}");
        }
        return items.append(']').toString();
    }

    // ---- times ----

    private void putTime(
            Map<String, String> fields, String name, Instant instant, Set<HostileKind> kinds) {
        if (instant != null) {
            fields.put(name, "\"" + time(instant, kinds) + "\"");
        } else if (random.nextInt(6) == 0) {
            fields.put(name, "null");
            kinds.add(HostileKind.NULL_FIELD);
        }
    }

    private record Spelled(String text, HostileKind kind) {}

    /** One of the texts that a right reader takes for that instant. */
    String time(Instant instant, Set<HostileKind> kinds) {
        String fraction = fraction(instant, kinds);
        List<Spelled> ways = new ArrayList<>();
        ways.add(new Spelled(at(instant, 8) + fraction + "+08:00", HostileKind.OFFSET_PLUS_8));
        ways.add(new Spelled(at(instant, 0) + fraction + "Z", HostileKind.OFFSET_Z));
        ways.add(new Spelled(at(instant, -3) + fraction + "-03:00", HostileKind.OFFSET_MINUS_3));
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        addLocal(ways, instant, local, fraction, HostileKind.LOCAL_TIME, HostileKind.DATE_ALONE);
        ZoneOffsetTransition change = zone.getRules().previousTransition(instant.plusNanos(1));
        if (change != null && change.isGap()) {
            Duration skipped = change.getDuration();
            addLocal(
                    ways,
                    instant,
                    local.minus(skipped),
                    fraction,
                    HostileKind.SKIPPED_TIME,
                    HostileKind.SKIPPED_TIME);
        }
        Spelled way = ways.get(random.nextInt(ways.size()));
        kinds.add(way.kind());
        return way.text();
    }

    /** Adds a local time and a date alone, each only if java.time reads it as the instant. */
    private void addLocal(
            List<Spelled> ways,
            Instant instant,
            LocalDateTime local,
            String fraction,
            HostileKind asTime,
            HostileKind asDate) {
        if (local.atZone(zone).toInstant().equals(instant)) {
            ways.add(new Spelled(SECONDS.format(local) + fraction, asTime));
        }
        LocalDateTime start = local.toLocalDate().atTime(LocalTime.MIDNIGHT);
        if (start.atZone(zone).toInstant().equals(instant)) {
            ways.add(new Spelled(local.toLocalDate().toString(), asDate));
        }
    }

    private static String at(Instant instant, int hours) {
        return SECONDS.format(instant.atOffset(ZoneOffset.ofHours(hours)));
    }

    private String fraction(Instant instant, Set<HostileKind> kinds) {
        int micros = instant.getNano() / 1_000;
        if (random.nextInt(8) == 0) {
            kinds.add(HostileKind.FINER_DIGITS);
            return String.format(".%06d%03d", micros, random.nextInt(1, 1_000));
        }
        return micros == 0 ? "" : String.format(".%06d", micros);
    }

    // ---- numbers and texts ----

    String money(long fen, Set<HostileKind> kinds) {
        BigDecimal yuan = BigDecimal.valueOf(fen, 2);
        switch (random.nextInt(5)) {
            case 0:
                return yuan.toPlainString();
            case 1:
                kinds.add(HostileKind.NUMBER_AS_TEXT);
                return "\"" + yuan.toPlainString() + "0\"";
            case 2:
                kinds.add(HostileKind.NUMBER_WITH_EXPONENT);
                return fen + "e-2";
            case 3:
                return fen % 100 == 0 ? String.valueOf(fen / 100) : yuan.toPlainString();
            default:
                kinds.add(HostileKind.NUMBER_AS_TEXT);
                return "\"" + yuan.toPlainString() + "\"";
        }
    }

    /** Another text that trimming and NFKC turn into the id. */
    String id(String id, Set<HostileKind> kinds) {
        String spelled = id;
        if (random.nextInt(6) == 0) {
            kinds.add(HostileKind.NFKC_ID);
            StringBuilder wide = new StringBuilder();
            spelled.chars()
                    .forEach(c -> wide.append((char) (c > 0x20 && c < 0x7F ? c + 0xFEE0 : c)));
            spelled = wide.toString();
        }
        if (spelled.indexOf('\u00c5') >= 0 && random.nextInt(3) > 0) {
            kinds.add(HostileKind.NFKC_ID);
            spelled = spelled.replace("\u00c5", random.nextBoolean() ? "A\u030A" : "\u212B");
        }
        if (random.nextInt(6) == 0) {
            kinds.add(HostileKind.PADDED_ID);
            String[] pads = {" ", "\t", "  ", "\u3000"};
            spelled = pads[random.nextInt(4)] + spelled + pads[random.nextInt(4)];
        }
        return spelled;
    }

    /** A JSON string, now and then with escapes where none are needed. */
    String text(String text, Set<HostileKind> kinds) {
        boolean escape = random.nextInt(10) == 0;
        if (escape) {
            kinds.add(HostileKind.ESCAPED_TEXT);
        }
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || escape && c > 0x7E) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
