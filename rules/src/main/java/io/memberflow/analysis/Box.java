package io.memberflow.analysis;

import java.util.Arrays;

/**
 * A set of assignments: for each variable, an interval of numbers it may have, and whether it may
 * be absent.
 */
final class Box {
    private final long[] low;
    private final long[] high;
    private final boolean[] maybeAbsent;
    private boolean empty;
    private boolean changed;

    Box(long[] low, long[] high, boolean[] maybeAbsent) {
        this.low = low;
        this.high = high;
        this.maybeAbsent = maybeAbsent;
    }

    Box copy() {
        Box copy =
                new Box(
                        Arrays.copyOf(low, low.length),
                        Arrays.copyOf(high, high.length),
                        Arrays.copyOf(maybeAbsent, maybeAbsent.length));
        copy.empty = empty;
        return copy;
    }

    /** The least number the variable may have; without meaning when it cannot be present. */
    long low(int variable) {
        return low[variable];
    }

    long high(int variable) {
        return high[variable];
    }

    boolean mayBeAbsent(int variable) {
        return maybeAbsent[variable];
    }

    boolean mayBePresent(int variable) {
        return low[variable] <= high[variable];
    }

    boolean isPresent(int variable) {
        return !maybeAbsent[variable];
    }

    /** Whether only one thing is left that the variable can be. */
    boolean isFixed(int variable) {
        return mayBePresent(variable)
                ? !maybeAbsent[variable] && low[variable] == high[variable]
                : true;
    }

    /** Whether nothing is left for some variable. */
    boolean isEmpty() {
        return empty;
    }

    /** The variable, if present, is at least this. */
    void keepAtLeast(int variable, long bound) {
        if (mayBePresent(variable) && low[variable] < bound) {
            low[variable] = bound;
            narrowed(variable);
        }
    }

    /** The variable, if present, is at most this. */
    void keepAtMost(int variable, long bound) {
        if (mayBePresent(variable) && high[variable] > bound) {
            high[variable] = bound;
            narrowed(variable);
        }
    }

    void makePresent(int variable) {
        if (maybeAbsent[variable]) {
            maybeAbsent[variable] = false;
            narrowed(variable);
        }
    }

    void makeAbsent(int variable) {
        if (mayBePresent(variable)) {
            low[variable] = 1;
            high[variable] = 0;
            narrowed(variable);
        }
    }

    /** Lets the variable be anything that it may be in another box. */
    void reset(int variable, Box other) {
        low[variable] = other.low[variable];
        high[variable] = other.high[variable];
        maybeAbsent[variable] = other.maybeAbsent[variable];
    }

    /** Whether anything was narrowed since this was last asked. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    private void narrowed(int variable) {
        changed = true;
        empty |= !mayBePresent(variable) && !maybeAbsent[variable];
    }
}
