package io.memberflow.analysis;

import java.util.NavigableSet;
import java.util.TreeSet;

/** Widens a box, one variable at a time, as long as a statement stays true of all of it. */
final class Widening {
    private final Circuit circuit;
    private final int statement;
    private final Box all;

    Widening(Circuit circuit, int statement, Box all) {
        this.circuit = circuit;
        this.statement = statement;
        this.all = all;
    }

    void widen(Box box, int variable) {
        Box free = box.copy();
        free.reset(variable, all);
        if (isTrue(free)) {
            box.reset(variable, all);
            return;
        }
        if (!box.mayBePresent(variable)) {
            return;
        }
        // Between two steps nothing changes: the interval may grow by whole pieces.
        TreeSet<Long> bounds = new TreeSet<>(circuit.steps(statement, variable));
        bounds.add(all.low(variable));
        bounds.add(all.high(variable) + 1);
        long low = bounds.floor(box.low(variable));
        long high = bounds.higher(box.high(variable)) - 1;
        low = downwards(box, variable, low, high, bounds);
        high = upwards(box, variable, low, high, bounds);
        set(box, variable, low, high);
    }

    private long downwards(Box box, int variable, long low, long high, NavigableSet<Long> bounds) {
        long reached = low;
        for (long bound : bounds.headSet(low, false).descendingSet()) {
            if (bound < all.low(variable) || !isTrue(box, variable, bound, high)) {
                break;
            }
            reached = bound;
        }
        return reached;
    }

    private long upwards(Box box, int variable, long low, long high, NavigableSet<Long> bounds) {
        long reached = high;
        for (long bound : bounds.tailSet(high + 1, false)) {
            if (bound - 1 > all.high(variable) || !isTrue(box, variable, low, bound - 1)) {
                break;
            }
            reached = bound - 1;
        }
        return reached;
    }

    private boolean isTrue(Box box, int variable, long low, long high) {
        Box with = box.copy();
        set(with, variable, low, high);
        return isTrue(with);
    }

    private boolean isTrue(Box box) {
        return circuit.evaluate(statement, box) == Truth.TRUE;
    }

    private void set(Box box, int variable, long low, long high) {
        box.reset(variable, all);
        box.makePresent(variable);
        box.keepAtLeast(variable, low);
        box.keepAtMost(variable, high);
    }
}
