package io.memberflow.rfm;

import io.memberflow.member.Fact;
import java.util.Arrays;

/** The distinct dates of a life on which a counting order was made, and the gaps between them. */
public final class OrderDates {

    private OrderDates() {}

    /** These dates up to {@code day}, epoch days ascending. */
    public static int[] upTo(MemberHistory history, int day) {
        int[] folded = history.folded().days();
        int[] dates = new int[folded.length + history.days().length];
        int n = 0;
        for (int date : folded) {
            if (date <= day) {
                dates[n++] = date;
            }
        }
        for (int row = 0; row < history.days().length && history.days()[row] <= day; row++) {
            if (history.orders()[row] > 0) {
                dates[n++] = history.days()[row];
            }
        }
        return Arrays.copyOf(dates, n);
    }

    /**
     * Median of the days between consecutive dates: of an even number the mean of the middle two,
     * rounded down.
     *
     * @param dates ascending
     * @return {@link Fact#ABSENT} under two dates
     */
    public static long medianGap(int[] dates) {
        return medianGap(dates, dates.length);
    }

    /** That of the first {@code count} dates. */
    public static long medianGap(int[] dates, int count) {
        if (count < 2) {
            return Fact.ABSENT;
        }
        int[] gaps = new int[count - 1];
        for (int i = 1; i < count; i++) {
            gaps[i - 1] = dates[i] - dates[i - 1];
        }
        Arrays.sort(gaps);
        int middle = gaps.length / 2;
        return gaps.length % 2 == 1
                ? gaps[middle]
                : Math.floorDiv((long) gaps[middle - 1] + gaps[middle], 2L);
    }
}
