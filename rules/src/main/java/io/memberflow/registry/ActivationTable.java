package io.memberflow.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code rule_activation}, which jobs write and the registry reads. */
final class ActivationTable {
    private static final String COLUMNS =
            "job_id, subtask, seq, version, state, compile_ms, swept, to_sweep, message, at";

    private ActivationTable() {}

    /** Sets what a condition compares with. */
    @FunctionalInterface
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** What was said under a condition, newest sequence number first. */
    static List<Activation> select(Connection connection, String where, Parameters parameters)
            throws SQLException {
        List<Activation> activations = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select "
                                + COLUMNS
                                + " from rule_activation where "
                                + where
                                + " order by job_id, seq desc, subtask")) {
            parameters.set(select);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    activations.add(activation(rows));
                }
            }
        }
        return activations;
    }

    private static Activation activation(ResultSet row) throws SQLException {
        return new Activation(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getInt(4),
                Activation.State.valueOf(row.getString(5)),
                Values.longInteger(row, 6),
                Values.longInteger(row, 7),
                Values.longInteger(row, 8),
                row.getString(9),
                Values.instant(row, 10));
    }
}
