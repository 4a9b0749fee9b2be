package io.memberflow.order;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of an order event; those of the receiver and of an item stand in objects in JSON. */
enum Field {
    ORDER_ID("order_id"),
    VERSION("version"),
    MEMBER_ID("member_id"),
    STATUS("status"),
    CREATED_AT("created_at"),
    PAID_AT("paid_at"),
    UPDATED_AT("updated_at"),
    AMOUNT("amount"),
    REFUND_AMOUNT("refund_amount"),
    DISCOUNT("discount"),
    CURRENCY("currency"),
    SHOP("shop"),
    CHANNEL("channel"),
    SOURCE("source"),
    CARRIER("carrier"),
    PROVINCE("receiver_province"),
    CITY("receiver_city"),
    ADDRESS("receiver_address"),
    SKU("sku"),
    ITEM_NAME("item_name"),
    ITEM_CATEGORY("item_category"),
    ITEM_QUANTITY("item_quantity"),
    ITEM_PRICE("item_price");

    /** By the name of its CSV column. */
    static final Map<String, Field> BY_COLUMN =
            Arrays.stream(values()).collect(Collectors.toMap(f -> f.column, Function.identity()));

    final String column;

    Field(String column) {
        this.column = column;
    }

    /** Whether it stands at the top of a JSON event, by the name of its column. */
    boolean isTopLevel() {
        return compareTo(PROVINCE) < 0;
    }

    /** Whether it makes a CSV row a line of an order. */
    boolean isOfItem() {
        return compareTo(SKU) >= 0;
    }

    boolean isNumber() {
        return switch (this) {
            case VERSION, AMOUNT, REFUND_AMOUNT, DISCOUNT, ITEM_QUANTITY, ITEM_PRICE -> true;
            default -> false;
        };
    }
}
