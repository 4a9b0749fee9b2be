package io.memberflow.job.generate;

import io.memberflow.job.generate.Goods.Item;
import io.memberflow.member.BehaviourType;
import io.memberflow.order.OrderStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A member of the cast and its past, told in days before the last day of the plan. */
final class Person {

    private static final Place HOME = new Place("广东省", "佛山市", "汾江中路 1 号");
    private static final long MINUTE = 60;

    private final ShopPlan plan;
    private final String id;
    private final Map<String, String> fields = new TreeMap<>();
    private final Map<String, String> attributes = new TreeMap<>();
    private final List<Known.Tag> tags = new ArrayList<>();
    private final List<Sold> sold = new ArrayList<>();
    private final List<Did> did = new ArrayList<>();

    Person(ShopPlan plan, String id) {
        this.plan = plan;
        this.id = id;
    }

    Person field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    Person attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    Person tag(String key, String value, String source) {
        tags.add(new Known.Tag(key, value, source));
        return this;
    }

    Person lives(String province, String city, String address) {
        return field("province", province).field("city", city).field("address", address);
    }

    /** Ordered at ten in the morning and paid five minutes later, without anything special. */
    Person buys(int daysAgo, Item... items) {
        return orders(daysAgo, new Terms(), items);
    }

    /** How an order was made; the one without anything special is {@code new Terms()}. */
    record Terms(
            int yuan,
            int discount,
            long minutesToPay,
            String channel,
            String source,
            Place to,
            OrderStatus status) {

        Terms() {
            this(-1, 0, 5, "PC", "SEARCH", HOME, OrderStatus.COMPLETED);
        }

        /** For this sum, in place of the sum of its items. */
        Terms yuan(int sum) {
            return new Terms(sum, discount, minutesToPay, channel, source, to, status);
        }

        Terms discount(int sum) {
            return new Terms(yuan, sum, minutesToPay, channel, source, to, status);
        }

        Terms paidAfter(long minutes) {
            return new Terms(yuan, discount, minutes, channel, source, to, status);
        }

        Terms through(String place) {
            return new Terms(yuan, discount, minutesToPay, place, source, to, status);
        }

        Terms from(String origin) {
            return new Terms(yuan, discount, minutesToPay, channel, origin, to, status);
        }

        Terms to(Place place) {
            return new Terms(yuan, discount, minutesToPay, channel, source, place, status);
        }

        Terms status(OrderStatus end) {
            return new Terms(yuan, discount, minutesToPay, channel, source, to, end);
        }
    }

    Person orders(int daysAgo, Terms terms, Item... items) {
        long sum = Arrays.stream(items).mapToLong(i -> i.price() * i.quantity()).sum();
        long created = at(daysAgo, 0);
        boolean paid = terms.status().isPaid();
        long last = created + terms.minutesToPay() * MINUTE;
        sold.add(
                new Sold(
                        "T-" + id + "-" + sold.size(),
                        id,
                        1,
                        terms.status(),
                        created,
                        paid ? last : 0,
                        last,
                        (terms.yuan() < 0 ? sum : terms.yuan() * 100L) - terms.discount() * 100L,
                        -1,
                        terms.discount() * 100L,
                        terms.channel(),
                        terms.source(),
                        OrderJson.CARRIERS[0],
                        terms.to(),
                        List.of(items)));
        return this;
    }

    /** Does something in the afternoon, each time a minute later. */
    Person does(int daysAgo, BehaviourType type, String detail, String value) {
        long at = at(daysAgo, 300L + did.size());
        did.add(new Did("B-" + id + "-" + did.size(), id, at, type, Map.of(detail, value)));
        return this;
    }

    /** What is known of it since the first day of the plan; everybody is known. */
    Known known() {
        long since = plan.from().atStartOfDay(plan.zone()).toEpochSecond();
        return new Known(id, since, fields, attributes, tags);
    }

    List<Sold> sold() {
        return sold;
    }

    List<Did> did() {
        return did;
    }

    private long at(int daysAgo, long minutes) {
        LocalDate day = plan.to().minusDays(daysAgo);
        return day.atTime(10, 0).atZone(plan.zone()).toEpochSecond() + minutes * MINUTE;
    }
}
