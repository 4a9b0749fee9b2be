package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.testdata.ShopEvent.Item;
import io.memberflow.testdata.ShopEvent.Ordered;
import java.math.BigInteger;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a member's orders say besides their sums, as of a day (facts.md §4 shares, §6, §7). */
final class OracleBasket {
    private static final long LARGE_AMOUNT = 1_000_00;
    private static final int LARGE_DAYS = 30;
    private static final int SAMPLE_DAYS = 60;

    /** A standing order and what it adds up to. */
    private record Bought(Ordered said, Order order) {}

    private static final Comparator<Bought> BY_PAYMENT =
            Comparator.comparingLong((Bought bought) -> bought.order().paidAt())
                    .thenComparing(
                            bought -> bought.order().orderId(), OracleProfile::compareCodePoints);

    /** Standing orders with a date, that date not after the day. */
    private final List<Bought> all = new ArrayList<>();

    /** Those of them that count, by payment. */
    private final List<Bought> counting;

    private final List<Bought> year;
    private final OracleShop shop;
    private final int day;

    /**
     * @param states states of the member's orders that are not void, in any order
     */
    OracleBasket(List<Ordered> states, OracleShop shop, int day) {
        this.shop = shop;
        this.day = day;
        Map<String, Bought> standing = new HashMap<>();
        for (Ordered state : states) {
            Order order = state.state().toOrder(shop.zone(), 0);
            Bought before = standing.get(order.orderId());
            if (before == null || OracleOrders.stands(order, before.order())) {
                standing.put(order.orderId(), new Bought(state, order));
            }
        }
        for (Bought bought : standing.values()) {
            if (bought.order().day() != Order.NO_DAY && bought.order().day() <= day) {
                all.add(bought);
            }
        }
        counting =
                all.stream()
                        .filter(bought -> OracleOrders.counts(bought.order()))
                        .sorted(BY_PAYMENT)
                        .toList();
        year = counting.stream().filter(bought -> age(bought) < 365).toList();
    }

    private int age(Bought bought) {
        return day - bought.order().day();
    }

    private static long net(Bought bought) {
        return bought.order().amount() - bought.order().refund();
    }

    private boolean isCampaign(Bought bought) {
        return "JUHUASUAN".equals(bought.said().source())
                || shop.isCampaignDay(bought.order().day());
    }

    // ---- numbers ----

    void numbers(SortedMap<String, Long> numbers, long complaints) {
        int orders = year.size();
        long pieces = 0;
        long discounted = 0;
        long campaigns = 0;
        long mobile = 0;
        List<Long> minutes = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        Set<List<String>> addresses = new HashSet<>();
        for (Bought bought : year) {
            pieces += bought.order().quantity();
            discounted += bought.said().state().discount() > 0 ? 1 : 0;
            campaigns += isCampaign(bought) ? 1 : 0;
            mobile += "MOBILE".equals(bought.said().channel()) ? 1 : 0;
            amounts.add(net(bought));
            if (minutesToPay(bought) != null) {
                minutes.add(minutesToPay(bought));
            }
            Ordered said = bought.said();
            if (said.address() != null) {
                // The same street of another city is another address.
                addresses.add(Arrays.asList(said.province(), said.city(), said.address()));
            }
        }
        put(numbers, "discountShare", OracleMath.ratio(discounted, orders));
        put(numbers, "campaignShare", OracleMath.ratio(campaigns, orders));
        put(numbers, "mobileShare", OracleMath.ratio(mobile, orders));
        put(numbers, "complaintRate", OracleMath.ratio(complaints, orders));
        put(numbers, "itemsPerOrder", OracleMath.ratio(pieces, orders));
        put(numbers, "medianMinutesToPay", OracleMath.median(minutes));
        put(numbers, "typicalOrderValue", OracleMath.median(amounts));
        numbers.put("addresses", (long) addresses.size());
        numbers.put("sizesBought", sizesBought());
        if (!counting.isEmpty()) {
            numbers.put("firstOrderCampaign", isCampaign(counting.get(0)) ? 1L : 0L);
        }
        returned(numbers);
        largeOrder(numbers);
        put(numbers, "sampleConversion", sampleConversion());
    }

