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
 */
public record RowPattern(RowType type, List<RowTest> tests, int slot) {
    /** The slot of a row that nobody refers to. */
    public static final int UNBOUND = -1;

    public boolean isBound() {
        return slot != UNBOUND;
    }
}
