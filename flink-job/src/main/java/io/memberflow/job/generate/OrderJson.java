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

    private static final String[][] CITIES = {
        {"上海市", "上海市", "南京西路 1788 号"},
        {"浙江省", "杭州市", "文三路 100 号东方大厦"},
        {"广东省", "广州市", "天河路 385 号"},
        {"广东省", "深圳市", "深南大道 6008 号"},
        {"北京市", "北京市", "中关村大街 27 号"},
        {"江苏省", "南京市", "中山路 18 号"},
        {"四川省", "成都市", "春熙路 66 号"},
        {"湖北省", "武汉市", "珞喻路 129 号大学宿舍"},
        {"福建省", "福州市", "五四路 158 号"},
        {"重庆市", "重庆市", "解放碑民权路 28 号"},
        {"湖南省", "长沙市", "五一大道 717 号"},
        {"陕西省", "西安市", "长安北路 91 号"}
    };
    private static final String[] CARRIERS = {"顺丰", "中通", "圆通", "韵达", "邮政"};
    private static final String[] SOURCES = {"SEARCH", "SEARCH", "JUHUASUAN", "LIVE", "SHOP"};
    private static final long HOMES = 7;
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

    String write(Placed order, State state) throws IOException {
        Dice dice = Dice.of(plan.seed(), BASKETS, order.number());
        List<Item> items = goods.basket(order.member(), dice);
        long full = items.stream().mapToLong(i -> i.price() * i.quantity()).sum();
        long discount = dice.chance(0.35) ? full * (5 + dice.below(20)) / 100 : 0;
        long amount = full - discount;
        StringWriter text = new StringWriter(600);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("order_id", "T" + (100_000_000L + order.number()));
            out.writeNumberField("version", state.version());
            out.writeStringField("member_id", shoppers.id(order.member()));
            out.writeStringField("status", state.status().name());
            out.writeStringField("created_at", clockwork.write(order.at()));
            if (state.paidAt() > 0) {
                out.writeStringField("paid_at", clockwork.write(state.paidAt()));
            }
            out.writeStringField("updated_at", clockwork.write(state.at()));
            out.writeStringField("amount", Yuan.write(amount));
            if (state.refund() > 0 && !state.silent()) {
                out.writeStringField(
                        "refund_amount", Yuan.write(Math.round(amount * state.refund())));
            }
            if (discount > 0) {
                out.writeStringField("discount", Yuan.write(discount));
            }
            out.writeStringField("currency", "CNY");
            out.writeStringField("shop", "flagship");
            boolean phone = dice.chance(Dice.share(plan.seed(), PHONES, order.member()));
            out.writeStringField("channel", phone ? "MOBILE" : "PC");
            out.writeStringField("source", dice.oneOf(SOURCES));
            out.writeStringField("carrier", dice.oneOf(CARRIERS));
            receiver(order.member(), out);
            items(items, out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private void receiver(int member, JsonGenerator out) throws IOException {
        String[] home = CITIES[(int) (CITIES.length * Dice.share(plan.seed(), HOMES, member))];
        out.writeObjectFieldStart("receiver");
        out.writeStringField("province", home[0]);
        out.writeStringField("city", home[1]);
        out.writeStringField("address", home[2]);
        out.writeEndObject();
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
