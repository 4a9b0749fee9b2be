package io.memberflow.job.sink;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/**
 * A column that members are written to, and where its value comes from.
 *
 * @param name as in the tables
 * @param type how the value is held and sent
 * @param value the value of a row, in the form that {@code type} says, or null
 */
record Column<T>(String name, Type type, Function<T, Object> value) {

    /** How a value is held in our records. */
    enum Type {
        /** A String. */
        TEXT,
        /** An Integer. */
        INT,
        /** An Integer of at most 16 bits. */
        SMALLINT,
        /** A Long. */
        BIGINT,
        /** A Long, in fen; numeric(18,2) in yuan there. */
        FEN,
        /** An Integer, an epoch day. */
        DAY,
        /** A Boolean. */
        BOOLEAN,
        /** A String that is JSON. */
        JSON,
        /** A Long, milliseconds since the epoch. */
        INSTANT;

        /** Sets a parameter to a value that is held so, or null. */
        void set(PreparedStatement statement, int index, Object value) throws SQLException {
            if (value == null) {
                statement.setNull(index, Types.NULL);
                return;
            }
            switch (this) {
                case TEXT, JSON -> statement.setString(index, (String) value);
                case INT, SMALLINT -> statement.setInt(index, (Integer) value);
                case BIGINT -> statement.setLong(index, (Long) value);
                case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
                case FEN -> statement.setBigDecimal(index, BigDecimal.valueOf((Long) value, 2));
                case DAY -> statement.setObject(index, LocalDate.ofEpochDay((Integer) value));
                case INSTANT ->
                        statement.setObject(
                                index, Instant.ofEpochMilli((Long) value).atOffset(ZoneOffset.UTC));
            }
        }
    }

    /** The names of all columns, between commas. */
    static <T> String names(List<Column<T>> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }
}