    private static void put(SortedMap<String, Long> numbers, String name, Long value) {
        if (value != null) {
            numbers.put(name, value);
        }
    }

    private static Long minutesToPay(Bought bought) {
        OrderState state = bought.said().state();
        if (state.createdAt() == null || state.paidAt() == null) {
            return null;
        }
        return Math.floorDiv(
                ChronoUnit.MICROS.between(state.createdAt(), state.paidAt()), 60_000_000L);
    }

    private void returned(SortedMap<String, Long> numbers) {
        TreeSet<Integer> dates = new TreeSet<>();
        counting.forEach(bought -> dates.add(bought.order().day()));
        Integer before = null;
        for (int date : dates) {
            if (before != null && date - before >= shop.awayDays()) {
                numbers.put("returnedOn", (long) date);
                numbers.put("returnedDays", (long) day - date);
                numbers.put("awayDays", (long) date - before);
            }
            before = date;
        }
    }

    private Long earlierMean(Bought bought) {
        BigInteger sum = BigInteger.ZERO;
        long count = 0;
        for (Bought other : counting) {
            if (BY_PAYMENT.compare(other, bought) < 0) {
                sum = sum.add(BigInteger.valueOf(net(other)));
                count++;
            }
        }
        return count == 0 ? null : OracleMath.mean(sum, count);
    }

    private void largeOrder(SortedMap<String, Long> numbers) {
        for (Bought bought : counting) {
            if (age(bought) < LARGE_DAYS) {
                Long mean = earlierMean(bought);
                long bound = Math.max(LARGE_AMOUNT, mean == null ? 0 : 3 * mean);
                if (net(bought) >= bound) {
                    numbers.merge("largeOrderOn", (long) bought.order().day(), Math::max);
                }
            }
        }
    }

    private record Line(Bought order, Item item) {}

    private List<Line> purchases() {
        List<Line> lines = new ArrayList<>();
        for (Bought bought : year) {
            for (Item item : bought.said().items()) {
                if (item.quantity() > 0) {
                    lines.add(new Line(bought, item));
                }
            }
        }
        return lines;
    }

