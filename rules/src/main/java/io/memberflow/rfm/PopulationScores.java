package io.memberflow.rfm;

import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Scores by a measured population: quintiles by nearest rank, highs against the exact mean. */
public final class PopulationScores implements Scoring {
    private static final BigInteger HUNDRED_PERCENT =
            BigInteger.TEN.pow(Unit.PERCENT.places()).multiply(BigInteger.valueOf(100));

    private final CutPoints cutPoints;
    private final long recencyHighUpTo;
    private final long frequencyHighFrom;
    private final long monetaryHighFrom;

    public PopulationScores(CutPoints cutPoints) {
        this.cutPoints = cutPoints;
        this.recencyHighUpTo = floorMean(cutPoints.recencySum());
        this.frequencyHighFrom = ceilMean(cutPoints.frequencySum());
        this.monetaryHighFrom = ceilMean(cutPoints.monetarySum());
    }

    @Override
    public CutPoints cutPoints() {
        return cutPoints;
    }

    @Override
    public int recency(long recencyDays) {
        return 5
                - (int) Arrays.stream(cutPoints.recency()).filter(cut -> cut < recencyDays).count();
    }

    @Override
    public int frequency(long orders) {
        return 1 + (int) Arrays.stream(cutPoints.frequency()).filter(cut -> cut < orders).count();
    }

    @Override
    public int monetary(long amount) {
        return 1 + (int) Arrays.stream(cutPoints.monetary()).filter(cut -> cut < amount).count();
    }

    @Override
    public boolean recencyHigh(long recencyDays) {
        return recencyDays <= recencyHighUpTo;
    }

    @Override
    public boolean frequencyHigh(long orders) {
        return orders >= frequencyHighFrom;
    }

    @Override
    public boolean monetaryHigh(long amount) {
        return amount >= monetaryHighFrom;
    }

    @Override
    public long amountTopPercent(long amount) {
        long members = cutPoints.members();
        if (members == 0) {
            return Fact.ABSENT;
        }
        int found = Arrays.binarySearch(cutPoints.amounts(), amount);
        int atMostIndex = found >= 0 ? found : -found - 2;
        long greater = members - (atMostIndex < 0 ? 0 : cutPoints.atMost()[atMostIndex]);
        return BigInteger.valueOf(greater)
                .multiply(HUNDRED_PERCENT)
                .divide(BigInteger.valueOf(members))
                .longValueExact();
    }

    /** A score changes the day after a cut point, a high the day after the mean. */
    @Override
    public int[] recencySteps() {
        return IntStream.concat(
                        Arrays.stream(cutPoints.recency()),
                        IntStream.of(Math.toIntExact(recencyHighUpTo)))
                .map(days -> days + 1)
                .toArray();
    }

    /** A whole number is at most the mean exactly when it is at most the mean's floor. */
    private long floorMean(BigInteger sum) {
        return cutPoints.members() == 0
                ? 0
                : sum.divide(BigInteger.valueOf(cutPoints.members())).longValueExact();
    }

    private long ceilMean(BigInteger sum) {
        return cutPoints.members() == 0
                ? 0
                : sum.add(BigInteger.valueOf(cutPoints.members() - 1))
                        .divide(BigInteger.valueOf(cutPoints.members()))
                        .longValueExact();
    }
}
