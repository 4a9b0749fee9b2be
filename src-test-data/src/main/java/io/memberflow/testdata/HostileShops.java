package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.testdata.LifeGenerator.Draft;
import io.memberflow.testdata.ShopEvent.Did;
import io.memberflow.testdata.ShopEvent.Item;
import io.memberflow.testdata.ShopEvent.Ordered;
import io.memberflow.testdata.ShopEvent.Tag;
import io.memberflow.testdata.ShopEvent.Told;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Orders, members and behaviours made to break whoever reads them: the lives of {@link
 * HostileStreams} with items, receivers and channels, profiles that contradict themselves at one
 * instant, tags that end and are withdrawn, ids used twice, and members forgotten in the middle.
 * Equal settings give equal shops, so the seed of a failure replays it.
 */
public final class HostileShops {
    private static final List<String> SKUS = sparse("S-1", "s-1", "S-2", "X-1", "X-2", "X-3");
    private static final List<String> CATEGORIES = sparse("内衣", "面膜", "Å");
    private static final List<String> NAMES = sparse("蕾丝文胸 \uD83D\uDC57", "试用装");
    private static final List<String> ATTRIBUTES = List.of("颜色", "尺码", "风格", "category2");
    private static final List<String> VALUES = List.of("红", "\uFF21", "\uD83D\uDC57", "75B", "黑 ");
    private static final List<String> CHANNELS = sparse("MOBILE", "PC", "mobile", "SMS");
    private static final List<String> SOURCES = sparse("JUHUASUAN", "包裹卡", "juhuasuan");
    private static final List<String> CARRIERS = sparse("顺丰", "圆通");
    private static final List<String> SHOPS = sparse("旗舰店", "专卖店");
    private static final List<String> PROVINCES = sparse("浙江省", "上海市", "福建");
    private static final List<String> CITIES = sparse("杭州市", "上海市", "长沙");
    private static final List<String> ADDRESSES =
            sparse("文三路税务局大厦", "税务局", "厕所旁", "大学律师事务所", "税务局书店");
    private static final List<String> TEXT_FIELDS =
            List.of("name", "nick", "gender", "email", "phone", "province", "city", "address");
    private static final List<String> EMAILS = List.of("a@QQ.com", "b@c@163.COM", "none", "x@");
    private static final List<String> BIRTHDAYS =
            List.of("1996-02-29", "1990-03-01", "2000-12-31", "1900-01-01");

    /** Tag keys, of which the first holds one value at a time. */
    static final List<String> TAG_KEYS = List.of("等级", "口味", "品牌");

    private static final List<List<String>> TAG_VALUES =
            List.of(List.of("高", "中", "低"), List.of("甜", "咸"), List.of("甲", "\uD83D\uDC57"));
    private static final List<String> TAG_SOURCES = List.of("MANUAL", "SELF", "BATCH");
    private static final int[] AGES = {0, 1, 6, 7, 29, 30, 60, 89, 90, 91, 364, 365, 366, 729};

    private final StreamSettings settings;
    private final SplittableRandom random;
    private final List<Instant> instants = new ArrayList<>();

    /**
     * A line of one of the streams.
     *
     * @param stream {@code orders}, {@code members} or {@code behaviours}
     */
    public record Line(ShopEvent event, String stream, String json) {}

    private HostileShops(StreamSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
    }

    /** Shuffled events of all three streams, about three times {@link StreamSettings#events()}. */
    public static List<Line> lines(StreamSettings settings) {
        return new HostileShops(settings).lines();
    }

    /** The tables of the shop that the events are made for. */
    public static OracleShop shop(StreamSettings settings) {
        LocalDate asOf = settings.asOf();
        Map<String, Map<String, String>> words = new TreeMap<>();
        words.put("places", Map.of("局", "公务员", "税务局", "公务员", "大厦", "白领族", "大学", "学生群体"));
        words.put("rooms", Map.of("所", "公务员", "厕所", "", "事务所", "", "学律师", "无", "书", "书"));
        words.put("overlaps", Map.of("税务", "短", "务局书店", "长", "书店", "店"));
        return new OracleShop(
                settings.zone(),
                90,
                List.of(
                        new OracleShop.Campaign("双旦", "大促", asOf.minusDays(30), asOf.minusDays(29)),
                        new OracleShop.Campaign("店庆", "店庆", asOf.minusDays(90), asOf.minusDays(90)),
                        new OracleShop.Campaign(
                                "前年", "大促", asOf.minusDays(800), asOf.minusDays(364))),
                Set.of("X-1", "X-2"),
                words,
                Set.of(TAG_KEYS.get(0)));
    }

