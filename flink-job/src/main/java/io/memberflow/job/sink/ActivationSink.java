package io.memberflow.job.sink;

import io.memberflow.registry.Activation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Writes {@code rule_activation}: what a job says of a change of its channel. A row only moves on:
 * from PREPARED to ACTIVE, from either to REJECTED, and within a state to what was said later. So
 * what is written again after a failure takes nothing back.
 */
public final class ActivationSink {
    private static final List<String> KEY = List.of("job_id", "subtask", "seq");
    private static final List<String> CONTENT =
            List.of("version", "state", "compile_ms", "swept", "to_sweep", "message", "at");

    /** Longer messages are cut. */
    static final int LONGEST_MESSAGE = 4_000;

    private static final String RANK =
            "case %s when 'PREPARED' then 0 when 'ACTIVE' then 1 else 2 end";

    /** What says whether a row comes after another goes last: MySQL assigns from left to right. */
    private static final List<String> MYSQL_ORDER =
            List.of("version", "compile_ms", "swept", "to_sweep", "message", "state", "at");

    private ActivationSink() {}

    public static Sink<Activation> to(DatabaseConfig database) {
        return Upserts.sink(database, upsert(database.dialect()), ActivationSink::bind);
    }

    /** Writes one row by the same rule, on a connection of the caller's. */
    public static void write(Connection connection, DatabaseConfig database, Activation row)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(upsert(database.dialect()))) {
            bind(statement, row);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Activation row) throws SQLException {
        statement.setString(1, row.jobId());
        statement.setInt(2, row.subtask());
        statement.setLong(3, row.seq());
        statement.setInt(4, row.version());
        statement.setString(5, row.state().name());
        setLong(statement, 6, row.compileMs());
        setLong(statement, 7, row.swept());
        setLong(statement, 8, row.toSweep());
        statement.setString(9, row.message() == null ? null : shortened(row.message()));
        Upserts.setInstant(statement, 10, row.at());
    }

    private static String upsert(Dialect dialect) {
        String names = String.join(", ", KEY) + ", " + String.join(", ", CONTENT);
        return switch (dialect) {
            case POSTGRESQL ->
                    "insert into rule_activation as t (%s) select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
                                    .formatted(names)
                            + " on conflict (%s) do update set %s where %s"
                                    .formatted(
                                            String.join(", ", KEY),
                                            assigned("excluded"),
                                            movesOn("excluded"));
            case MYSQL ->
                    "insert into rule_activation (%s) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                    .formatted(names)
                            + " on duplicate key update "
                            + MYSQL_ORDER.stream()
                                    .map(
                                            column ->
                                                    "%1$s = if(%2$s, values(%1$s), %1$s)"
                                                            .formatted(
                                                                    column,
                                                                    movesOn(
                                                                            "values(state)",
                                                                            "state",
                                                                            "values(at)",
                                                                            "at")))
                                    .collect(Collectors.joining(", "));
            case H2 ->
                    "merge into rule_activation t using (select cast(? as varchar) as job_id,"
                            + " cast(? as int) as subtask, cast(? as bigint) as seq,"
                            + " cast(? as int) as version, cast(? as varchar) as state,"
                            + " cast(? as bigint) as compile_ms, cast(? as bigint) as swept,"
                            + " cast(? as bigint) as to_sweep, cast(? as varchar) as message,"
                            + " cast(? as timestamp(6) with time zone) as at) s on "
                            + KEY.stream()
                                    .map(column -> "t." + column + " = s." + column)
                                    .collect(Collectors.joining(" and "))
                            + " when matched and (%s) then update set %s"
                                    .formatted(movesOn("s"), assigned("s"))
                            + " when not matched then insert (%s) values (s.%s)"
                                    .formatted(names, names.replace(", ", ", s."));
        };
    }

    private static String assigned(String from) {
        return CONTENT.stream()
                .map(column -> column + " = " + from + "." + column)
                .collect(Collectors.joining(", "));
    }

    /** Whether a row comes after the one that is there. */
    private static String movesOn(String row) {
        return movesOn(row + ".state", "t.state", row + ".at", "t.at");
    }

    private static String movesOn(String state, String stateThere, String at, String atThere) {
        String there = RANK.formatted(stateThere);
        String comes = RANK.formatted(state);
        return "%s > %s or (%s = %s and %s >= %s)"
                .formatted(comes, there, comes, there, at, atThere);
    }

    private static void setLong(PreparedStatement statement, int index, Long value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static String shortened(String message) {
        String storable = RejectedSink.storable(message);
        if (storable.length() <= LONGEST_MESSAGE) {
            return storable;
        }
        boolean splits = Character.isHighSurrogate(storable.charAt(LONGEST_MESSAGE - 2));
        return storable.substring(0, LONGEST_MESSAGE - (splits ? 2 : 1)) + "…";
    }
}
