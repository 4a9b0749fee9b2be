package io.memberflow.testdata;

import io.memberflow.testdata.ShopEvent.Did;
import io.memberflow.testdata.ShopEvent.Item;
import io.memberflow.testdata.ShopEvent.Ordered;
import io.memberflow.testdata.ShopEvent.Tag;
import io.memberflow.testdata.ShopEvent.Told;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writes events of the three streams down as JSON, each time in another way of the same meaning.
 */
final class ShopSpelling {
    private final JsonSpelling spelling;
    private final SplittableRandom random;

    /** Which ways were taken; nobody asks here. */
    private final Set<HostileKind> kinds = EnumSet.noneOf(HostileKind.class);

    ShopSpelling(SplittableRandom random, StreamSettings settings) {
        this.spelling = new JsonSpelling(random.split(), settings);
        this.random = random;
    }

    String write(ShopEvent event) {
        Map<String, String> fields;
        if (event instanceof Ordered one) {
            fields = ordered(one);
        } else if (event instanceof Told one) {
            fields = told(one);
        } else {
            fields = did((Did) event);
        }
        return JsonSpelling.join(fields);
    }

    private Map<String, String> ordered(Ordered one) {
        Map<String, String> fields = spelling.fields(one.state(), kinds);
        fields.keySet().removeAll(List.of("shop", "channel", "receiver", "items"));
        put(fields, "shop", one.shop());
        put(fields, "channel", one.channel());
        put(fields, "source", one.source());
        put(fields, "carrier", one.carrier());
        Map<String, String> receiver = new LinkedHashMap<>();
        put(receiver, "province", one.province());
        put(receiver, "city", one.city());
        put(receiver, "address", one.address());
        if (!receiver.isEmpty() || random.nextBoolean()) {
            fields.put("receiver", JsonSpelling.join(receiver));
        }
        if (!one.items().isEmpty() || random.nextBoolean()) {
            fields.put("items", "[" + String.join(",", items(one)) + "]");
        }
        return fields;
    }

    private List<String> items(Ordered one) {
        List<String> items = new ArrayList<>();
        for (Item item : one.items()) {
            Map<String, String> fields = new LinkedHashMap<>();
            if (item.sku() != null) {
                fields.put("sku", spelling.text(spelling.id(item.sku(), kinds), kinds));
            }
            put(fields, "name", item.name());
            put(fields, "category", item.category());
            if (item.quantity() != 1 || random.nextBoolean()) {
                fields.put("quantity", "" + item.quantity());
            }
            if (item.price() != null) {
                String price = BigDecimal.valueOf(item.price(), 4).toPlainString();
                fields.put("price", random.nextBoolean() ? price : "\"" + price + "\"");
            }
            if (!item.attributes().isEmpty()) {
                fields.put("attributes", texts(item.attributes()));
            }
            items.add(JsonSpelling.join(fields));
        }
        return items;
    }

    private Map<String, String> told(Told one) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("updated_at", time(one.madeAt()));
        fields.put("member_id", spelling.text(spelling.id(one.memberId(), kinds), kinds));
        if (one.forget()) {
            fields.put("forget", "true");
        } else if (random.nextInt(8) == 0) {
            fields.put("forget", "false");
        }
        one.fields()
                .forEach(
                        (name, value) ->
                                fields.put(
                                        name,
                                        value != null && name.equals("registered_at")
                                                ? time(Instant.parse(value))
                                                : text(value)));
        if (!one.attributes().isEmpty()) {
            fields.put("attributes", texts(one.attributes()));
        }
        if (!one.tags().isEmpty()) {
            fields.put(
                    "tags",
                    "[" + String.join(",", one.tags().stream().map(this::tag).toList()) + "]");
        }
        return fields;
    }

    private String tag(Tag tag) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", text(tag.key()));
        fields.put("value", text(tag.value()));
        fields.put("source", text(tag.source()));
        if (tag.at() != null) {
            fields.put("at", time(tag.at()));
        }
        if (tag.until() != null || random.nextBoolean()) {
            fields.put("until", tag.until() == null ? "null" : "\"" + tag.until() + "\"");
        }
        if (tag.withdrawn() || random.nextBoolean()) {
            fields.put("withdrawn", "" + tag.withdrawn());
        }
        return JsonSpelling.join(fields);
    }

    private Map<String, String> did(Did one) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event_id", spelling.text(spelling.id(one.eventId(), kinds), kinds));
        fields.put("member_id", spelling.text(spelling.id(one.memberId(), kinds), kinds));
        fields.put("at", time(one.madeAt()));
        fields.put("type", text(one.type()));
        put(fields, "sku", one.sku());
        put(fields, "category", one.category());
        put(fields, "campaign", one.campaign());
        put(fields, "channel", one.channel());
        put(fields, "order_id", one.orderId());
        put(fields, "value", one.value());
        return fields;
    }

    /** A field, or one of the two ways to say that there is none. */
    private void put(Map<String, String> fields, String name, String value) {
        if (value != null || random.nextInt(4) == 0) {
            fields.put(name, text(value));
        }
    }

    private String texts(Map<String, String> texts) {
        Map<String, String> fields = new LinkedHashMap<>();
        texts.forEach((name, value) -> fields.put(name, text(value)));
        return JsonSpelling.join(fields);
    }

    private String text(String text) {
        return text == null ? "null" : spelling.text(text, kinds);
    }

    private String time(Instant instant) {
        return "\"" + spelling.time(instant, kinds) + "\"";
    }
}
