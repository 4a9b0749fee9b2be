package io.memberflow.testdata;

/**
 * What one model says of a member as of D (facts.md §3).
 *
 * @param stage whether the model is a stage (kind STAGE) or a segment (kind SEGMENT)
 * @param value v(D)
 * @param since epoch day: first day of the unbroken run of days up to D with that value, at the
 *     earliest D - 365
 * @param previousValue v(since - 1); null when there was none, or when all of D - 365 .. D hold the
 *     value
 * @param nextValue stages: v(nextOn) if no event comes; null for segments and when it never changes
 * @param nextOn stages: epoch day of the first day after D with another value, at the latest D +
 *     730; null for segments and when it never changes
 */
public record OracleValue(
        boolean stage,
        String value,
        int since,
        String previousValue,
        String nextValue,
        Integer nextOn) {}
