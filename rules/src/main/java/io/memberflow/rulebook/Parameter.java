package io.memberflow.rulebook;

import java.math.BigDecimal;

/**
 * A number or window that rules name instead of writing it out.
 *
 * @param name as rules write it
 * @param type what it is
 * @param value its value: a number of days, orders or yuan, a text, or the name of a window
 * @param min the least a shop may choose, or null
 * @param max the most, or null
 * @param zh what it means, in Chinese
 */
public record Parameter(
        String name, Type type, String value, BigDecimal min, BigDecimal max, String zh) {

    /** What a parameter stands for. */
    public enum Type {
        DAYS,
        COUNT,
        MONEY,
        PERCENT,
        RATIO,
        TEXT,
        WINDOW
    }
}
