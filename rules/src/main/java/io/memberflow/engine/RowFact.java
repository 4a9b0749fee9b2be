package io.memberflow.engine;

import io.memberflow.member.Row;

/** A row as compiled rules see it: its kind, and whether it passes the test of some number. */
public final class RowFact {
    private final Row row;
    private final Leaves leaves;

    RowFact(Row row, Leaves leaves) {
        this.row = row;
        this.leaves = leaves;
    }

    Row row() {
        return row;
    }

    /** Position of the row's type. */
    public int getKind() {
        return row.getKind();
    }

    public boolean passes(int test) {
        return leaves.passes(test, row);
    }

    public boolean passes(int test, RowFact a) {
        return leaves.passes(test, row, a);
    }

    public boolean passes(int test, RowFact a, RowFact b) {
        return leaves.passes(test, row, a, b);
    }

    public boolean passes(int test, RowFact a, RowFact b, RowFact c) {
        return leaves.passes(test, row, a, b, c);
    }
}