    private long sizesBought() {
        return purchases().stream()
                .map(line -> line.item().attributes().get("尺码"))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private Long sampleConversion() {
        long samples = 0;
        long followed = 0;
        for (Line line : purchases()) {
            if (isSample(line)) {
                samples++;
                followed += purchases().stream().anyMatch(other -> follows(other, line)) ? 1 : 0;
            }
        }
        return samples < 2 ? null : OracleMath.ratio(followed, samples);
    }

    private boolean isSample(Line line) {
        return line.item().sku() != null && shop.samples().contains(line.item().sku());
    }

    private boolean follows(Line other, Line sample) {
        int days = other.order().order().day() - sample.order().order().day();
        return !isSample(other)
                && sample.item().category() != null
                && sample.item().category().equals(other.item().category())
                && BY_PAYMENT.compare(other.order(), sample.order()) > 0
                && days <= SAMPLE_DAYS;
    }

    // ---- texts ----

    String firstSource() {
        return counting.isEmpty() ? null : counting.get(0).said().source();
    }

    /** What the newest counting order says that says anything. */
    String newest(Function<Ordered, String> field) {
        String newest = null;
        for (Bought bought : counting) {
            String text = field.apply(bought.said());
            newest = text == null ? newest : text;
        }
        return newest;
    }

    /** Receivers' addresses of the last 365 days. */
    SortedSet<String> addresses() {
        SortedSet<String> addresses = new TreeSet<>();
        year.stream().map(b -> b.said().address()).filter(Objects::nonNull).forEach(addresses::add);
        return addresses;
    }

    // ---- rows ----

    List<OracleRow> orderRows() {
        List<OracleRow> rows = new ArrayList<>();
        for (Bought bought : all) {
            if (age(bought) >= 365) {
                continue;
            }
            Ordered said = bought.said();
            boolean counts = OracleOrders.counts(bought.order());
            rows.add(
                    new OracleRow.Builder("Order")
                            .put("on", (long) bought.order().day())
                            .put("age", (long) age(bought))
                            .put("amount", net(bought))
                            .put("items", bought.order().quantity())
                            .put("discount", said.state().discount())
                            .put("minutesToPay", minutesToPay(bought))
                            .put("first", counts && counting.get(0).equals(bought))
                            .put("campaign", isCampaign(bought))
                            .put("earlierMean", earlierMean(bought))
                            .put("counts", counts)
                            .put("status", bought.order().status().name())
                            .put("shop", said.shop())
                            .put("channel", said.channel())
                            .put("source", said.source())
                            .put("carrier", said.carrier())
                            .put("province", said.province())
                            .put("city", said.city())
                            .put("order", bought.order().orderId())
                            .build());
        }
        return rows;
    }

    List<OracleRow> purchaseRows() {
        List<OracleRow> rows = new ArrayList<>();
        for (Line line : purchases()) {
            Item item = line.item();
            OracleRow.Builder row =
                    new OracleRow.Builder("Purchase")
                            .put("order", line.order().order().orderId())
                            .put("on", (long) line.order().order().day())
                            .put("age", (long) age(line.order()))
                            .put("quantity", item.quantity())
                            .put("price", item.price())
                            .put("sku", item.sku())
                            .put("name", item.name())
                            .put("category", item.category());
            item.attributes().forEach((name, value) -> row.put("attributes." + name, value));
            rows.add(row.build());
        }
        return rows;
    }

    // ---- preferences ----

    private static final class Use {
        long items;
        final Set<String> orders = new HashSet<>();
        int day = Integer.MIN_VALUE;
        long paidAt = Long.MIN_VALUE;

        void add(Bought bought, long pieces) {
            items += pieces;
            orders.add(bought.order().orderId());
            if (bought.order().day() > day
                    || bought.order().day() == day && bought.order().paidAt() > paidAt) {
                day = bought.order().day();
                paidAt = bought.order().paidAt();
            }
        }
    }

    List<OracleRow> preferenceRows() {
        SortedMap<String, SortedMap<String, Use>> uses = new TreeMap<>();
        for (Line line : purchases()) {
            Map<String, String> values = new HashMap<>(line.item().attributes());
            if (line.item().category() != null) {
                values.put("category", line.item().category());
            }
            values.forEach((name, value) -> use(uses, name, value, line.order(), line.item()));
        }
        for (Bought bought : year) {
            use(uses, "channel", bought.said().channel(), bought, null);
            use(uses, "source", bought.said().source(), bought, null);
            use(uses, "carrier", bought.said().carrier(), bought, null);
            use(uses, "shop", bought.said().shop(), bought, null);
        }
        List<OracleRow> rows = new ArrayList<>();
        uses.forEach((attribute, values) -> addPreferences(rows, attribute, values));
        return rows;
    }

    private static void use(
            SortedMap<String, SortedMap<String, Use>> uses,
            String attribute,
            String value,
            Bought bought,
            Item item) {
        if (value != null) {
            uses.computeIfAbsent(attribute, a -> new TreeMap<>())
                    .computeIfAbsent(value, v -> new Use())
                    .add(bought, item == null ? 1 : item.quantity());
        }
    }

    private static void addPreferences(
            List<OracleRow> rows, String attribute, SortedMap<String, Use> values) {
        long whole = values.values().stream().mapToLong(use -> use.items).sum();
        values.forEach(
                (value, use) -> {
                    long rank = 1;
                    for (Map.Entry<String, Use> other : values.entrySet()) {
                        rank += isBefore(other, value, use) ? 1 : 0;
                    }
                    rows.add(
                            new OracleRow.Builder("Preference")
                                    .put("attribute", attribute)
                                    .put("value", value)
                                    .put("items", use.items)
                                    .put("orders", (long) use.orders.size())
                                    .put("share", OracleMath.ratio(use.items, whole))
                                    .put("rank", rank)
                                    .build());
                });
    }

    private static boolean isBefore(Map.Entry<String, Use> other, String value, Use use) {
        Use that = other.getValue();
        if (that.items != use.items) {
            return that.items > use.items;
        }
        if (that.day != use.day) {
            return that.day > use.day;
        }
        if (that.paidAt != use.paidAt) {
            return that.paidAt > use.paidAt;
        }
        return OracleProfile.compareCodePoints(other.getKey(), value) < 0;
    }
}
