package io.memberflow.testdata;

import io.memberflow.order.Order;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One member's standing orders and everything that can be asked of them, each answer worked out
 * from the orders anew.
 */
final class MemberTruth {
    /** No sum of money is greater: what numeric(18,2) can hold, in fen. */
    static final long MAX_SUM = 999_999_999_999_999_999L;

    private static final List<Integer> WINDOWS = List.of(30, 90, 180, 365);

    /** How far back {@code since} is looked for, and how far ahead {@code nextOn} (facts.md §3). */
    private static final int LOOK_BACK_DAYS = 365;

    private static final int LOOK_AHEAD_DAYS = 730;

    /** The longest way back to a 1 January or 1 July. */
    private static final int HALF_YEAR = 184;

    private final String memberId;
    private final int asOf;
    private final int firstSeenOn;
    private final List<Order> counting = new ArrayList<>();
    private final List<Order> refunded = new ArrayList<>();

    /** d365.amount at the end of each day from {@link #firstAmountDay} to D. */
    private final long[] amount365;

    private final int firstAmountDay;

    /**
     * @param standing the member's standing orders, none dated after D, at least one
     * @param historyDays how far back v(d) will be asked for at least
     */
    MemberTruth(String memberId, List<Order> standing, int asOf, int historyDays) {
        this.memberId = memberId;
        this.asOf = asOf;
        int first = Integer.MAX_VALUE;
        for (Order order : standing) {
            // An order without a date (NO_DAY) has always stood, and is the smallest day there is.
            first = Math.min(first, order.day());
            if (OracleOrders.counts(order)) {
                counting.add(order);
            }
            if (OracleOrders.refunded(order)) {
                refunded.add(order);
            }
        }
        this.firstSeenOn = first;
        this.firstAmountDay = asOf - Math.max(LOOK_BACK_DAYS + 1, historyDays) - HALF_YEAR;
        this.amount365 = new long[asOf - firstAmountDay + 1];
        for (int day = firstAmountDay; day <= asOf; day++) {
            amount365[day - firstAmountDay] = amountOver365(day);
        }
    }

    boolean everOrdered() {
        return !counting.isEmpty();
    }

    int recencyDays() {
        return asOf - Collections.max(orderDates());
    }

    OracleWindow window365() {
        return window(365);
    }

    OracleMember answer(OraclePopulation population, OracleQuestion question) {
        return new OracleMember(
                memberId,
                firstSeenOn,
                facts(population, question.extraWindows()),
                values(population),
                history(population, question.historyDays()));
    }

    // ---- facts.md §4 and §5, as of D ----

    private OracleFacts facts(OraclePopulation population, List<Integer> extraWindows) {
        SortedMap<Integer, OracleWindow> windows = new TreeMap<>();
        for (int days : WINDOWS) {
            windows.put(days, window(days));
        }
        for (int days : extraWindows) {
            windows.put(days, window(days));
        }
        OracleWindow life = aggregate(counting, refunded);
        long peak = peakAmount365(asOf);
        if (counting.isEmpty()) {
            return new OracleFacts(windows, life, null, null, null, null, null, peak, null, null);
        }
        SortedSet<Integer> dates = orderDates();
        int recencyDays = asOf - dates.last();
        OracleWindow year = windows.get(365);
        return new OracleFacts(
                windows,
                life,
                dates.first(),
                dates.last(),
                recencyDays,
                asOf - dates.first(),
                medianGapDays(dates),
                peak,
                population == null
                        ? OracleScores.fixed(recencyDays, year.orders(), year.amount())
                        : population.scores(recencyDays, year.orders(), year.amount()),
                population == null ? null : population.amountTop(year.amount()));
    }

    /** In the window of N days are the orders with 0 <= age < N. */
    private OracleWindow window(int days) {
        return aggregate(
                counting.stream().filter(order -> inWindow(order, asOf, days)).toList(),
                refunded.stream().filter(order -> inWindow(order, asOf, days)).toList());
    }

    private static boolean inWindow(Order order, int day, int days) {
        int age = day - order.day();
        return 0 <= age && age < days;
    }

    private static OracleWindow aggregate(List<Order> counting, List<Order> refunded) {
        long amount = 0;
        long items = 0;
        int discounted = 0;
        long largest = 0;
        SortedSet<Integer> dates = new TreeSet<>();
        for (Order order : counting) {
            long net = order.amount() - order.refund();
            amount = plusCapped(amount, net);
            items = Math.addExact(items, order.quantity());
            discounted += order.discounted() ? 1 : 0;
            largest = Math.max(largest, net);
            dates.add(order.day());
        }
        long refundAmount = 0;
        for (Order order : refunded) {
            refundAmount = plusCapped(refundAmount, order.refund());
        }
        int orders = counting.size();
        return new OracleWindow(
                orders,
                amount,
                orders == 0 ? null : OracleDay.average(amount, orders),
                dates.size(),
                items,
                discounted,
                largest,
                refunded.size(),
                refundAmount);
    }

