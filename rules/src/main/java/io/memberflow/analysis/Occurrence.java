package io.memberflow.analysis;

import io.memberflow.engine.Condition;
import io.memberflow.engine.RowPattern;

/**
 * A condition where it stands. One that looks at rows matched before means something else in
 * another place, however alike it is written.
 */
final class Occurrence {
    private final Condition condition;

    private Occurrence(Condition condition) {
        this.condition = condition;
    }

    /** What the condition can be told apart by: itself, where it means the same everywhere. */
    static Object of(Condition condition) {
        return looksBack(condition) ? new Occurrence(condition) : condition;
    }

    private static boolean looksBack(Condition condition) {
        if (condition instanceof Condition.Matches matches) {
            return looksBack(matches.pattern());
        }
        return condition instanceof Condition.Accumulates accumulates
                && looksBack(accumulates.of());
    }

    private static boolean looksBack(RowPattern pattern) {
        boolean[] back = {false};
        pattern.tests().forEach(test -> test.forEachLeaf(leaf -> back[0] |= leaf.with() != null));
        return back[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Occurrence o && o.condition == condition;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(condition);
    }
}
