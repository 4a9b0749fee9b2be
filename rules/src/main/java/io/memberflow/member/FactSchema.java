package io.memberflow.member;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The facts there are, for a choice of windows: which number has which name. Values travel as a
 * {@code long[]} in this order.
 */
public final class FactSchema {
    /** The windows every job keeps, in days. */
    public static final List<Integer> STANDARD_WINDOWS = List.of(30, 90, 180, 365);

    /** Facts of a window, in the order they stand behind one another. */
    public static final int ORDERS = 0;

    public static final int AMOUNT = 1;
    public static final int AVERAGE_ORDER_VALUE = 2;
    public static final int ORDER_DAYS = 3;
    public static final int ITEMS = 4;
    public static final int DISCOUNTED_ORDERS = 5;
    public static final int LARGEST_ORDER = 6;
    public static final int REFUNDS = 7;
    public static final int REFUND_AMOUNT = 8;

    /** The day itself, which only a rule's dates of effect look at. */
    public static final String AS_OF = "asOf";

    private final int[] windows;
    private final List<Fact> facts;
    private final Map<String, Fact> byName = new LinkedHashMap<>();

    /**
     * The facts over the standard windows, some further ones, and the life.
     *
     * @param extraWindows days of windows beyond the standard ones, may be empty
     */
    public FactSchema(List<Integer> extraWindows) {
        TreeSet<Integer> all = new TreeSet<>(STANDARD_WINDOWS);
        all.addAll(extraWindows);
        all.add(Fact.LIFE);
        windows = all.stream().mapToInt(Integer::intValue).toArray();
        List<Fact> list = new ArrayList<>();
        for (int window : windows) {
            String prefix = windowName(window) + ".";
            add(list, prefix + "orders", Unit.COUNT, window);
            add(list, prefix + "amount", Unit.MONEY, window);
            add(list, prefix + "averageOrderValue", Unit.MONEY, window);
            add(list, prefix + "orderDays", Unit.COUNT, window);
            add(list, prefix + "items", Unit.COUNT, window);
            add(list, prefix + "discountedOrders", Unit.COUNT, window);
            add(list, prefix + "largestOrder", Unit.MONEY, window);
            add(list, prefix + "refunds", Unit.COUNT, window);
            add(list, prefix + "refundAmount", Unit.MONEY, window);
        }
        add(list, "recencyDays", Unit.DAYS, 0);
        add(list, "tenureDays", Unit.DAYS, Fact.LIFE);
        add(list, "medianGapDays", Unit.DAYS, Fact.LIFE);
        add(list, "firstOrderOn", Unit.DATE, Fact.LIFE);
        add(list, "lastOrderOn", Unit.DATE, 0);
        add(list, "rScore", Unit.SCORE, 0);
        add(list, "fScore", Unit.SCORE, 365);
        add(list, "mScore", Unit.SCORE, 365);
        add(list, "rHigh", Unit.FLAG, 0);
        add(list, "fHigh", Unit.FLAG, 365);
        add(list, "mHigh", Unit.FLAG, 365);
        add(list, "amountTopPercent", Unit.PERCENT, 365);
        add(list, "peakAmount365", Unit.MONEY, Fact.LIFE);
        add(list, "birthday", Unit.DATE, 0);
        add(list, "ageYears", Unit.COUNT, 0);
        add(list, "birthMonth", Unit.COUNT, 0);
        add(list, "registeredOn", Unit.DATE, 0);
        add(list, "discountShare", Unit.RATIO, 365);
        add(list, "campaignShare", Unit.RATIO, 365);
        add(list, "mobileShare", Unit.RATIO, 365);
        add(list, "firstOrderCampaign", Unit.FLAG, Fact.LIFE);
        add(list, "medianMinutesToPay", Unit.COUNT, 365);
        add(list, "complaintRate", Unit.RATIO, 365);
        add(list, "itemsPerOrder", Unit.RATIO, 365);
        add(list, "typicalOrderValue", Unit.MONEY, 365);
        add(list, "addresses", Unit.COUNT, 365);
        add(list, "sizesBought", Unit.COUNT, 365);
        add(list, "returnedOn", Unit.DATE, Fact.LIFE);
        add(list, "returnedDays", Unit.DAYS, Fact.LIFE);
        add(list, "awayDays", Unit.DAYS, Fact.LIFE);
        add(list, "largeOrderOn", Unit.DATE, 30);
        add(list, "sampleConversion", Unit.RATIO, 365);
        add(list, "daysPastGap", Unit.DAYS, Fact.LIFE);
        add(list, AS_OF, Unit.DATE, 0);
        facts = List.copyOf(list);
        facts.forEach(fact -> byName.put(fact.name(), fact));
    }

    /** The window's name in rules: {@code d365}, {@code life}. */
    public static String windowName(int window) {
        return window == Fact.LIFE ? "life" : "d" + window;
    }

    /** The facts that rules may name: all but {@link #AS_OF}. */
    public List<Fact> readable() {
        return facts.subList(0, facts.size() - 1);
    }

    /** All facts, by index. */
    public List<Fact> facts() {
        return facts;
    }

    public Optional<Fact> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The fact of that name.
     *
     * @throws IllegalArgumentException when there is no such fact
     */
    public Fact get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No fact " + name));
    }

    public int size() {
        return facts.size();
    }

    /** The windows in days, ascending, {@link Fact#LIFE} last. */
    public int[] windows() {
        return windows.clone();
    }

    /**
     * Index of the first fact of a window; the others follow in the order of the constants here.
     */
    public int windowBase(int window) {
        return get(windowName(window) + ".orders").index();
    }

    private static void add(List<Fact> list, String name, Unit unit, int window) {
        list.add(new Fact(list.size(), name, unit, window));
    }
}
