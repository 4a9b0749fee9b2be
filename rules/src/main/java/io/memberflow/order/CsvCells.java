package io.memberflow.order;

import java.util.ArrayList;
import java.util.List;

/**
 * One CSV record (RFC 4180, commas) as its cells. Strict where CSV libraries are lenient: a quote
 * that does not close is an error, because a cell may then have swallowed others.
 */
public final class CsvCells {

    private CsvCells() {}

    /** The cells, or null when the text is not exactly one record with its quotes closed. */
    public static List<String> split(String row) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            int end;
            if (at < row.length() && row.charAt(at) == '"') {
                end = endOfQuoted(row, at);
                if (end < 0 || (end < row.length() && row.charAt(end) != ',')) {
                    return null;
                }
                cells.add(row.substring(at + 1, end - 1).replace("\"\"", "\""));
            } else {
                int comma = row.indexOf(',', at);
                end = comma < 0 ? row.length() : comma;
                String cell = row.substring(at, end);
                if (cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0) {
                    return null;
                }
                cells.add(cell);
            }
            if (end == row.length()) {
                return cells;
            }
            at = end + 1;
        }
    }

    /** The record that {@link #split} takes apart into these cells again. */
    public static String join(List<String> cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean quoted = cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
            row.append(i == 0 ? "" : ",");
            row.append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return row.toString();
    }

    /** The cells that are surely whole in a row that cannot be split: those before any quote. */
    static List<String> leading(String row) {
        int quote = row.indexOf('"');
        List<String> cells = split(quote < 0 ? row : row.substring(0, quote));
        return cells == null ? List.of() : cells.subList(0, cells.size() - 1);
    }

    /** Where the text goes on behind the quoted cell at {@code start}; -1 if that never closes. */
    private static int endOfQuoted(String row, int start) {
        int quote = row.indexOf('"', start + 1);
        while (quote >= 0 && quote + 1 < row.length() && row.charAt(quote + 1) == '"') {
            quote = row.indexOf('"', quote + 2);
        }
        return quote < 0 ? -1 : quote + 1;
    }
}
