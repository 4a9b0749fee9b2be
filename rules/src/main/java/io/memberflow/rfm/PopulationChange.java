package io.memberflow.rfm;

import io.memberflow.rfm.Population.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * From a day on, there are so many more members, or fewer, with a value. All changes up to a day
 * add up to the population of that day, in whatever order they come.
 *
 * <p>A member's value on a day is what its orders dated before that day make it, in the window that
 * ends with it (facts.md §5): known for all days to come, if no order comes.
 *
 * @param day the epoch day from which on
 * @param members how many more
 */
public record PopulationChange(int day, Value value, int members) {
    private static final int YEAR = 365;

    /**
     * What a member's new history changes, from {@code from} on.
     *
     * @param before what was known of the member, null or empty for nothing
     * @param after what is known now
     */
    public static List<PopulationChange> between(
            MemberHistory before, MemberHistory after, int from) {
        Map<Integer, Map<Value, Integer>> changes = new LinkedHashMap<>();
        add(before, from, -1, changes);
        add(after, from, 1, changes);
        List<PopulationChange> all = new ArrayList<>();
        changes.forEach(
                (day, values) ->
                        values.forEach(
                                (value, members) -> {
                                    if (members != 0) {
                                        all.add(new PopulationChange(day, value, members));
                                    }
                                }));
        return all;
    }

    /** Each day on which the member's value becomes another, as one member fewer and one more. */
    private static void add(
            MemberHistory history, int from, int sign, Map<Integer, Map<Value, Integer>> changes) {
        if (history == null) {
            return;
        }
        Value before = null;
        for (int day : steps(history, from)) {
            Value value = value(history, day);
            if (value != null && !value.equals(before)) {
                Map<Value, Integer> ofDay =
                        changes.computeIfAbsent(day, d -> new LinkedHashMap<>());
                if (before != null) {
                    ofDay.merge(before, -sign, Integer::sum);
                }
                ofDay.merge(value, sign, Integer::sum);
                before = value;
            }
        }
    }

    private static TreeSet<Integer> steps(MemberHistory history, int from) {
        TreeSet<Integer> days = new TreeSet<>();
        days.add(from);
        for (int date : history.days()) {
            if (date >= from) {
                days.add(date + 1);
            }
            if (date + YEAR > from) {
                days.add(date + YEAR);
            }
        }
        return days;
    }

    /** Null before the day after the first counting order. */
    private static Value value(MemberHistory history, int day) {
        int[] folded = history.folded().days();
        int last = folded.length == 0 ? Integer.MIN_VALUE : folded[folded.length - 1];
        int orders = 0;
        long amount = 0;
        for (int row = 0; row < history.days().length && history.days()[row] < day; row++) {
            int date = history.days()[row];
            if (history.orders()[row] > 0) {
                last = date;
                if (day - date < YEAR) {
                    orders += history.orders()[row];
                    amount = Fen.plus(amount, history.amount()[row]);
                }
            }
        }
        return last == Integer.MIN_VALUE ? null : new Value(last, orders, amount);
    }
}
