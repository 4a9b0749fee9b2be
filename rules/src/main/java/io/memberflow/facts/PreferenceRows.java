package io.memberflow.facts;

import io.memberflow.member.CodePoints;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often each value was bought in the last 365 days: of item attributes and the category by
 * pieces, of what an order has one of by orders. An item attribute that is named as one of these is
 * not looked at.
 */
final class PreferenceRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.PREFERENCE);
    private static final int ITEMS = SCHEMA.get("items").index();
    private static final int ORDERS = SCHEMA.get("orders").index();
    private static final int SHARE = SCHEMA.get("share").index();
    private static final int RANK = SCHEMA.get("rank").index();
    private static final int ATTRIBUTE = SCHEMA.get("attribute").index();
    private static final int VALUE = SCHEMA.get("value").index();

    private static final String CATEGORY = "category";
    private static final String CHANNEL = "channel";
    private static final String SOURCE = "source";
    private static final String CARRIER = "carrier";
    private static final String SHOP = "shop";
    private static final Set<String> OUR_NAMES = Set.of(CATEGORY, CHANNEL, SOURCE, CARRIER, SHOP);

    private final OrdersOn on;
    private final Map<String, Map<String, Use>> uses = new TreeMap<>(CodePoints.ORDER);

    private PreferenceRows(OrdersOn on) {
        this.on = on;
    }

    /** How often a value was bought, and in which row last. */
    private static final class Use {
        private final String value;
        private long items;
        private int orders;
        private int last = -1;

        Use(String value) {
            this.value = value;
        }
    }

    /** By attribute, then by rank. */
    static List<Row> of(OrdersOn on) {
        PreferenceRows preferences = new PreferenceRows(on);
        for (int row : on.countingRows()) {
            preferences.add(row);
        }
        return preferences.rows();
    }

    private void add(int row) {
        OrderDetails details = on.details(row);
        use(CHANNEL, details.channel(), 1, row);
        use(SOURCE, details.source(), 1, row);
        use(CARRIER, details.carrier(), 1, row);
        use(SHOP, details.shop(), 1, row);
        for (OrderItem item : on.purchases(row)) {
            use(CATEGORY, item.category(), item.quantity(), row);
            for (int i = 0; i < item.attributes().length; i += 2) {
                String name = item.attributes()[i];
                if (!OUR_NAMES.contains(name)) {
                    use(name, item.attributes()[i + 1], item.quantity(), row);
                }
            }
        }
    }

    private void use(String attribute, String value, long items, int row) {
        if (value == null) {
            return;
        }
        Use use =
                uses.computeIfAbsent(attribute, name -> new HashMap<>())
                        .computeIfAbsent(value, Use::new);
        use.items += items;
        use.orders += use.last == row ? 0 : 1;
        use.last = row;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        uses.forEach(
                (attribute, byValue) -> {
                    List<Use> ranked = byValue.values().stream().sorted(this::compare).toList();
                    long all = ranked.stream().mapToLong(use -> use.items).sum();
                    for (int i = 0; i < ranked.size(); i++) {
                        rows.add(row(attribute, ranked.get(i), all, i + 1));
                    }
                });
        return rows;
    }

    /** Most pieces first, then what was bought latest, then the least value. */
    private int compare(Use a, Use b) {
        return Comparator.<Use>comparingLong(use -> -use.items)
                .thenComparingInt(use -> -on.on(use.last))
                .thenComparing(use -> on.paidAt(use.last), Comparator.reverseOrder())
                .thenComparing(use -> use.value, CodePoints.ORDER)
                .compare(a, b);
    }

    private static Row row(String attribute, Use use, long all, int rank) {
        long[] numbers = new long[SCHEMA.numbers()];
        numbers[ITEMS] = use.items;
        numbers[ORDERS] = use.orders;
        numbers[SHARE] = Figures.ratio(use.items, all);
        numbers[RANK] = rank;
        String[] texts = new String[SCHEMA.texts()];
        texts[ATTRIBUTE] = attribute;
        texts[VALUE] = use.value;
        return new Row(RowType.PREFERENCE, numbers, texts, Map.of(), null);
    }
}
