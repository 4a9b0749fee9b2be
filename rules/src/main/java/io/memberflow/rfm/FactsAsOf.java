package io.memberflow.rfm;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * Works out a member's facts as of any day from its {@link MemberHistory}. Facts nobody asked for
 * are not computed. Holds scratch space: one instance per thread.
 */
public final class FactsAsOf {
    private static final int PEAK_WINDOW = 365;

    private final FactSchema schema;
    private final int[] windows;
    private final int[] windowBases;
    private final boolean[] windowNeeded;
    private final int yearBase;
    private final boolean scoresNeeded;
    private final BitSet needed;
    private final int recency;
    private final int tenure;
    private final int medianGap;
    private final int firstOrderOn;
    private final int lastOrderOn;
    private final int asOf;
    private final int rScore;
    private final int topPercent;
    private final int peak;

    /**
     * A calculator of some facts.
     *
     * @param needed the facts to work out; all others stay {@link Fact#ABSENT}
     */
    public FactsAsOf(FactSchema schema, Collection<Fact> needed) {
        this.schema = schema;
        this.needed = new BitSet();
        needed.forEach(fact -> this.needed.set(fact.index()));
        this.recency = schema.get("recencyDays").index();
        this.tenure = schema.get("tenureDays").index();
        this.medianGap = schema.get("medianGapDays").index();
        this.firstOrderOn = schema.get("firstOrderOn").index();
        this.lastOrderOn = schema.get("lastOrderOn").index();
        this.rScore = schema.get("rScore").index();
        this.topPercent = schema.get("amountTopPercent").index();
        this.peak = schema.get("peakAmount365").index();
        this.asOf = schema.get(FactSchema.AS_OF).index();
        this.windows = schema.windows();
        this.windowBases = Arrays.stream(windows).map(schema::windowBase).toArray();
        this.yearBase = schema.windowBase(PEAK_WINDOW);
        this.scoresNeeded = isNeeded(rScore, topPercent);
        this.windowNeeded = new boolean[windows.length];
        for (int i = 0; i < windows.length; i++) {
            windowNeeded[i] =
                    isNeeded(windowBases[i], windowBases[i] + FactSchema.REFUND_AMOUNT)
                            || (windows[i] == PEAK_WINDOW && scoresNeeded);
        }
    }

    private boolean isNeeded(int from, int to) {
        int first = needed.nextSetBit(from);
        return first >= 0 && first <= to;
    }

    /** The facts as of {@code day}, in a new array indexed as the schema says. */
    public long[] compute(MemberHistory history, Scoring scoring, int day) {
        long[] values = new long[schema.size()];
        Arrays.fill(values, Fact.ABSENT);
        values[asOf] = day;
        int last = lastRow(history, day);
        for (int i = 0; i < windows.length; i++) {
            if (windowNeeded[i]) {
                sum(values, windowBases[i], history, last, day, windows[i]);
            }
        }
        dates(values, history, last, day);
        if (scoresNeeded && values[recency] != Fact.ABSENT) {
            scores(values, scoring);
        }
        if (needed.get(peak)) {
            values[peak] = peak(history, day);
        }
        return values;
    }

    /** The last row dated at or before the day, or -1. */
    private static int lastRow(MemberHistory history, int day) {
        return last(history.days(), day);
    }

    private static int last(int[] days, int day) {
        int found = Arrays.binarySearch(days, day);
        return found >= 0 ? found : -found - 2;
    }

