package io.memberflow.testdata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reads valid order events, for these tests alone; knows nothing of faults. */
final class TestOrderReader {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private TestOrderReader() {}

    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    static Order order(JsonNode event, ZoneId zone, long fingerprint) {
        OrderStatus status = OrderStatus.valueOf(event.get("status").asText());
        Instant created = time(event.get("created_at"), zone);
        Instant paid = time(event.get("paid_at"), zone);
        Instant updated = time(event.get("updated_at"), zone);
        if (updated == null) {
            updated = paid != null ? paid : created;
        }
        Instant dated = status.isPaid() ? paid : updated;
        long amount = fen(event.get("amount"));
        long refund =
                event.hasNonNull("refund_amount")
                        ? fen(event.get("refund_amount"))
                        : status == OrderStatus.REFUNDED ? amount : 0;
        long pieces = 0;
        for (JsonNode item : event.path("items")) {
            pieces += Long.parseLong(item.path("quantity").asText("1"));
        }
        return new Order(
                id(event.get("member_id")),
                id(event.get("order_id")),
                Long.parseLong(event.path("version").asText("0")),
                status,
                updated == null ? Order.NO_TIME : micros(updated),
                paid == null ? Order.NO_TIME : micros(paid),
                dated == null ? Order.NO_DAY : (int) dated.atZone(zone).toLocalDate().toEpochDay(),
                amount,
                refund,
                event.hasNonNull("discount") && fen(event.get("discount")) > 0,
                pieces,
                fingerprint,
                null);
    }

    static List<Instant> times(JsonNode event, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        for (String field : List.of("created_at", "paid_at", "updated_at")) {
            if (event.hasNonNull(field)) {
                times.add(time(event.get(field), zone));
            }
        }
        return times;
    }

    private static Instant time(JsonNode node, ZoneId zone) {
        if (node == null || node.isNull()) {
            return null;
        }
        String text = node.asText();
        if (text.length() == 10) {
            return LocalDate.parse(text).atTime(0, 0).atZone(zone).toInstant();
        }
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static String id(JsonNode node) {
        return Normalizer.normalize(node.asText(), Normalizer.Form.NFKC).strip();
    }

    private static long fen(JsonNode node) {
        return new BigDecimal(node.asText()).movePointRight(2).longValueExact();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
