package io.memberflow.sheet;

import io.memberflow.order.CsvCells;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a sheet from CSV text. A row is one line: no cell holds a line end. */
final class CsvSheet {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

    /** Marks the cells of a merged region, as Drools reads it in CSV. */
    private static final String MERGED = "...";

    private CsvSheet() {}

    static Sheet read(String text, List<SheetProblem> problems) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Sheet.MAX_BYTES) {
            problems.add(Sheet.tooLarge());
            return new Sheet(List.of());
        }
        String[] lines = LINE_END.split(text.startsWith("\uFEFF") ? text.substring(1) : text, -1);
        List<List<Sheet.Cell>> rows = new ArrayList<>();
        for (String line : lines) {
            // A line end after the last row begins no further one.
            boolean isEnd = rows.size() == lines.length - 1 && line.isEmpty();
            if (!isEnd && rows.size() == Sheet.MAX_ROWS) {
                problems.add(Sheet.tooManyRows());
                break;
            }
            rows.add(row(rows.size() + 1, line, problems));
        }
        return new Sheet(rows);
    }

    private static List<Sheet.Cell> row(int row, String line, List<SheetProblem> problems) {
        List<String> texts = CsvCells.split(line);
        if (texts == null) {
            problems.add(
                    new SheetProblem(
                            row,
                            1,
                            "引号没有成对。一格要么不带引号，要么首尾各一个；格内的引号写两遍，格内不能换行。",
                            "The quotes do not pair up. A cell takes none, or one at either end; a"
                                    + " quote inside is written twice, and no cell holds a line"
                                    + " end."));
            return List.of();
        }
        if (texts.size() > Sheet.MAX_COLUMNS) {
            problems.add(Sheet.tooManyColumns(row));
            return List.of();
        }
        List<Sheet.Cell> cells = new ArrayList<>();
        int merged = Sheet.ALONE;
        for (String cell : texts) {
            int column = cells.size();
            String text = cell.strip();
            if (text.startsWith("=")) {
                problems.add(Sheet.formula(row, column + 1));
            }
            if (text.endsWith(MERGED)) {
                text = text.substring(0, text.length() - MERGED.length()).strip();
                merged = merged == Sheet.ALONE ? column : merged;
            } else {
                merged = Sheet.ALONE;
            }
            cells.add(new Sheet.Cell(text, merged));
        }
        return cells;
    }
}
