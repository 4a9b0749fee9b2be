package io.memberflow.rfm;

/** How a member's recency, frequency and amount become scores and highs (facts.md §5). */
public sealed interface Scoring permits FixedScores, PopulationScores {

    /** Score 1 to 5 of days since the last order. */
    int recency(long recencyDays);

    /** Score 1 to 5 of the orders of 365 days. */
    int frequency(long orders);

    /** Score 1 to 5 of the amount of 365 days, in fen. */
    int monetary(long amount);

    boolean recencyHigh(long recencyDays);

    boolean frequencyHigh(long orders);

    boolean monetaryHigh(long amount);

    /**
     * Percent of the population with a greater amount of 365 days, in {@link
     * io.memberflow.member.Unit#PERCENT}; {@link io.memberflow.member.Fact#ABSENT} where no
     * population was measured.
     */
    long amountTopPercent(long amount);

    /**
     * Days since the last order on which the recency score or high is another than the day before,
     * as nothing but time passes.
     */
    int[] recencySteps();

    /** The cut points behind it, null when they are fixed. */
    default CutPoints cutPoints() {
        return null;
    }
}
