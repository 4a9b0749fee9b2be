package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An insert of many rows a statement. Written out here, because the driver does so by itself only
 * with multiple statements allowed, and a batch of single rows is a round of parsing a row.
 */
final class MySqlInsert<T> {
    /** A statement's text is sent whole, and the server takes 16 MiB by default, once 1 MiB. */
    private static final int ROWS_A_STATEMENT = 500;

    private static final int CHARS_A_STATEMENT = 128 * 1024;

    private final List<Column<T>> columns;
    private final String start;
    private final String row;
    private final String end;

    /**
     * @param onDuplicate the assignments for a row whose key is there, or null when none is to be
     */
    MySqlInsert(String table, List<Column<T>> columns, String onDuplicate) {
        this.columns = columns;
        this.start =
                "insert into %s (%s) values "
                        .formatted(
                                table,
                                columns.stream()
                                        .map(c -> Dialect.MYSQL.column(c.name()))
                                        .collect(Collectors.joining(", ")));
        this.row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        this.end = onDuplicate == null ? "" : " on duplicate key update " + onDuplicate;
    }

    /** Inserts the rows in their order. */
    void run(Connection connection, List<T> rows) throws SQLException {
        List<Object[]> waiting = new ArrayList<>();
        int chars = 0;
        for (T values : rows) {
            Object[] next = columns.stream().map(c -> c.value().apply(values)).toArray();
            int more = chars(next);
            boolean full = waiting.size() == ROWS_A_STATEMENT || chars + more > CHARS_A_STATEMENT;
            if (full && !waiting.isEmpty()) {
                insert(connection, waiting);
                waiting.clear();
                chars = 0;
            }
            waiting.add(next);
            chars += more;
        }
        if (!waiting.isEmpty()) {
            insert(connection, waiting);
        }
    }

    private void insert(Connection connection, List<Object[]> rows) throws SQLException {
        String sql = start + String.join(", ", Collections.nCopies(rows.size(), row)) + end;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Object[] values : rows) {
                for (int i = 0; i < values.length; i++) {
                    columns.get(i).type().set(statement, index++, values[i]);
                }
            }
            statement.executeUpdate();
        }
    }

    private static int chars(Object[] values) {
        int chars = 0;
        for (Object value : values) {
            chars += value instanceof String text ? text.length() : 0;
        }
        return chars;
    }
}
