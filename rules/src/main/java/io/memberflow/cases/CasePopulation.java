package io.memberflow.cases;

import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A population that a case says something of: the scores it makes. What a case leaves out is as in
 * an ordinary shop.
 */
final class CasePopulation {
    /** So many members that a mean or a percent with six decimals comes out whole. */
    private static final long MEMBERS = 100_000_000;

    BigDecimal recencyMean = BigDecimal.valueOf(90);
    BigDecimal frequencyMean = BigDecimal.valueOf(2);

    /** In yuan. */
    BigDecimal monetaryMean = BigDecimal.valueOf(300);

    long[] recency = {30, 90, 180, 365};
    long[] frequency = {1, 2, 3, 4};

    /** In fen. */
    long[] monetary = {100_00, 200_00, 300_00, 500_00};

    /** How many percent of the members have a greater amount than the case's member. */
    BigDecimal topPercent = BigDecimal.valueOf(50);

    /**
     * @param forDate the epoch day that it serves
     */
    Scoring scoring(int forDate) {
        long greater = topPercent.multiply(BigDecimal.valueOf(MEMBERS / 100)).longValue();
        return new PopulationScores(
                new CutPoints(
                        0,
                        forDate,
                        MEMBERS,
                        ints(recency),
                        ints(frequency),
                        monetary.clone(),
                        sum(recencyMean),
                        sum(frequencyMean),
                        sum(monetaryMean.movePointRight(2)),
                        new long[] {0},
                        new long[] {MEMBERS - greater}));
    }

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }

    private static BigInteger sum(BigDecimal mean) {
        return mean.multiply(BigDecimal.valueOf(MEMBERS))
                .setScale(0, RoundingMode.HALF_UP)
                .toBigInteger();
    }
}
