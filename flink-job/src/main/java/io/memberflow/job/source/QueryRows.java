package io.memberflow.job.source;

import io.memberflow.job.config.OrdersQuery;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.order.CsvCells;
import io.memberflow.order.OrderReader;
import io.memberflow.order.RawEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The rows of one execution of a query, from first to last, each as the CSV record it would be in a
 * file: instants in UTC, times without a zone as they are, null as an empty cell. They are fetched
 * some at a time and never all held.
 */
final class QueryRows implements AutoCloseable {
    private static final int FETCH_ROWS = 1_000;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Connection connection;
    private final PreparedStatement statement;
    private final String header;
    private final Column[] columns;
    private ResultSet results;
    private QueryPosition position = QueryPosition.START;

    /** How a column is turned into text. */
    private enum Column {
        INSTANT,
        LOCAL_TIME,
        DATE,
        NUMBER,
        TEXT
    }

    private QueryRows(Connection connection, PreparedStatement statement) throws SQLException {
        this.connection = connection;
        this.statement = statement;
        ResultSetMetaData metaData = statement.getMetaData();
        if (metaData == null) {
            throw new QueryProblem("The orders' query gives no rows: begin it with select.");
        }
        List<String> names = new ArrayList<>();
        columns = new Column[metaData.getColumnCount()];
        for (int i = 0; i < columns.length; i++) {
            names.add(metaData.getColumnLabel(i + 1).toLowerCase(Locale.ROOT));
            columns[i] = column(metaData, i + 1);
        }
        header = CsvCells.join(names);
    }

    /**
     * Connects and prepares the query, so that its columns are known; it is executed with the first
     * {@link #next}.
     *
     * @throws DatabaseProblem when the database is of no known kind
     * @throws QueryProblem when the query gives no rows
     */
    static QueryRows open(OrdersQuery query) throws SQLException {
        Connection connection =
                Connections.open(
                        new DatabaseConfig(query.url(), query.user(), query.passwordFile(), null));
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false); // else PostgreSQL sends all rows at once
            PreparedStatement statement = connection.prepareStatement(query.sql());
            statement.setFetchSize(FETCH_ROWS);
            return new QueryRows(connection, statement);
        } catch (SQLException | QueryProblem e) {
            connection.close();
            throw e;
        }
    }

    /** The CSV header that the query's columns make, in lower case. */
    String header() {
        return header;
    }

    /** Whether a row is a line of an order. */
    boolean isOfLines() {
        return OrderReader.readsLines(header);
    }

    /** Where the row stands that came last. */
    QueryPosition position() {
        return position;
    }

    /** The next row, or null behind the last. */
    RawEvent next() throws SQLException {
        if (results == null) {
            results = statement.executeQuery();
        }
        if (!results.next()) {
            return null;
        }
        List<String> cells = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            cells.add(text(columns[i], i + 1));
        }
        byte[] row = CsvCells.join(cells).getBytes(StandardCharsets.UTF_8);
        position =
                new QueryPosition(position.rows() + 1, position.digest() * FNV_PRIME + digest(row));
        return new RawEvent(
                "jdbc:row " + position.rows(),
                row.length > RawEvent.MAX_BYTES ? Arrays.copyOf(row, RawEvent.MAX_BYTES) : row,
                row.length,
                header);
    }

    /** Ends what {@link #next} waits for in another thread; that throws then. */
    void cancel() throws SQLException {
        statement.cancel();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private String text(Column column, int index) throws SQLException {
        Object value =
                switch (column) {
                    case INSTANT -> {
                        OffsetDateTime time = results.getObject(index, OffsetDateTime.class);
                        yield time == null ? null : time.toInstant();
                    }
                    case LOCAL_TIME -> results.getObject(index, LocalDateTime.class);
                    case DATE -> results.getObject(index, LocalDate.class);
                    case NUMBER -> {
                        BigDecimal number = results.getBigDecimal(index);
                        yield number == null ? null : number.toPlainString();
                    }
                    case TEXT -> results.getString(index);
                };
        return value == null ? "" : value.toString();
    }

    private static Column column(ResultSetMetaData metaData, int index) throws SQLException {
        // PostgreSQL gives both of its timestamps the same type.
        if (metaData.getColumnTypeName(index).equalsIgnoreCase("timestamptz")) {
            return Column.INSTANT;
        }
        return switch (metaData.getColumnType(index)) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> Column.INSTANT;
            case Types.TIMESTAMP -> Column.LOCAL_TIME;
            case Types.DATE -> Column.DATE;
            case Types.NUMERIC, Types.DECIMAL, Types.DOUBLE, Types.REAL, Types.FLOAT ->
                    Column.NUMBER;
            default -> Column.TEXT;
        };
    }

    private static long digest(byte[] row) {
        long hash = FNV_OFFSET;
        for (byte b : row) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
