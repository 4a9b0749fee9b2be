package io.memberflow.benchmarks.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.job.generate.Generator;
import io.memberflow.job.generate.ShopPlan;
import io.memberflow.order.RawEvent;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes orders from some thousands of a generated shop, each in about a microsecond: number, member
 * and day are put into the bytes. Which order a number is, depends on the number alone.
 *
 * <p>First each member places its orders, round by round, from {@link #DAYS_BACK} days before the
 * shop's day on, the last round on one day for all; after that members place orders at random, all
 * on the shop's day. Every order's day is a whole number of tens of days from that one, so that
 * there are days on which a window lets go of an order of everybody, and days on which no window
 * lets go of any.
 */
final class OrderMaker {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final int DAYS_BACK = 400;
    private static final int STEP = 10;
    private static final int LAST_ROUND = 10;

    private static final String ORDER = "T000000000000";
    private static final String MEMBER = "m00000000";
    private static final String DATE = "0000-00-00";
    private static final List<String> TIMES = List.of("created_at", "paid_at", "updated_at");
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int ORDERS_A_SHOPPER = 8;

    private final int members;
    private final int ordersEach;
    private final Template[][] shoppers;
    private final byte[][] days;

    /** By round: a step that meets every member once. */
    private final long[] steps;

    /**
     * What the orders are like.
     *
     * @param members how many place orders
     * @param ordersEach how many each places before the shop's day
     * @param items how many items an order has on average; 0 leaves addresses out too
     * @param shoppers how many different ones the templates are of
     * @param day the shop's day
     */
    record Plan(int members, int ordersEach, double items, int shoppers, LocalDate day) {}

    /** An order's bytes, and where in them it says which. */
    private record Template(byte[] bytes, int order, int member, int[] dates) {}

    private OrderMaker(Plan plan, Template[][] shoppers) {
        this.members = plan.members();
        this.ordersEach = plan.ordersEach();
        this.shoppers = shoppers;
        days = new byte[DAYS_BACK + 1][];
        for (int back = 0; back <= DAYS_BACK; back++) {
            days[back] = ascii(plan.day().minusDays(back).toString());
        }
        steps = new long[ordersEach];
        for (int round = 0; round < ordersEach; round++) {
            steps[round] = step(members, round);
        }
    }

    static OrderMaker of(Plan plan) throws IOException {
        Path file = Files.createTempFile("memberflow-benchmarks", ".jsonl");
        try {
            Generator.write(
                    new ShopPlan(
                            7,
                            plan.shoppers(),
                            (long) plan.shoppers() * ORDERS_A_SHOPPER,
                            plan.day().minusDays(DAYS_BACK),
                            plan.day(),
                            ZONE,
                            1,
                            0,
                            0,
                            0,
                            false),
                    file);
            return new OrderMaker(plan, templates(file, plan.items()));
        } finally {
            Files.delete(file);
        }
    }

    /** How many orders are placed before the shop's day. */
    long before() {
        return (long) members * ordersEach;
    }

    /** The number of the member who places an order. */
    int member(long ticket) {
        if (ticket >= before()) {
            return (int) Long.remainderUnsigned(mixed(ticket), members);
        }
        int round = (int) (ticket / members);
        return (int) (ticket % members * steps[round] % members);
    }

    RawEvent make(long ticket) {
        int member = member(ticket);
        Template[] own = shoppers[member % shoppers.length];
        Template template = own[(int) (turn(ticket) % own.length)];
        byte[] day = days[daysBack(ticket)];
        byte[] bytes = template.bytes().clone();
        number(bytes, template.order() + ORDER.length(), ticket);
        number(bytes, template.member() + MEMBER.length(), member);
        for (int date : template.dates()) {
            System.arraycopy(day, 0, bytes, date, day.length);
        }
        return new RawEvent("orders/0/" + ticket, bytes, bytes.length, null);
    }

    /** The number of a member by its id. */
    static int memberOf(String id) {
        return Integer.parseInt(id, 1, id.length(), 10);
    }

    private long turn(long ticket) {
        return ticket >= before() ? mixed(ticket) >>> Integer.SIZE : ticket / members;
    }

    private int daysBack(long ticket) {
        if (ticket >= before()) {
            return 0;
        }
        long rounds = before() - members;
        if (ticket >= rounds) {
            return LAST_ROUND;
        }
        long steps = (DAYS_BACK - LAST_ROUND) / STEP;
        return (int) (DAYS_BACK - ticket * steps / rounds * STEP);
    }

    private static long mixed(long number) {
        long mixed = number * GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static long step(int members, int round) {
        long step = Long.remainderUnsigned(mixed(round + 1), members);
        while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(members)).equals(BigInteger.ONE)) {
            step++;
        }
        return step;
    }

    private static void number(byte[] bytes, int end, long number) {
        long rest = number;
        for (int at = end - 1; rest > 0; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    // ---- templates ----

    /** By shopper, the last state of each order that was paid. */
    private static Template[][] templates(Path file, double items) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Map<String, ObjectNode>> orders = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                ObjectNode order = (ObjectNode) json.readTree(line);
                if (order.has("paid_at")) {
                    orders.computeIfAbsent(
                                    order.get("member_id").asText(), id -> new LinkedHashMap<>())
                            .put(order.get("order_id").asText(), order);
                }
            }
        }
        List<Template[]> shoppers = new ArrayList<>();
        for (Map<String, ObjectNode> own : orders.values()) {
            List<Template> templates = new ArrayList<>();
            for (ObjectNode order : own.values()) {
                int number = templates.size();
                withItems(order, (int) ((number + 1) * items) - (int) (number * items), items > 0);
                templates.add(template(json, order));
            }
            shoppers.add(templates.toArray(Template[]::new));
        }
        return shoppers.toArray(Template[][]::new);
    }

    private static void withItems(ObjectNode order, int wanted, boolean withAddress) {
        if (!withAddress) {
            order.remove(List.of("items", "receiver"));
            return;
        }
        ArrayNode items = (ArrayNode) order.get("items");
        int different = items.size();
        for (int i = different; i < wanted; i++) {
            ObjectNode item = items.get(i % different).deepCopy();
            item.put("sku", item.get("sku").asText() + "-" + i / different);
            items.add(item);
        }
        while (items.size() > wanted) {
            items.remove(items.size() - 1);
        }
    }

    private static Template template(ObjectMapper json, ObjectNode order) throws IOException {
        String clock = order.get("created_at").asText().substring(DATE.length());
        order.put("order_id", ORDER);
        order.put("member_id", MEMBER);
        for (String time : TIMES) {
            order.put(time, DATE + clock);
        }
        byte[] bytes = json.writeValueAsBytes(order);
        // In this charset every byte is a character, so places in the text are those of the bytes.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return new Template(
                bytes,
                text.indexOf(ORDER),
                text.indexOf(MEMBER),
                TIMES.stream().mapToInt(t -> text.indexOf(DATE, text.indexOf(t))).toArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
