package io.memberflow.facts;

import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.OrderDates;

/** The numbers that come from the gaps between order dates. */
final class ReturnNumbers {
    private final int awayDays;
    private final int returnedOn;
    private final int returnedDays;
    private final int away;
    private final int daysPastGap;
    private final boolean wanted;

    /**
     * @param awayDays how many days without an order make the next one a return
     */
    ReturnNumbers(Slots slots, int awayDays) {
        this.awayDays = awayDays;
        this.returnedOn = slots.of("returnedOn");
        this.returnedDays = slots.of("returnedDays");
        this.away = slots.of("awayDays");
        this.daysPastGap = slots.of("daysPastGap");
        this.wanted = returnedOn >= 0 || returnedDays >= 0 || away >= 0 || daysPastGap >= 0;
    }

    void addTo(long[] numbers, MemberHistory history, int day) {
        if (!wanted) {
            return;
        }
        int[] dates = OrderDates.upTo(history, day);
        for (int i = dates.length - 1; i > 0; i--) {
            int gap = dates[i] - dates[i - 1];
            if (gap >= awayDays) {
                put(numbers, returnedOn, dates[i]);
                put(numbers, returnedDays, day - dates[i]);
                put(numbers, away, gap);
                break;
            }
        }
        if (dates.length > 1) {
            int recency = day - dates[dates.length - 1];
            put(numbers, daysPastGap, (long) recency - OrderDates.medianGap(dates));
        }
    }

    private static void put(long[] numbers, int slot, long value) {
        if (slot >= 0) {
            numbers[slot] = value;
        }
    }
}
