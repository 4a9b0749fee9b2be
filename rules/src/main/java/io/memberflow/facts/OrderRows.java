package io.memberflow.facts;

import io.memberflow.member.OrderDetails;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.List;
import java.util.Map;

/** The orders of the last 365 days as rules read them, counting or not. Newest last. */
final class OrderRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.ORDER);
    private static final int ON = SCHEMA.get("on").index();
    private static final int AGE = SCHEMA.get("age").index();
    private static final int AMOUNT = SCHEMA.get("amount").index();
    private static final int ITEMS = SCHEMA.get("items").index();
    private static final int DISCOUNT = SCHEMA.get("discount").index();
    private static final int MINUTES_TO_PAY = SCHEMA.get("minutesToPay").index();
    private static final int FIRST = SCHEMA.get("first").index();
    private static final int CAMPAIGN = SCHEMA.get("campaign").index();
    private static final int EARLIER_MEAN = SCHEMA.get("earlierMean").index();
    private static final int COUNTS = SCHEMA.get("counts").index();
    private static final int STATUS = SCHEMA.get("status").index();
    private static final int SHOP = SCHEMA.get("shop").index();
    private static final int CHANNEL = SCHEMA.get("channel").index();
    private static final int SOURCE = SCHEMA.get("source").index();
    private static final int CARRIER = SCHEMA.get("carrier").index();
    private static final int PROVINCE = SCHEMA.get("province").index();
    private static final int CITY = SCHEMA.get("city").index();
    private static final int ORDER = SCHEMA.get("order").index();

    private final CampaignOrders campaigns;

    OrderRows(CampaignOrders campaigns) {
        this.campaigns = campaigns;
    }

    /** The one row of an order. */
    List<Row> of(OrdersOn on, int row) {
        return List.of(row(on, row, row == on.first()));
    }

    private Row row(OrdersOn on, int row, boolean first) {
        OrderDetails details = on.details(row);
        long[] numbers = new long[SCHEMA.numbers()];
        numbers[ON] = on.on(row);
        numbers[AGE] = on.age(row);
        numbers[AMOUNT] = on.net(row);
        numbers[ITEMS] = on.quantity(row);
        numbers[DISCOUNT] = details.discount();
        numbers[MINUTES_TO_PAY] = on.minutesToPay(row);
        numbers[FIRST] = first ? 1 : 0;
        numbers[CAMPAIGN] = campaigns.contain(details.source(), on.on(row)) ? 1 : 0;
        numbers[EARLIER_MEAN] = on.earlierMean(row);
        numbers[COUNTS] = on.counts(row) ? 1 : 0;
        String[] texts = new String[SCHEMA.texts()];
        texts[STATUS] = on.status(row).name();
        texts[SHOP] = details.shop();
        texts[CHANNEL] = details.channel();
        texts[SOURCE] = details.source();
        texts[CARRIER] = details.carrier();
        texts[PROVINCE] = details.province();
        texts[CITY] = details.city();
        texts[ORDER] = on.id(row);
        return new Row(RowType.ORDER, numbers, texts, Map.of(), on.id(row));
    }
}
