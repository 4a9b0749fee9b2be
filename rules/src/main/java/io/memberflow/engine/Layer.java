package io.memberflow.engine;

import java.util.List;

/** The fact that a layer may run: every rule of it waits for it, so that it sees all it reads. */
public final class Layer {
    private final int number;
    private final Leaves leaves;

    Layer(int number, Leaves leaves) {
        this.number = number;
        this.leaves = leaves;
    }

    /** The layer's position. */
    public int getNumber() {
        return number;
    }

    /** Whether rows that were put together come to the totals of some number. */
    public boolean totals(int number, List<?> rows) {
        return leaves.holds(number, rows.stream().map(row -> ((RowFact) row).row()).toList());
    }
}
