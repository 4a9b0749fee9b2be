package io.memberflow.rfm;

import io.memberflow.member.Fact;
import java.util.stream.LongStream;

/**
 * Scores by bounds that the rulebook names.
 *
 * @param recency bands of days since the last order
 * @param frequency bands of the orders of 365 days
 * @param monetary bands of the amount of 365 days, in fen
 * @param recencyHighBelow a member bought recently when fewer days have passed
 * @param frequencyHighFrom a member buys often from this many orders on
 * @param monetaryHighFrom a member spends much from this amount on, in fen
 */
public record FixedScores(
        Bands recency,
        Bands frequency,
        Bands monetary,
        long recencyHighBelow,
        long frequencyHighFrom,
        long monetaryHighFrom)
        implements Scoring {

    @Override
    public int recency(long recencyDays) {
        return recency.score(recencyDays);
    }

    @Override
    public int frequency(long orders) {
        return frequency.score(orders);
    }

    @Override
    public int monetary(long amount) {
        return monetary.score(amount);
    }

    @Override
    public boolean recencyHigh(long recencyDays) {
        return recencyDays < recencyHighBelow;
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
        return Fact.ABSENT;
    }

    @Override
    public int[] recencySteps() {
        return LongStream.concat(
                        recency.below().stream().mapToLong(Long::longValue),
                        LongStream.of(recencyHighBelow))
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
