package io.memberflow.job.sink;

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
        INSTANT
    }

    /** The names of all columns, between commas. */
    static <T> String names(List<Column<T>> columns) {
        return String.join(", ", columns.stream().map(Column::name).toList());
    }
}
