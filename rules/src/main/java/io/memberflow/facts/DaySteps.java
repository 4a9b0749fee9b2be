package io.memberflow.facts;

import io.memberflow.member.Fact;
import io.memberflow.member.RowField;
import java.util.Map;
import java.util.Set;

/**
 * At which values of what merely counts days a comparison turns out differently than one below: for
 * {@code age < 30} and for {@code age >= 30} that is 30, for {@code age == 30} it is 30 and 31.
 *
 * @param numbers of numbers of the member
 * @param fields of fields of rows
 */
public record DaySteps(Map<Fact, Set<Long>> numbers, Map<RowField, Set<Long>> fields) {

    /** Nothing that counts days is compared. */
    public static final DaySteps NONE = new DaySteps(Map.of(), Map.of());
}
