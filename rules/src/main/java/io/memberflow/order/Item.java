package io.memberflow.order;

import io.memberflow.member.Fact;
import io.memberflow.member.OrderItem;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;

/**
 * One item of an order.
 *
 * @param sku trimmed and normalised, or null
 * @param name or null
 * @param category or null
 * @param quantity pieces; corrections may be 0 or negative
 * @param price of one piece in hundredths of a fen, or {@link #NO_PRICE}
 * @param attributes by name
 */
record Item(
        String sku,
        String name,
        String category,
        long quantity,
        long price,
        SortedMap<String, String> attributes) {

    static final long NO_PRICE = Fact.ABSENT;

    /** How many decimals of a yuan a price can have. */
    static final int PRICE_SCALE = 4;

    /** The largest quantity, either way. */
    static final long MAX_QUANTITY = 1_000_000_000L;

    /** The largest price, either way: 1e12 yuan. */
    static final long MAX_PRICE = 10_000_000_000_000_000L;

    private static final Comparator<String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

    /** An order for the items of CSV lines, which carry no attributes; only equal items tie. */
    static final Comparator<Item> BY_CONTENT =
            Comparator.comparing(Item::sku, TEXT)
                    .thenComparing(Item::name, TEXT)
                    .thenComparing(Item::category, TEXT)
                    .thenComparingLong(Item::quantity)
                    .thenComparingLong(Item::price);

    /** The item as it is kept. */
    OrderItem toOrderItem() {
        String[] pairs = new String[2 * attributes.size()];
        int at = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            pairs[at++] = attribute.getKey();
            pairs[at++] = attribute.getValue();
        }
        return new OrderItem(sku, name, category, quantity, price, pairs);
    }

    void addTo(Fingerprint fingerprint) {
        fingerprint.text(sku).text(name).text(category).number(quantity).number(price);
        fingerprint.number(attributes.size());
        attributes.forEach((key, value) -> fingerprint.text(key).text(value));
    }
}