    private List<Line> lines() {
        ShopSpelling spelling = new ShopSpelling(random.split(), settings);
        Set<String> members = new TreeSet<>();
        List<ShopEvent> events = new ArrayList<>();
        for (Ordered order : orders()) {
            events.add(order);
            members.add(order.memberId());
            if (order.madeAt() != null) {
                instants.add(order.madeAt());
            }
        }
        members.add("only-profile");
        members.add("ONLY-PROFILE");
        for (String member : members) {
            addTold(events, member);
            addDone(events, member);
        }
        addForgets(events, List.copyOf(members));
        List<ShopEvent> arriving = new ArrayList<>(events);
        for (ShopEvent event : events) {
            if (random.nextInt(4) == 0) {
                arriving.add(event);
            }
        }
        arrange(arriving);
        return arriving.stream()
                .map(event -> new Line(event, streamOf(event), spelling.write(event)))
                .toList();
    }

    private static String streamOf(ShopEvent event) {
        return event instanceof Ordered
                ? "orders"
                : event instanceof Told ? "members" : "behaviours";
    }

    private void arrange(List<ShopEvent> events) {
        Comparator<ShopEvent> byTime =
                Comparator.comparing(
                        ShopEvent::madeAt, Comparator.nullsFirst(Comparator.naturalOrder()));
        switch (random.nextInt(4)) {
            case 0 -> events.sort(byTime);
            case 1 -> events.sort(byTime.reversed());
            default -> Collections.shuffle(events, new Random(random.nextLong()));
        }
    }

    // ---- orders ----

    private List<Ordered> orders() {
        LifeGenerator lives = new LifeGenerator(random.split(), settings);
        List<Ordered> orders = new ArrayList<>();
        Map<List<Object>, Ordered> byRank = new HashMap<>();
        while (orders.size() < settings.events()) {
            Ordered details = null;
            for (Draft draft : lives.next()) {
                if (details == null || random.nextInt(5) == 0) {
                    details = details(draft.state());
                } else {
                    details = withState(details, draft.state());
                }
                // What only the fingerprint would decide is nobody's business here.
                Ordered same = byRank.putIfAbsent(rank(details), details);
                if (same == null) {
                    orders.add(details);
                }
            }
        }
        return orders;
    }

    private List<Object> rank(Ordered one) {
        Order order = one.state().toOrder(settings.zone(), 0);
        return List.of(
                order.memberId(),
                order.orderId(),
                order.version(),
                order.updatedAt(),
                order.status(),
                order.refund());
    }

