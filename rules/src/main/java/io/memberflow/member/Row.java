package io.memberflow.member;

import java.util.Map;

/**
 * One fact as the rule engine sees it: numbers and texts by index, attributes by name, and the
 * tests a rule may make. A test of something the row has not is false, whichever test it is.
 */
public final class Row {
    private final RowType type;
    private final long[] numbers;
    private final String[] texts;
    private final Map<String, String> attributes;
    private final String orderId;

    /**
     * @param numbers by index, {@link Fact#ABSENT} for what it has not
     * @param texts by index, null for what it has not
     * @param attributes by name
     * @param orderId the order it comes from, for reasons; null when it comes from none
     */
    public Row(
            RowType type,
            long[] numbers,
            String[] texts,
            Map<String, String> attributes,
            String orderId) {
        this.type = type;
        this.numbers = numbers;
        this.texts = texts;
        this.attributes = attributes;
        this.orderId = orderId;
    }

    public RowType type() {
        return type;
    }

    /** Position of the type: what compiled rules tell facts apart by. */
    public int getKind() {
        return type.ordinal();
    }

    public String orderId() {
        return orderId;
    }

    /** The number, {@link Fact#ABSENT} when the row has it not. */
    public long number(int field) {
        return numbers[field];
    }

    /** The text, null when the row has it not. */
    public String text(int field) {
        return texts[field];
    }

    /** The attribute's value, null when the row has it not. */
    public String attribute(String name) {
        return attributes.get(name);
    }

    public Map<String, String> attributes() {
        return attributes;
    }
}
