package io.memberflow.sheet;

import java.util.List;

/**
 * The cells of a sheet.
 *
 * @param rows from the first on, each with its cells from the first column on
 */
record Sheet(List<List<Cell>> rows) {
    /** More rows than this are refused. */
    static final int MAX_ROWS = 2_000;

    /** More columns than this are refused. */
    static final int MAX_COLUMNS = 100;

    /** Larger files than this, in bytes, are refused. */
    static final int MAX_BYTES = 2 << 20;

    /** The cell is not part of a merged region. */
    static final int ALONE = -1;

    /**
     * One cell.
     *
     * @param text without the spaces around it, empty when there is nothing in it
     * @param mergedFrom the first column of the merged region it belongs to, counted from 0, or
     *     {@link #ALONE}
     */
    record Cell(String text, int mergedFrom) {
        boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /** Whether nothing stands in a row. */
    static boolean isBlank(List<Cell> row) {
        return row.stream().allMatch(Cell::isEmpty);
    }

    static SheetProblem tooManyRows() {
        return new SheetProblem(
                MAX_ROWS + 1,
                1,
                "决策表最多 " + MAX_ROWS + " 行。请拆成几个文件。",
                "A decision table has at most " + MAX_ROWS + " rows. Split the file.");
    }

    static SheetProblem tooManyColumns(int row) {
        return new SheetProblem(
                row,
                MAX_COLUMNS + 1,
                "决策表最多 " + MAX_COLUMNS + " 列。请删掉多余的列。",
                "A decision table has at most " + MAX_COLUMNS + " columns. Delete the others.");
    }

    static SheetProblem tooLarge() {
        return new SheetProblem(
                1,
                1,
                "决策表最大 2 MiB。请拆成几个文件。",
                "A decision table takes at most 2 MiB. Split the file.");
    }

    static SheetProblem formula(int row, int column) {
        return new SheetProblem(
                row, column, "这一格是公式。请只留它的值。", "This cell holds a formula. Keep its value only.");
    }
}
