package io.memberflow.analysis;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Looks for an assignment of the variables that makes a statement true and breaks no relation, by
 * splitting boxes. Finds one whenever there is one.
 */
final class Search {
    private static final int MAX_ROUNDS = 50;

    private final Circuit circuit;
    private final List<Relation> relations;
    private final Box everything;
    private final int[] order;
    private final BitSet fixed;
    private int left;

    /** The work was more than allowed. */
    static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /**
     * A search that splits at most {@code bound} boxes.
     *
     * @param order the variables in the order they are given numbers
     * @param fixed variables that are never split: the statement must be true whatever they are
     */
    Search(
            Circuit circuit,
            List<Relation> relations,
            Box everything,
            int[] order,
            BitSet fixed,
            int bound) {
        this.circuit = circuit;
        this.relations = relations;
        this.everything = everything;
        this.order = order;
        this.fixed = fixed;
        this.left = bound;
    }

    /** An assignment, as a box in which every variable but the fixed ones is one thing. */
    Optional<Box> find(int statement) throws TooMuch {
        return find(statement, everything.copy());
    }

    private Optional<Box> find(int statement, Box box) throws TooMuch {
        if (!narrow(box)) {
            return Optional.empty();
        }
        Truth truth = circuit.evaluate(statement, box);
        if (truth == Truth.FALSE) {
            return Optional.empty();
        } else if (truth == Truth.TRUE) {
            return assign(box, 0);
        }
        int comparison = circuit.undecided(statement, box, fixed);
        if (comparison < 0) {
            return Optional.empty();
        }
        int variable = circuit.variable(comparison);
        long low = box.low(variable);
        for (long step : circuit.steps(comparison)) {
            if (step > low && step <= box.high(variable)) {
                Optional<Box> found = find(statement, within(box, variable, low, step - 1));
                if (found.isPresent()) {
                    return found;
                }
                low = step;
            }
        }
        Optional<Box> found = find(statement, within(box, variable, low, box.high(variable)));
        if (found.isPresent() || !box.mayBeAbsent(variable)) {
            return found;
        }
        return find(statement, without(box, variable));
    }

    /** Gives every variable a number, small ones first, from the {@code from}th on. */
    private Optional<Box> assign(Box box, int from) throws TooMuch {
        int next = from;
        while (next < order.length && (fixed.get(order[next]) || box.isFixed(order[next]))) {
            next++;
        }
        if (next == order.length) {
            return Optional.of(box);
        }
        int variable = order[next];
        if (box.mayBePresent(variable)) {
            Optional<Box> found =
                    assign(box, next, variable, box.low(variable), box.high(variable));
            if (found.isPresent()) {
                return found;
            }
        }
        return box.mayBeAbsent(variable)
                ? assignNarrowed(without(box, variable), next)
                : Optional.empty();
    }

    private Optional<Box> assign(Box box, int from, int variable, long low, long high)
            throws TooMuch {
        Box all = within(box, variable, low, high);
        if (!narrow(all)) {
            return Optional.empty();
        }
        long first = Math.max(all.low(variable), Math.min(0, all.high(variable)));
        Optional<Box> found = assignNarrowed(within(all, variable, first, first), from);
        if (found.isPresent() || all.low(variable) == all.high(variable)) {
            return found;
        }
        long middle = first + (all.high(variable) - first) / 2;
        long[][] rest = {
            {first + 1, middle},
            {Math.max(first, middle) + 1, all.high(variable)},
            {all.low(variable), first - 1}
        };
        for (long[] part : rest) {
            if (part[0] <= part[1]) {
                found = assign(all, from, variable, part[0], part[1]);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Box> assignNarrowed(Box box, int from) throws TooMuch {
        return narrow(box) ? assign(box, from) : Optional.empty();
    }

    private static Box within(Box box, int variable, long low, long high) {
        Box part = box.copy();
        new Range(variable, low, high).require(part);
        return part;
    }

    private static Box without(Box box, int variable) {
        Box part = box.copy();
        part.makeAbsent(variable);
        return part;
    }

    /**
     * Takes away what breaks a relation, perhaps not all of it; false when nothing is left.
     * Relations that hem each other in by small steps are left to splitting.
     */
    private boolean narrow(Box box) throws TooMuch {
        if (left-- <= 0) {
            throw new TooMuch();
        }
        box.takeChanged();
        int rounds = 0;
        do {
            for (Relation relation : relations) {
                if (box.isEmpty()) {
                    return false;
                }
                relation.narrow(box);
            }
            rounds++;
        } while (box.takeChanged() && !box.isEmpty() && rounds < MAX_ROUNDS);
        return !box.isEmpty();
    }
}
