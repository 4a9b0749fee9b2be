package io.memberflow.rfm;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * The members with a counting order, as counts per value: adding and taking away a member commute,
 * so it does not matter in which order members came.
 *
 * @param lastOrderOn members per date of the last order, by epoch day
 * @param orders members per number of orders of 365 days
 * @param amounts members per amount of 365 days, in fen
 */
public record Population(
        Map<Integer, Long> lastOrderOn, Map<Integer, Long> orders, Map<Long, Long> amounts) {
    private static final int[] PERCENTS = {20, 40, 60, 80};

    /** One member's share in it. Amount in fen, date as epoch day. */
    public record Value(int lastOrderOn, int orders, long amount) {}

    /** The cut points of this population on a day, exact. */
    public CutPoints close(int day) {
        BigInteger sum = sum(new TreeMap<>(amounts));
        return close(day, sum, amount -> amount);
    }

    /**
     * The least amount of the bin that an amount is counted in, where amounts are counted in bins.
     *
     * @param amount fen, not negative
     */
    public static long bin(long amount) {
        return AmountBins.least(amount);
    }

    /**
     * The cut points of this population, whose amounts are counted in bins: those of amounts are
     * the greatest of their bin, so that nobody of a bin is above it.
     *
     * @param amountSum the exact sum of all amounts
     */
    public CutPoints closeBinned(int day, BigInteger amountSum) {
        return close(day, amountSum, AmountBins::greatest);
    }

    private CutPoints close(int day, BigInteger amountSum, LongUnaryOperator cut) {
        TreeMap<Long, Long> recency = new TreeMap<>();
        lastOrderOn.forEach((on, count) -> recency.merge((long) day - on, count, Long::sum));
        TreeMap<Long, Long> frequency = new TreeMap<>();
        orders.forEach((value, count) -> frequency.merge((long) value, count, Long::sum));
        TreeMap<Long, Long> monetary = new TreeMap<>(amounts);
        long members = recency.values().stream().mapToLong(Long::longValue).sum();
        long[] distinct = new long[monetary.size()];
        long[] atMost = new long[monetary.size()];
        int i = 0;
        long sum = 0;
        for (Map.Entry<Long, Long> entry : monetary.entrySet()) {
            sum += entry.getValue();
            distinct[i] = entry.getKey();
            atMost[i++] = sum;
        }
        return new CutPoints(
                id(day),
                day,
                members,
                ints(quintiles(recency, members)),
                ints(quintiles(frequency, members)),
                Arrays.stream(quintiles(monetary, members)).map(cut).toArray(),
                sum(recency),
                sum(frequency),
                amountSum,
                distinct,
                atMost);
    }

    /** A day's date as yyyymmdd. */
    private static long id(int day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        return date.getYear() * 10_000L + date.getMonthValue() * 100L + date.getDayOfMonth();
    }

    /** Inclusive nearest rank, as SQL's percentile_disc; empty without members. */
    private static long[] quintiles(SortedMap<Long, Long> counts, long members) {
        long[] cuts = new long[members == 0 ? 0 : PERCENTS.length];
        for (int i = 0; i < cuts.length; i++) {
            long rank = (members * PERCENTS[i] + 99) / 100;
            long seen = 0;
            for (Map.Entry<Long, Long> entry : counts.entrySet()) {
                seen += entry.getValue();
                if (seen >= rank) {
                    cuts[i] = entry.getKey();
                    break;
                }
            }
        }
        return cuts;
    }

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }

    private static BigInteger sum(SortedMap<Long, Long> counts) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            sum =
                    sum.add(
                            BigInteger.valueOf(entry.getKey())
                                    .multiply(BigInteger.valueOf(entry.getValue())));
        }
        return sum;
    }
}
