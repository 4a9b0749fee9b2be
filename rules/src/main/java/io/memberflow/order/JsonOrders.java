package io.memberflow.order;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The form of a JSON order event. */
final class JsonOrders {

    private static final Map<String, Field> RECEIVER =
            Map.of("province", Field.PROVINCE, "city", Field.CITY, "address", Field.ADDRESS);
    private static final List<String> ITEM =
            List.of("sku", "name", "category", "quantity", "price", "attributes");
    private static final int ATTRIBUTES = ITEM.indexOf("attributes");

    private final JsonText json = new JsonText();

    private Draft draft;

    /** Reads {@code text}, which holds no raw forbidden character, into an empty draft. */
    void read(String text, Draft into) {
        draft = into;
        json.read(text, into.faults(), this::topLevel);
    }

    private void topLevel() throws IOException {
        boolean receiver = false;
        boolean items = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("receiver")) {
                json.once(!receiver, name);
                receiver = true;
                receiver();
            } else if (name.equals("items")) {
                json.once(!items, name);
                items = true;
                items();
            } else {
                Field field = Field.BY_COLUMN.get(name);
                if (field != null && field.isTopLevel()) {
                    String value = field.isNumber() ? json.number(name) : json.text(name);
                    json.once(draft.put(field, value), name);
                } else {
                    json.skip();
                }
            }
        }
    }

    private void receiver() throws IOException {
        if (!json.startsObject("receiver")) {
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            Field field = RECEIVER.get(name);
            if (field != null) {
                String full = "receiver." + name;
                json.once(draft.put(field, json.text(full)), full);
            } else {
                json.skip();
            }
        }
    }

    private void items() throws IOException {
        if (!json.startsArray("items")) {
            return;
        }
        int index = json.nextObject("items", -1, "item");
        while (index >= 0) {
            item("items[" + index + "].");
            index = json.nextObject("items", index, "item");
        }
    }

    private void item(String place) throws IOException {
        String[] values = new String[ITEM.size()];
        SortedMap<String, String> attributes = new TreeMap<>();
        int seen = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            int known = ITEM.indexOf(name);
            if (known < 0) {
                json.skip();
                continue;
            }
            String full = place + name;
            json.once((seen & 1 << known) == 0, full);
            seen |= 1 << known;
            if (known == ATTRIBUTES) {
                json.attributes(full, attributes);
            } else {
                boolean number = name.equals("quantity") || name.equals("price");
                values[known] = number ? json.number(full) : json.text(full);
            }
        }
        attributes.values().removeIf(Objects::isNull);
        draft.addItem(place, values[0], values[1], values[2], values[3], values[4], attributes);
    }
}
