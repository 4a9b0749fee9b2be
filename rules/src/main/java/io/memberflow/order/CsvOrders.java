package io.memberflow.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The form of a CSV row. An empty cell, or one of white space only, is an absent field. */
final class CsvOrders {

    /** Headers met so far; there are no more than files. */
    private final Map<String, CsvHeader> headers = new HashMap<>();

    private String lastLine;
    private CsvHeader last;

    /**
     * What a header line says.
     *
     * @throws InputProblem as {@link CsvHeader#parse}
     */
    CsvHeader header(String line) {
        if (!line.equals(lastLine)) {
            last = headers.computeIfAbsent(line, CsvHeader::parse);
            lastLine = line;
        }
        return last;
    }

    /** Reads a row into an empty draft. Of a row that cannot be split the first cells are read. */
    void read(String row, CsvHeader header, Draft draft) {
        List<String> cells = CsvCells.split(row);
        if (cells == null) {
            draft.fault("The row's quotes do not close: mend them (a quote in a cell is doubled).");
            cells = CsvCells.leading(row);
        } else if (cells.size() != header.columns()) {
            draft.fault(
                    "The row has "
                            + Counted.of(cells.size(), "cell", "cells")
                            + " and the header "
                            + header.columns()
                            + ": send one cell for each column.");
        }
        List<String> read = cells;
        header.fields()
                .forEach(
                        (field, column) -> {
                            String cell = column < read.size() ? read.get(column) : "";
                            draft.put(field, cell.isBlank() ? null : cell);
                        });
        if (draft.get(Field.STATUS) == null) {
            draft.put(Field.STATUS, OrderStatus.COMPLETED.name());
        }
        if (header.isOfLines()) {
            draft.addItemOfRow();
        }
    }
}
