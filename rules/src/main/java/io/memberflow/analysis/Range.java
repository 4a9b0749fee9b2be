package io.memberflow.analysis;

/**
 * That a variable is present and lies within bounds.
 *
 * @param low the least number within
 * @param high the greatest number within
 */
record Range(int variable, long low, long high) {

    static Range present(int variable) {
        return new Range(variable, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static Range atLeast(int variable, long low) {
        return new Range(variable, low, Long.MAX_VALUE);
    }

    static Range atMost(int variable, long high) {
        return new Range(variable, Long.MIN_VALUE, high);
    }

    Truth in(Box box) {
        if (!box.mayBePresent(variable) || box.high(variable) < low || box.low(variable) > high) {
            return Truth.FALSE;
        }
        return box.isPresent(variable) && box.low(variable) >= low && box.high(variable) <= high
                ? Truth.TRUE
                : Truth.UNKNOWN;
    }

    void require(Box box) {
        box.makePresent(variable);
        box.keepAtLeast(variable, low);
        box.keepAtMost(variable, high);
    }

    /** Takes away what lies within, as far as an interval can tell. */
    void forbid(Box box) {
        boolean coversLow = box.low(variable) >= low;
        boolean coversHigh = box.high(variable) <= high;
        if (coversLow && coversHigh) {
            box.makeAbsent(variable);
        } else if (coversLow && box.low(variable) <= high) {
            box.keepAtLeast(variable, high + 1);
        } else if (coversHigh && box.high(variable) >= low) {
            box.keepAtMost(variable, low - 1);
        }
    }
}
