package io.memberflow.engine;

import io.memberflow.member.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tests of rows, numbered: compiled rules name them by number, so that no text of an analyst
 * reaches the compiler. Equal tests share a number, and with it the engine's work.
 */
final class Leaves {
    private final Map<RowTest, Integer> numbers = new HashMap<>();
    private final List<RowTest> tests = new ArrayList<>();
    private final List<int[]> slots = new ArrayList<>();
    private final List<Condition.Accumulates> totals = new ArrayList<>();

    int number(RowTest test) {
        return numbers.computeIfAbsent(
                test,
                t -> {
                    tests.add(t);
                    slots.add(slotsOf(t));
                    return tests.size() - 1;
                });
    }

    int number(Condition.Accumulates accumulates) {
        totals.add(accumulates);
        return totals.size() - 1;
    }

    /** The slots of the earlier rows that a test compares with, ascending. */
    int[] slots(int test) {
        return slots.get(test);
    }

    /**
     * Whether a row passes.
     *
     * @param rows the earlier rows, in the order of {@link #slots}
     */
    boolean passes(int test, Row row, RowFact... rows) {
        Row[] bound = rows.length == 0 ? null : new Row[Complexity.MAX_SLOTS];
        for (int i = 0; i < rows.length; i++) {
            bound[slots.get(test)[i]] = rows[i].row();
        }
        return tests.get(test).passes(row, bound);
    }

    boolean holds(int total, List<Row> rows) {
        return totals.get(total).totals().stream().allMatch(t -> t.holds(rows));
    }

    private static int[] slotsOf(RowTest test) {
        TreeSet<Integer> slots = new TreeSet<>();
        test.forEachLeaf(
                leaf -> {
                    if (leaf.with() != null) {
                        slots.add(leaf.with().slot());
                    }
                });
        return slots.stream().mapToInt(Integer::intValue).toArray();
    }
}