    private SortedSet<Integer> orderDates() {
        SortedSet<Integer> dates = new TreeSet<>();
        for (Order order : counting) {
            dates.add(order.day());
        }
        return dates;
    }

    private static Integer medianGapDays(SortedSet<Integer> dates) {
        List<Integer> gaps = new ArrayList<>();
        Integer before = null;
        for (Integer date : dates) {
            if (before != null) {
                gaps.add(date - before);
            }
            before = date;
        }
        if (gaps.isEmpty()) {
            return null;
        }
        Collections.sort(gaps);
        int half = gaps.size() / 2;
        return gaps.size() % 2 == 1 ? gaps.get(half) : (gaps.get(half - 1) + gaps.get(half)) / 2;
    }

    /** facts.md §7: the greatest d365.amount at the end of e, e from 1 January or 1 July to day. */
    private long peakAmount365(int day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        LocalDate reset = LocalDate.of(date.getYear(), date.getMonthValue() < 7 ? 1 : 7, 1);
        long peak = 0;
        for (int e = (int) reset.toEpochDay(); e <= day; e++) {
            peak = Math.max(peak, amount365[e - firstAmountDay]);
        }
        return peak;
    }

    private long amountOver365(int day) {
        long amount = 0;
        for (Order order : counting) {
            if (inWindow(order, day, 365)) {
                amount = plusCapped(amount, order.amount() - order.refund());
            }
        }
        return amount;
    }

    private static long plusCapped(long sum, long amount) {
        return Math.min(MAX_SUM, Math.addExact(sum, amount));
    }

    // ---- facts.md §3: v(d), since, previous, next, history ----

    /** v(d) for a day no later than D: empty before the member exists. */
    private SortedMap<String, String> valuesOn(int day, OraclePopulation population) {
        if (day < firstSeenOn) {
            return new TreeMap<>();
        }
        return OracleModels.valuesOn(dayOn(day, peakAmount365(day), population));
    }

    private OracleDay dayOn(int day, long peakAmount365, OraclePopulation population) {
        int lifeOrders = 0;
        int lastDay = Integer.MIN_VALUE;
        int orders365 = 0;
        long amount365OfDay = 0;
        for (Order order : counting) {
            if (order.day() <= day) {
                lifeOrders++;
                lastDay = Math.max(lastDay, order.day());
                if (inWindow(order, day, 365)) {
                    orders365++;
                    amount365OfDay = plusCapped(amount365OfDay, order.amount() - order.refund());
                }
            }
        }
        return new OracleDay(
                lifeOrders, day - lastDay, orders365, amount365OfDay, peakAmount365, population);
    }

    private SortedMap<String, OracleValue> values(OraclePopulation population) {
        List<SortedMap<String, String>> daysBack = new ArrayList<>();
        for (int back = 0; back <= LOOK_BACK_DAYS; back++) {
            daysBack.add(valuesOn(asOf - back, population));
        }
        SortedMap<String, OracleValue> values = new TreeMap<>();
        daysBack.get(0).forEach((model, value) -> values.put(model, value(model, value, daysBack)));
        return values;
    }

    private OracleValue value(
            String model, String value, List<SortedMap<String, String>> daysBack) {
        int since = asOf - LOOK_BACK_DAYS;
        String previous = null;
        for (int back = 1; back <= LOOK_BACK_DAYS; back++) {
            String then = daysBack.get(back).get(model);
            if (!value.equals(then)) {
                since = asOf - back + 1;
                previous = then;
                break;
            }
        }
        boolean stage = OracleModels.STAGES.contains(model);
        if (stage) {
            for (int day = asOf + 1; day <= asOf + LOOK_AHEAD_DAYS; day++) {
                // No stage reads the peak, and without an event only time passes.
                String then = OracleModels.stageOn(model, dayOn(day, 0, null));
                if (!Objects.equals(value, then)) {
                    return new OracleValue(true, value, since, previous, then, day);
                }
            }
        }
        return new OracleValue(stage, value, since, previous, null, null);
    }

    /** The differences of v(d) day by day; what stands on the first day enters on it. */
    private List<OracleChange> history(OraclePopulation population, int historyDays) {
        List<OracleChange> changes = new ArrayList<>();
        if (historyDays == 0) {
            return changes;
        }
        SortedMap<String, String> before = new TreeMap<>();
        for (int day = Math.max(firstSeenOn, asOf - historyDays + 1); day <= asOf; day++) {
            SortedMap<String, String> now = valuesOn(day, population);
            SortedSet<String> models = new TreeSet<>(before.keySet());
            models.addAll(now.keySet());
            for (String model : models) {
                String left = before.get(model);
                String entered = now.get(model);
                if (Objects.equals(left, entered)) {
                    continue;
                }
                boolean stage = OracleModels.STAGES.contains(model);
                if (left != null) {
                    changes.add(new OracleChange(day, model, stage, left, false));
                }
                if (entered != null) {
                    changes.add(new OracleChange(day, model, stage, entered, true));
                }
            }
            before = now;
        }
        return changes;
    }
}
