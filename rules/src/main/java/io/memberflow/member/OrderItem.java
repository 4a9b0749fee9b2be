package io.memberflow.member;

/**
 * One item of an order, as a rule may ask for it.
 *
 * @param sku trimmed and normalised, or null
 * @param name or null
 * @param category or null
 * @param quantity pieces; 0 and negative ones are corrections and no purchases
 * @param price of one piece in hundredths of a fen, {@link Fact#ABSENT} when not given
 * @param attributes names and values in turn, ascending by name
 */
public record OrderItem(
        String sku, String name, String category, long quantity, long price, String[] attributes) {}
