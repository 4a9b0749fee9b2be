package io.memberflow.job.generate;

import io.memberflow.job.generate.Goods.Item;
import io.memberflow.member.BehaviourType;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/**
 * What members do besides ordering, told along with the orders: half of them look before they
 * order, some are contacted and answer; most orders are received, some are reviewed, complained of
 * or sent back; here and there somebody only looks.
 */
final class BehaviourShop {

    static final String[] CHANNELS = {"SMS", "WECHAT", "EMAIL"};
    private static final long DOINGS = 13;
    private static final long HABITS = 14;
    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    private final ShopPlan plan;
    private final Shoppers shoppers;
    private final Goods goods;
    private final EventJson json;
    private Writer out;
    private long written;

    BehaviourShop(ShopPlan plan) {
        this.plan = plan;
        this.shoppers = new Shoppers(plan);
        this.goods = new Goods(plan.seed());
        this.json = new EventJson(plan);
    }

    void write(Writer to) throws IOException {
        out = to;
        new OrderBook(plan, shoppers).readTo(this::around);
        if (plan.cast()) {
            for (Did did : new Cast(plan).did()) {
                write(did);
            }
        }
    }

    private void around(Placed order) throws IOException {
        Dice dice = Dice.of(plan.seed(), DOINGS, order.number());
        int member = order.member();
        Item item = goods.basket(member, OrderJson.dice(plan, order)).get(0);
        Map<String, String> seen = Map.of("category", item.category());
        Map<String, String> bought = Map.of("order_id", OrderJson.id(order));
        if (dice.chance(0.5)) {
            did(member, order.at() - HOUR, BehaviourType.VIEW, seen);
            did(member, order.at() - HOUR / 2, BehaviourType.CART, seen);
        }
        if (dice.chance(0.15)) {
            Map<String, String> through = Map.of("channel", dice.oneOf(CHANNELS));
            did(member, order.at() - 2 * DAY, BehaviourType.CONTACT, through);
            if (dice.chance(0.4)) {
                did(member, order.at() - DAY, BehaviourType.RESPONSE, through);
            }
        }
        if (dice.chance(0.1)) {
            onlyLook(member, order.at() + dice.below((int) (60 * DAY)), dice);
        }
        long received = order.at() + 3 * DAY + dice.below((int) (4 * DAY));
        double habit = Dice.share(plan.seed(), HABITS, member);
        if (dice.chance(0.6)) {
            boolean manual = dice.chance(0.2 + 0.7 * habit);
            did(
                    member,
                    received,
                    manual ? BehaviourType.RECEIVE_MANUAL : BehaviourType.RECEIVE_AUTO,
                    bought);
            if (manual && dice.chance(habit)) {
                did(member, received + HOUR, BehaviourType.REVIEW, bought);
            }
        }
        if (dice.chance(0.04)) {
            did(member, received + DAY, BehaviourType.COMPLAINT, bought);
        }
        if (dice.chance(0.03)) {
            did(member, received + 2 * DAY, BehaviourType.RETURN, bought);
        }
    }

    private void onlyLook(int member, long at, Dice dice) throws IOException {
        did(member, at, BehaviourType.VISIT, Map.of());
        Map<String, String> category = Map.of("category", goods.liked(member));
        int looks = 1 + dice.below(8);
        for (int i = 0; i < looks; i++) {
            did(
                    member,
                    at + 60 * (i + 1),
                    i % 3 == 2 ? BehaviourType.CLICK : BehaviourType.VIEW,
                    category);
        }
    }

    private void did(int member, long at, BehaviourType type, Map<String, String> details)
            throws IOException {
        if (at < plan.end()) {
            write(new Did("B" + (100_000_000L + written), shoppers.id(member), at, type, details));
        }
    }

    private void write(Did did) throws IOException {
        out.write(json.write(did));
        out.write('\n');
        written++;
    }
}
