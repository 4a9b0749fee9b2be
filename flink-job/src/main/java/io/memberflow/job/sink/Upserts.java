package io.memberflow.job.sink;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/** What the sinks of one table share: Flink's JDBC sink with one statement that may be repeated. */
final class Upserts {
    private Upserts() {}

    static <T> Sink<T> sink(DatabaseConfig database, String sql, JdbcStatementBuilder<T> values) {
        return JdbcSink.<T>builder()
                .withQueryStatement(sql, values)
                .withExecutionOptions(
                        JdbcExecutionOptions.builder()
                                .withBatchSize(1_000)
                                .withBatchIntervalMs(1_000)
                                // Only a broken connection passes: opening another one waits
                                // for the server by itself, see Connections.
                                .withMaxRetries(3)
                                .build())
                .buildAtLeastOnce(new Connections(database));
    }

    /**
     * Inserts a row, or replaces the one of the same key.
     *
     * <p>For PostgreSQL it selects its values: such a statement no driver option turns into one of
     * many rows, where a key that comes twice would be an error.
     *
     * @param keys how many of the columns, from the first, are the key
     */
    static String replacing(Dialect dialect, String table, int keys, List<String> columns) {
        return replacing(dialect, table, keys, columns, Set.of());
    }

    /**
     * The same, for a table of which some columns are JSON; their parameters are texts.
     *
     * @param json their names
     */
    static String replacing(
            Dialect dialect, String table, int keys, List<String> columns, Set<String> json) {
        String names = String.join(", ", columns);
        String key = String.join(", ", columns.subList(0, keys));
        String values =
                columns.stream()
                        .map(c -> json.contains(c) ? jsonParameter(dialect) : "?")
                        .collect(Collectors.joining(", "));
        return switch (dialect) {
            case POSTGRESQL ->
                    "insert into %s (%s) select %s on conflict (%s) do update set %s"
                            .formatted(
                                    table,
                                    names,
                                    values,
                                    key,
                                    columns.subList(keys, columns.size()).stream()
                                            .map(c -> c + " = excluded." + c)
                                            .collect(Collectors.joining(", ")));
            case MYSQL ->
                    "insert into %s (%s) values (%s) on duplicate key update %s"
                            .formatted(
                                    table,
                                    names,
                                    values,
                                    columns.subList(keys, columns.size()).stream()
                                            .map(c -> c + " = values(" + c + ")")
                                            .collect(Collectors.joining(", ")));
            case H2 ->
                    "merge into %s (%s) key (%s) values (%s)".formatted(table, names, key, values);
        };
    }

    private static String jsonParameter(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> "cast(? as jsonb)";
            case MYSQL -> "?";
            case H2 -> "? format json";
        };
    }

    static void setDay(PreparedStatement statement, int index, long epochDay) throws SQLException {
        statement.setObject(index, LocalDate.ofEpochDay(epochDay));
    }

    static void setInstant(PreparedStatement statement, int index, Instant instant)
            throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        }
    }

    static void setNumber(PreparedStatement statement, int index, BigDecimal number)
            throws SQLException {
        if (number == null) {
            statement.setNull(index, Types.NUMERIC);
        } else {
            statement.setBigDecimal(index, number);
        }
    }
}
