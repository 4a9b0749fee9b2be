package io.memberflow.job.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.memberflow.job.generate.Goods.Item;
import io.memberflow.job.generate.OrderLife.State;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Writes a state of an order as the event of facts.md §1. */
final class OrderJson {

    static final String[] CARRIERS = {"顺丰", "中通", "圆通", "韵达", "邮政"};
    private static final String[] SOURCES = {
        "SEARCH", "SEARCH", "SEARCH", "JUHUASUAN", "LIVE", "SHOP", "包裹卡", "店铺渠道"
    };
    private static final long PHONES = 8;
    private static final long BASKETS = 9;

    private final JsonFactory json = new JsonFactory();
    private final ShopPlan plan;
    private final Shoppers shoppers;
    private final Goods goods;
    private final Clockwork clockwork;

    OrderJson(ShopPlan plan, Shoppers shoppers) {
        this.plan = plan;
        this.shoppers = shoppers;
        this.goods = new Goods(plan.seed());
        this.clockwork = new Clockwork(plan.zone());
    }

    /** What the crowd's order holds, the same each time; the dice are where it left them. */
    static Dice dice(ShopPlan plan, Placed order) {
        return Dice.of(plan.seed(), BASKETS, order.number());
    }

    static String id(Placed order) {
        return "T" + (100_000_000L + order.number());
    }

    /** One of the crowd's orders in one of its states. */
    String write(Placed order, State state) throws IOException {
        Dice dice = dice(plan, order);
        List<Item> items = goods.basket(order.member(), dice);
        long full = items.stream().mapToLong(i -> i.price() * i.quantity()).sum();
        long discount = dice.chance(0.35) ? full * (5 + dice.below(20)) / 100 : 0;
        long amount = full - discount;
        boolean phone = dice.chance(Dice.share(plan.seed(), PHONES, order.member()));
        return write(
                new Sold(
                        id(order),
                        shoppers.id(order.member()),
                        state.version(),
                        state.status(),
                        order.at(),
                        state.paidAt(),
                        state.at(),
                        amount,
                        state.refund() > 0 && !state.silent()
                                ? Math.round(amount * state.refund())
                                : -1,
                        discount,
                        phone ? "MOBILE" : "PC",
                        dice.oneOf(SOURCES),
                        dice.oneOf(CARRIERS),
                        Place.of(plan, order.member()),
                        items));
    }

    String write(Sold order) throws IOException {
        StringWriter text = new StringWriter(600);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("order_id", order.id());
            out.writeNumberField("version", order.version());
            out.writeStringField("member_id", order.memberId());
            out.writeStringField("status", order.status().name());
            out.writeStringField("created_at", clockwork.write(order.createdAt()));
            if (order.paidAt() > 0) {
                out.writeStringField("paid_at", clockwork.write(order.paidAt()));
            }
            out.writeStringField("updated_at", clockwork.write(order.updatedAt()));
            out.writeStringField("amount", Yuan.write(order.amount()));
            if (order.refund() >= 0) {
                out.writeStringField("refund_amount", Yuan.write(order.refund()));
            }
            if (order.discount() > 0) {
                out.writeStringField("discount", Yuan.write(order.discount()));
            }
            out.writeStringField("currency", "CNY");
            out.writeStringField("shop", "flagship");
            out.writeStringField("channel", order.channel());
            out.writeStringField("source", order.source());
            out.writeStringField("carrier", order.carrier());
            out.writeObjectFieldStart("receiver");
            out.writeStringField("province", order.to().province());
            out.writeStringField("city", order.to().city());
            out.writeStringField("address", order.to().address());
            out.writeEndObject();
            items(order.items(), out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void items(List<Item> items, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("items");
        for (Item item : items) {
            out.writeStartObject();
            out.writeStringField("sku", item.sku());
            out.writeStringField("name", item.name());
            out.writeStringField("category", item.category());
            out.writeNumberField("quantity", item.quantity());
            out.writeStringField("price", Yuan.write(item.price()));
            out.writeObjectFieldStart("attributes");
            for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
                out.writeStringField(attribute.getKey(), attribute.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
