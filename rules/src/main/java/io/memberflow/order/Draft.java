package io.memberflow.order;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An order event as far as its form goes: the texts of its fields, its items, and the first thing
 * found wrong with it. Reading goes on after a fault, because an operator wants to know the member.
 */
final class Draft {

    private final Map<Field, String> values = new EnumMap<>(Field.class);
    private final List<Item> items = new ArrayList<>();
    private final Fault fault = new Fault();

    /** Makes it empty, to be used again. */
    void clear() {
        values.clear();
        items.clear();
        fault.clear();
    }

    /** Says what is wrong, in one sentence for a person; only the first stays. */
    void fault(String sentence) {
        fault.found(sentence);
    }

    /** The first thing wrong with the form, or null. */
    String fault() {
        return fault.sentence();
    }

    Fault faults() {
        return fault;
    }

    /** The text of a field, null when it is absent. */
    String get(Field field) {
        return values.get(field);
    }

    /** Sets the text of a field, null for an absent one; false when it was set before. */
    boolean put(Field field, String value) {
        boolean first = !values.containsKey(field);
        values.put(field, value);
        return first;
    }

    List<Item> items() {
        return items;
    }

    /**
     * Adds an item from its texts, absent ones null.
     *
     * @param place what stands before a field's name in a sentence about it
     */
    void addItem(
            String place,
            String sku,
            String name,
            String category,
            String quantity,
            String price,
            SortedMap<String, String> attributes) {
        items.add(
                new Item(
                        sku(place, sku),
                        name,
                        category,
                        quantity == null ? 1 : quantity(place, quantity),
                        price == null ? Item.NO_PRICE : price(place, price),
                        attributes));
    }

    /** Adds the one item of a CSV line. */
    void addItemOfRow() {
        addItem(
                "item_",
                get(Field.SKU),
                get(Field.ITEM_NAME),
                get(Field.ITEM_CATEGORY),
                get(Field.ITEM_QUANTITY),
                get(Field.ITEM_PRICE),
                new TreeMap<>());
    }

    private String sku(String place, String sku) {
        if (sku == null) {
            return null;
        }
        String id = Texts.normaliseId(sku);
        if (id == null) {
            String name = place.endsWith("_") ? "sku" : place + "sku";
            fault(name + " is longer than " + Texts.MAX_NAME + " characters: send a shorter id.");
        }
        return id == null || id.isEmpty() ? null : id;
    }

    private long quantity(String place, String text) {
        long quantity = Decimals.parse(text, 0);
        if (!Decimals.isNumber(quantity) || Math.abs(quantity) > Item.MAX_QUANTITY) {
            fault(
                    place
                            + "quantity is no whole number from -1e9 to 1e9:"
                            + " send the number of pieces.");
            return 0;
        }
        return quantity;
    }

    private long price(String place, String text) {
        long price = Decimals.parse(text, Item.PRICE_SCALE);
        if (!Decimals.isNumber(price) || Math.abs(price) > Item.MAX_PRICE) {
            fault(
                    place
                            + "price is no decimal number up to 1e12 with at most four decimals:"
                            + " send the price of one piece, as in 12.50.");
            return Item.NO_PRICE;
        }
        return price;
    }
}
