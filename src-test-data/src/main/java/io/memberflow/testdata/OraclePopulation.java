package io.memberflow.testdata;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The measured population of D: all members with a counting order in their life (facts.md §5).
 * Amounts are fen. Lists are ascending; the quintile lists hold q20 q40 q60 q80.
 *
 * @param members how many they are, at least 1
 * @param recency quintiles of recencyDays
 * @param frequency quintiles of d365.orders
 * @param monetary quintiles of d365.amount
 * @param recencySum sum of recencyDays; the mean is this divided by {@code members}
 * @param frequencySum sum of d365.orders
 * @param monetarySum sum of d365.amount
 * @param atMost how many members have at most that d365.amount, for each amount there is
 */
public record OraclePopulation(
        long members,
        List<Long> recency,
        List<Long> frequency,
        List<Long> monetary,
        BigInteger recencySum,
        BigInteger frequencySum,
        BigInteger monetarySum,
        NavigableMap<Long, Long> atMost) {

    static OraclePopulation measure(
            List<Long> recencyDays, List<Long> orders365, List<Long> amounts365) {
        return new OraclePopulation(
                recencyDays.size(),
                quintiles(recencyDays),
                quintiles(orders365),
                quintiles(amounts365),
                sum(recencyDays),
                sum(orders365),
                sum(amounts365),
                atMost(amounts365));
    }

    /** High for F and M is at or over the mean, for R at or under it. */
    OracleScores scores(long recencyDays, long orders365, long amount365) {
        return new OracleScores(
                5 - cutPointsBelow(recency, recencyDays),
                1 + cutPointsBelow(frequency, orders365),
                1 + cutPointsBelow(monetary, amount365),
                timesMembers(recencyDays).compareTo(recencySum) <= 0,
                timesMembers(orders365).compareTo(frequencySum) >= 0,
                timesMembers(amount365).compareTo(monetarySum) >= 0);
    }

    /** The share of members whose d365 amount is greater. */
    OracleShare amountTop(long amount365) {
        Map.Entry<Long, Long> notGreater = atMost.floorEntry(amount365);
        return new OracleShare(
                notGreater == null ? members : members - notGreater.getValue(), members);
    }

    private BigInteger timesMembers(long value) {
        return BigInteger.valueOf(value).multiply(BigInteger.valueOf(members));
    }

    private static int cutPointsBelow(List<Long> cutPoints, long value) {
        int below = 0;
        for (long cutPoint : cutPoints) {
            if (cutPoint < value) {
                below++;
            }
        }
        return below;
    }

    /** percentile_disc: the first value with at least p percent of all values at or before it. */
    private static List<Long> quintiles(List<Long> values) {
        List<Long> ascending = sorted(values);
        List<Long> quintiles = new ArrayList<>();
        for (int percent = 20; percent <= 80; percent += 20) {
            int at = 0;
            while ((at + 1) * 100L < (long) percent * ascending.size()) {
                at++;
            }
            quintiles.add(ascending.get(at));
        }
        return List.copyOf(quintiles);
    }

    private static NavigableMap<Long, Long> atMost(List<Long> values) {
        NavigableMap<Long, Long> atMost = new TreeMap<>();
        long soFar = 0;
        for (long value : sorted(values)) {
            soFar++;
            atMost.put(value, soFar);
        }
        return Collections.unmodifiableNavigableMap(atMost);
    }

    private static List<Long> sorted(List<Long> values) {
        return values.stream().sorted().toList();
    }

    private static BigInteger sum(List<Long> values) {
        BigInteger sum = BigInteger.ZERO;
        for (long value : values) {
            sum = sum.add(BigInteger.valueOf(value));
        }
        return sum;
    }
}
