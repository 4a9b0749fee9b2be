package io.memberflow.rulebook;

import io.memberflow.order.Counted;
import io.memberflow.order.CsvCells;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rows of a CSV file of a rulebook, each with its line, and the problems met on the way. A row
 * is one line: no cell holds a line end. Blank rows are left out, as spreadsheets write them.
 */
final class CsvTable {
    /** More text than this in a cell is a mistake. */
    private static final int MAX_CELL = 256;

    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

    private final String file;
    private final List<String> header;
    private final List<TableProblem> problems;
    private final List<CsvRow> rows = new ArrayList<>();

    private CsvTable(String file, List<String> header, List<TableProblem> problems) {
        this.file = file;
        this.header = header;
        this.problems = problems;
    }

    /**
     * One row.
     *
     * @param line 1-based
     * @param cells without the spaces around them
     * @param columns where each cell begins, 1-based, in characters
     */
    record CsvRow(int line, List<String> cells, int[] columns) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isEmpty);
        }
    }

    /**
     * Reads a file. Rows that are not whole are left out and told of.
     *
     * @param header the columns it has to have, in this order
     * @param problems where to put what is wrong
     */
    static CsvTable read(
            String file, String text, List<String> header, List<TableProblem> problems) {
        CsvTable table = new CsvTable(file, header, problems);
        String[] lines = LINE_END.split(withoutByteOrderMark(text), -1);
        if (table.checkHeader(lines[0])) {
            for (int i = 1; i < lines.length; i++) {
                table.add(i + 1, lines[i]);
            }
        }
        return table;
    }

    List<CsvRow> rows() {
        return rows;
    }

    /** Notes a problem of one cell of a row. */
    void wrong(CsvRow row, int cell, String zh, String en) {
        wrong(row.line(), row.columns()[cell], zh, en);
    }

    private void wrong(int line, int column, String zh, String en) {
        problems.add(new TableProblem(file, line, column, zh, en));
    }

    private boolean checkHeader(String line) {
        CsvRow row = split(1, line);
        if (row != null && row.cells().equals(header)) {
            return true;
        }
        String wanted = String.join(",", header);
        wrong(
                1,
                1,
                "第一行要写列名：" + wanted + "。",
                "The first line has to name the columns: " + wanted + ".");
        return false;
    }

    private void add(int line, String text) {
        CsvRow row = split(line, text);
        if (row == null) {
            wrong(
                    line,
                    text.codePointCount(0, text.indexOf('"')) + 1,
                    "引号没有成对。一格要么不带引号，要么首尾各一个；格内的引号写两遍，格内不能换行。",
                    "The quotes do not pair up. A cell takes none, or one at either end; a quote"
                            + " inside is written twice, and no cell holds a line end.");
        } else if (row.isBlank()) {
            return;
        } else if (row.cells().size() != header.size()) {
            wrong(
                    line,
                    1,
                    "这一行有 "
                            + row.cells().size()
                            + " 格，要有 "
                            + header.size()
                            + " 格："
                            + String.join(",", header)
                            + "。",
                    "This row has "
                            + Counted.of(row.cells().size(), "cell", "cells")
                            + " and needs "
                            + header.size()
                            + ": "
                            + String.join(",", header)
                            + ".");
        } else if (areTexts(row)) {
            rows.add(row);
        }
    }

    private boolean areTexts(CsvRow row) {
        for (int i = 0; i < row.cells().size(); i++) {
            String cell = row.cells().get(i);
            if (cell.codePointCount(0, cell.length()) > MAX_CELL) {
                wrong(
                        row,
                        i,
                        header.get(i) + "最多 " + MAX_CELL + " 个字。请缩短。",
                        header.get(i) + " takes up to " + MAX_CELL + " characters. Shorten it.");
                return false;
            }
            if (PlainText.hidden(cell).isPresent() || cell.contains("\t")) {
                wrong(
                        row,
                        i,
                        header.get(i) + "里有控制字符或看不见的字符。请删掉。",
                        header.get(i) + " holds a control or hidden character. Delete it.");
                return false;
            }
        }
        return true;
    }

    /** The row of that line, null when its quotes do not pair up. */
    private static CsvRow split(int line, String text) {
        List<String> cells = CsvCells.split(text);
        if (cells == null) {
            return null;
        }
        int[] columns = new int[cells.size()];
        int at = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = text.codePointCount(0, at) + 1;
            String cell = cells.get(i);
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            long quotes = cell.chars().filter(c -> c == '"').count();
            at += cell.length() + (quoted ? 2 + (int) quotes : 0) + 1;
        }
        return new CsvRow(
                line, cells.stream().map(String::strip).collect(Collectors.toList()), columns);
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
