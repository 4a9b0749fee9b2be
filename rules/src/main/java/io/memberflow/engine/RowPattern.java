package io.memberflow.engine;

import io.memberflow.member.RowType;
import java.util.List;

/**
 * A row of some type that passes tests.
 *
 * @param type the rows looked at
 * @param tests all of which it must pass
 * @param slot where the row is remembered for later conditions, {@link #UNBOUND} when nothing of it
 *     is read later
 * @param isLasting whether the same rows pass on another day, when they differ in nothing but what
 *     counts days
 */
public record RowPattern(RowType type, List<RowTest> tests, int slot, boolean isLasting) {
    /** The slot of a row that nobody refers to. */
    public static final int UNBOUND = -1;

    public RowPattern(RowType type, List<RowTest> tests, int slot) {
        this(type, tests, slot, areLasting(tests));
    }

    private static boolean areLasting(List<RowTest> tests) {
        boolean[] lasting = {true};
        for (RowTest test : tests) {
            test.forEachLeaf(
                    leaf -> lasting[0] &= leaf.with() == null && !leaf.reading().countsDays());
        }
        return lasting[0];
    }

    /** Whether one of its tests compares with a row found before, and does nothing else. */
    boolean looksAtRows() {
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).with() != null) {
                return true;
            }
        }
        return false;
    }

    public boolean isBound() {
        return slot != UNBOUND;
    }
}
