package io.memberflow.member;

import java.util.List;

/**
 * Everything rules can read of a member as of one day, but for what other rules give.
 *
 * @param day the epoch day
 * @param numbers the member's numbers, by index of the {@link FactSchema}
 * @param rows the facts besides: the member itself (its numbers are {@code numbers}), and those of
 *     every type that was asked for. Tags are those given from outside, one row for each that is
 *     valid on the day, of every source
 */
public record DayFacts(int day, long[] numbers, List<Row> rows) {

    /** Numbers alone, of a member of whom nothing else is read. */
    public static DayFacts ofNumbers(long[] numbers) {
        return new DayFacts(0, numbers, List.of());
    }
}