    private Ordered details(OrderState state) {
        List<Item> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item());
        }
        Ordered one =
                new Ordered(
                        state,
                        any(SHOPS),
                        any(CHANNELS),
                        any(SOURCES),
                        any(CARRIERS),
                        any(PROVINCES),
                        any(CITIES),
                        any(ADDRESSES),
                        items);
        return withState(one, state);
    }

    private Item item() {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put(any(ATTRIBUTES), any(VALUES));
        }
        long[] quantities = {1, 1, 1, 2, 3, 0, -1, 1_000_000};
        Long price = random.nextBoolean() ? null : random.nextLong(10_000_000);
        return new Item(
                any(SKUS),
                any(NAMES),
                any(CATEGORIES),
                quantities[random.nextInt(quantities.length)],
                price,
                attributes);
    }

    private static Ordered withState(Ordered one, OrderState state) {
        List<Integer> quantities = one.items().stream().map(item -> (int) item.quantity()).toList();
        return new Ordered(
                new OrderState(
                        state.memberId(),
                        state.orderId(),
                        state.version(),
                        state.status(),
                        state.createdAt(),
                        state.paidAt(),
                        state.updatedAt(),
                        state.amount(),
                        state.refund(),
                        state.discount(),
                        quantities,
                        state.text()),
                one.shop(),
                one.channel(),
                one.source(),
                one.carrier(),
                one.province(),
                one.city(),
                one.address(),
                one.items());
    }

    // ---- members ----

    private void addTold(List<ShopEvent> events, String member) {
        for (int i = random.nextInt(7); i > 0; i--) {
            Map<String, String> fields = new TreeMap<>();
            for (int j = random.nextInt(5); j > 0; j--) {
                String field = any(TEXT_FIELDS);
                fields.put(field, random.nextInt(4) == 0 ? null : profileText(field));
            }
            if (random.nextInt(3) == 0) {
                fields.put("birthday", random.nextInt(4) == 0 ? null : birthday());
            }
            if (random.nextInt(3) == 0) {
                fields.put("registered_at", random.nextInt(4) == 0 ? null : instant().toString());
            }
            Map<String, String> attributes = new TreeMap<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                attributes.put(any(ATTRIBUTES), random.nextInt(4) == 0 ? null : any(VALUES));
            }
            List<Tag> tags = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                tags.add(tag());
            }
            events.add(new Told(member, instant(), fields, attributes, tags, false));
        }
    }

    private String profileText(String field) {
        return switch (field) {
            case "email" -> any(EMAILS);
            case "province" -> any(PROVINCES);
            case "city" -> any(CITIES);
            case "address" -> any(ADDRESSES);
            default -> any(VALUES);
        };
    }

    private String birthday() {
        return random.nextInt(4) == 0
                ? settings.asOf().minusDays(random.nextInt(800)).toString()
                : any(BIRTHDAYS);
    }

    private Tag tag() {
        int key = random.nextInt(TAG_KEYS.size());
        LocalDate until =
                random.nextBoolean()
                        ? null
                        : settings.asOf().plusDays(random.nextInt(40)).minusDays(20);
        return new Tag(
                TAG_KEYS.get(key),
                any(TAG_VALUES.get(key)),
                any(TAG_SOURCES),
                random.nextInt(3) == 0 ? null : instant(),
                random.nextInt(8) == 0 ? settings.asOf() : until,
                random.nextInt(4) == 0);
    }

    private void addForgets(List<ShopEvent> events, List<String> members) {
        for (String member : members) {
            for (int i = random.nextInt(6) - 3; i > 0; i--) {
                Instant at = instant().plusNanos(1_000L * (random.nextInt(3) - 1));
                Instant end = settings.endOfAsOf();
                events.add(
                        new Told(
                                member,
                                at.isAfter(end) ? end : at,
                                Map.of(),
                                Map.of(),
                                List.of(),
                                true));
            }
        }
    }

    // ---- behaviours ----

    private void addDone(List<ShopEvent> events, String member) {
        for (int i = random.nextInt(20); i > 0; i--) {
            // Some ids come twice with different meaning.
            String id = "e" + (random.nextInt(4) == 0 ? random.nextInt(5) : 100 + i);
            events.add(
                    new Did(
                            id,
                            member,
                            instant(),
                            any(OracleBehaviours.TYPES.subList(random.nextInt(8), 11)),
                            any(SKUS),
                            any(CATEGORIES),
                            random.nextBoolean() ? null : "店庆",
                            random.nextBoolean() ? "SMS" : any(CHANNELS),
                            null,
                            random.nextBoolean() ? null : "5"));
        }
    }

    // ---- when, and which ----

    /** Few instants, so that many are the same, and edges of windows. */
    private Instant instant() {
        if (instants.isEmpty() || random.nextInt(3) == 0) {
            LocalDate day = settings.asOf().minusDays(AGES[random.nextInt(AGES.length)]);
            LocalTime[] times = {
                LocalTime.MIDNIGHT, LocalTime.NOON, LocalTime.of(23, 59, 59, 999_999_000)
            };
            LocalTime time = times[random.nextInt(times.length)];
            Instant at = day.atTime(time).atZone(settings.zone()).toInstant();
            instants.add(at.isAfter(settings.endOfAsOf()) ? settings.endOfAsOf() : at);
        }
        return instants.get(random.nextInt(instants.size()));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The texts, and nothing at all. */
    private static List<String> sparse(String... texts) {
        List<String> choices = new ArrayList<>(List.of(texts));
        choices.add(null);
        return choices;
    }
}
