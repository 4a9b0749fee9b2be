package io.memberflow.analysis;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A member that could be.
 *
 * @param read the facts that the rules in question read, in the order to tell them in, {@link
 *     Fact#ABSENT} for what the member has not
 * @param behind further facts without which these could not be so
 */
public record Example(Map<Fact, Long> read, Map<Fact, Long> behind) {

    /** The member in words of the facts: {@code recencyDays = 200, d365.orders = 1}. */
    public String text(boolean chinese) {
        List<String> parts = new ArrayList<>();
        read.forEach(
                (fact, value) ->
                        parts.add(
                                value == Fact.ABSENT
                                        ? (chinese ? "没有 " : "no ") + fact.name()
                                        : fact.name() + " = " + fact.unit().text(value)));
        return parts.isEmpty()
                ? (chinese ? "任何会员" : "any member")
                : String.join(chinese ? "，" : ", ", parts);
    }

    /** The numbers by index, absent what is neither read nor behind it. */
    public long[] numbers(FactSchema schema) {
        long[] numbers = new long[schema.size()];
        Arrays.fill(numbers, Fact.ABSENT);
        read.forEach((fact, value) -> numbers[fact.index()] = value);
        behind.forEach((fact, value) -> numbers[fact.index()] = value);
        return numbers;
    }
}
