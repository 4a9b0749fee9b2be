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
public record DayFacts(int day, long[] numbers, List<Row> rows) {}
