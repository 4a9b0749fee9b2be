package io.memberflow.facts;

import io.memberflow.member.OrderItem;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was bought in the counting orders of the last 365 days, line by line. */
final class PurchaseRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.PURCHASE);
    private static final int ON = SCHEMA.get("on").index();
    private static final int AGE = SCHEMA.get("age").index();
    private static final int QUANTITY = SCHEMA.get("quantity").index();
    private static final int PRICE = SCHEMA.get("price").index();
    private static final int SKU = SCHEMA.get("sku").index();
    private static final int NAME = SCHEMA.get("name").index();
    private static final int CATEGORY = SCHEMA.get("category").index();
    private static final int ORDER = SCHEMA.get("order").index();

    private PurchaseRows() {}

    /** Those of one order, as its lines stand in it: none when it does not count. */
    static List<Row> of(OrdersOn on, int row) {
        List<Row> rows = new ArrayList<>();
        if (on.counts(row)) {
            for (OrderItem item : on.purchases(row)) {
                rows.add(row(on, row, item));
            }
        }
        return rows;
    }

    private static Row row(OrdersOn on, int row, OrderItem item) {
        long[] numbers = new long[SCHEMA.numbers()];
        numbers[ON] = on.on(row);
        numbers[AGE] = on.age(row);
        numbers[QUANTITY] = item.quantity();
        numbers[PRICE] = item.price();
        String[] texts = new String[SCHEMA.texts()];
        texts[SKU] = item.sku();
        texts[NAME] = item.name();
        texts[CATEGORY] = item.category();
        texts[ORDER] = on.id(row);
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < item.attributes().length; i += 2) {
            attributes.put(item.attributes()[i], item.attributes()[i + 1]);
        }
        return new Row(RowType.PURCHASE, numbers, texts, attributes, on.id(row));
    }
}
