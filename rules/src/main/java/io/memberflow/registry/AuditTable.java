package io.memberflow.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on {@code rule_audit}. */
final class AuditTable {
    private static final String COLUMNS =
            "channel, seq, action, from_version, to_version, who, why, change_percent, at";

    private AuditTable() {}

    /** The changes of a channel, newest first. */
    static List<Change> newest(Connection connection, String channel, int most)
            throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select "
                                + COLUMNS
                                + " from rule_audit where channel = ? order by seq desc")) {
            select.setMaxRows(most);
            select.setString(1, channel);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changes.add(change(rows));
                }
            }
        }
        return changes;
    }

    /** Above all that the channel ever had, also if its row was set back by SQL. */
    static long nextSeq(Connection connection, String channel, long seen) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select coalesce(max(seq), 0) from rule_audit where channel = ?")) {
            select.setString(1, channel);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Math.max(row.getLong(1), seen) + 1;
            }
        }
    }

    static void insert(
            Connection connection,
            String channel,
            long seq,
            Action action,
            Integer from,
            Integer to,
            Stamp stamp)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into rule_audit (channel, seq, action, from_version, to_version,"
                                + " who, why, change_percent, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, current_timestamp(6))")) {
            insert.setString(1, channel);
            insert.setLong(2, seq);
            insert.setString(3, action.name());
            Values.setInt(insert, 4, from);
            Values.setInt(insert, 5, to);
            insert.setString(6, stamp.who());
            insert.setString(7, stamp.why());
            Values.setNumber(insert, 8, stamp.changePercent());
            insert.executeUpdate();
        }
    }

    static Optional<Change> at(Connection connection, String channel, long seq)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select " + COLUMNS + " from rule_audit where channel = ? and seq = ?")) {
            select.setString(1, channel);
            select.setLong(2, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(change(row)) : Optional.empty();
            }
        }
    }

    /** The release that was active before a sequence number, by the changes written down. */
    static Integer activeBefore(Connection connection, String channel, long seq)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select to_version from rule_audit where channel = ? and seq < ?"
                                + " and action not in (?, ?) order by seq desc")) {
            select.setMaxRows(1);
            select.setString(1, channel);
            select.setLong(2, seq);
            select.setString(3, Action.SHADOW.name());
            select.setString(4, Action.CANARY.name());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Values.integer(row, 1) : null;
            }
        }
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                Values.integer(row, 4),
                Values.integer(row, 5),
                row.getString(6),
                row.getString(7),
                row.getBigDecimal(8),
                Values.instant(row, 9));
    }
}