    private static void sum(
            long[] values, int base, MemberHistory history, int last, int day, int window) {
        boolean life = window == Fact.LIFE;
        Folded folded = life ? history.folded() : Folded.NONE;
        long orders = folded.orders();
        long amount = folded.amount();
        long orderDays = folded.days().length;
        long items = folded.items();
        long discounted = folded.discounted();
        long largest = folded.largest();
        long refunds = folded.refunds();
        long refundAmount = folded.refundAmount();
        for (int row = last; row >= 0 && (life || day - history.days()[row] < window); row--) {
            orders += history.orders()[row];
            amount = Fen.plus(amount, history.amount()[row]);
            orderDays += history.orders()[row] > 0 ? 1 : 0;
            items += history.items()[row];
            discounted += history.discounted()[row];
            largest = Math.max(largest, history.largest()[row]);
            refunds += history.refunds()[row];
            refundAmount = Fen.plus(refundAmount, history.refundAmount()[row]);
        }
        values[base + FactSchema.ORDERS] = orders;
        values[base + FactSchema.AMOUNT] = amount;
        values[base + FactSchema.AVERAGE_ORDER_VALUE] =
                orders == 0 ? Fact.ABSENT : Fen.average(amount, orders);
        values[base + FactSchema.ORDER_DAYS] = orderDays;
        values[base + FactSchema.ITEMS] = items;
        values[base + FactSchema.DISCOUNTED_ORDERS] = discounted;
        values[base + FactSchema.LARGEST_ORDER] = orders == 0 ? Fact.ABSENT : largest;
        values[base + FactSchema.REFUNDS] = refunds;
        values[base + FactSchema.REFUND_AMOUNT] = refundAmount;
    }

    private void dates(long[] values, MemberHistory history, int last, int day) {
        int[] foldedDays = history.folded().days();
        int newest = last;
        while (newest >= 0 && history.orders()[newest] == 0) {
            newest--;
        }
        int oldest = 0;
        while (oldest <= newest && history.orders()[oldest] == 0) {
            oldest++;
        }
        if (newest < 0 && foldedDays.length == 0) {
            return;
        }
        long lastOn = newest >= 0 ? history.days()[newest] : foldedDays[foldedDays.length - 1];
        long firstOn = foldedDays.length > 0 ? foldedDays[0] : history.days()[oldest];
        values[lastOrderOn] = lastOn;
        values[firstOrderOn] = firstOn;
        values[recency] = day - lastOn;
        values[tenure] = day - firstOn;
        if (needed.get(medianGap)) {
            values[medianGap] = OrderDates.medianGap(OrderDates.upTo(history, day));
        }
    }

    private void scores(long[] values, Scoring scoring) {
        long orders = values[yearBase + FactSchema.ORDERS];
        long amount = values[yearBase + FactSchema.AMOUNT];
        int at = rScore;
        values[at++] = scoring.recency(values[recency]);
        values[at++] = scoring.frequency(orders);
        values[at++] = scoring.monetary(amount);
        values[at++] = scoring.recencyHigh(values[recency]) ? 1 : 0;
        values[at++] = scoring.frequencyHigh(orders) ? 1 : 0;
        values[at++] = scoring.monetaryHigh(amount) ? 1 : 0;
        values[at] = needed.get(topPercent) ? scoring.amountTopPercent(amount) : Fact.ABSENT;
    }

    /**
     * The greatest d365 amount at the end of any day from the last 1 January or 1 July to this day.
     * It can only rise on a date with orders, so those and the first day are all to look at.
     */
    private static long peak(MemberHistory history, int day) {
        int from = halfYearStart(day);
        long greatest = yearAmount(history, from);
        for (int row = lastRow(history, day); row >= 0 && history.days()[row] > from; row--) {
            greatest = Math.max(greatest, yearAmount(history, history.days()[row]));
        }
        int[] folded = history.folded().days();
        for (int i = last(folded, day); i >= 0 && folded[i] > from; i--) {
            greatest = Math.max(greatest, yearAmount(history, folded[i]));
        }
        return greatest;
    }

    private static long yearAmount(MemberHistory history, int day) {
        long amount = 0;
        for (int row = lastRow(history, day);
                row >= 0 && day - history.days()[row] < PEAK_WINDOW;
                row--) {
            amount = Fen.plus(amount, history.amount()[row]);
        }
        int[] folded = history.folded().days();
        for (int i = last(folded, day); i >= 0 && day - folded[i] < PEAK_WINDOW; i--) {
            amount = Fen.plus(amount, history.folded().dayAmounts()[i]);
        }
        return amount;
    }

    /** The last 1 January or 1 July at or before the day. */
    static int halfYearStart(int day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return (int) LocalDate.of(date.getYear(), date.getMonthValue() < 7 ? 1 : 7, 1).toEpochDay();
    }
}
