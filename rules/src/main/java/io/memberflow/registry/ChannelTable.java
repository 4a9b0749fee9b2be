package io.memberflow.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on {@code rule_channel}. */
final class ChannelTable {
    private static final String COLUMNS =
            "channel, seq, active_version, candidate_version, mode, percent, effective_at, frozen,"
                    + " updated_by, updated_at, current_timestamp(6)";

    private ChannelTable() {}

    /** What a channel is to be. */
    record Target(int active, Integer candidate, Mode mode, int percent, boolean frozen) {
        /** A release decides every member. */
        static Target of(int version) {
            return new Target(version, null, Mode.FULL, 0, false);
        }

        /** As it is, but for being frozen. */
        static Target of(Channel seen, boolean frozen) {
            return new Target(
                    seen.activeVersion(),
                    seen.candidateVersion(),
                    seen.mode(),
                    seen.percent(),
                    frozen);
        }
    }

    /** All channels, by name. */
    static List<Channel> all(Connection connection) throws SQLException {
        List<Channel> channels = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "select " + COLUMNS + " from rule_channel order by channel")) {
            while (rows.next()) {
                channels.add(channel(rows));
            }
        }
        return channels;
    }

    static Optional<Channel> select(Connection connection, String channel) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "select " + COLUMNS + " from rule_channel where channel = ?")) {
            select.setString(1, channel);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(channel(row)) : Optional.empty();
            }
        }
    }

    static void insert(Connection connection, String channel, long seq, Target target, Stamp stamp)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into rule_channel (seq, active_version, candidate_version, mode,"
                                + " percent, effective_at, frozen, updated_by, channel, updated_at)"
                                + " values (?, ?, ?, ?, ?, coalesce(?, current_timestamp(6)), ?, ?,"
                                + " ?, current_timestamp(6))")) {
            bind(insert, seq, target, stamp);
            insert.setString(9, channel);
            insert.executeUpdate();
        }
    }

    /** Changes the row if it is still as it was seen; returns how many rows that were. */
    static int update(Connection connection, Channel seen, long seq, Target target, Stamp stamp)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update rule_channel set seq = ?, active_version = ?,"
                                + " candidate_version = ?, mode = ?, percent = ?,"
                                + " effective_at = coalesce(?, current_timestamp(6)), frozen = ?,"
                                + " updated_by = ?, updated_at = current_timestamp(6)"
                                + " where channel = ? and seq = ? and frozen = ?")) {
            bind(update, seq, target, stamp);
            update.setString(9, seen.name());
            update.setLong(10, seen.seq());
            update.setBoolean(11, seen.frozen());
            return update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, long seq, Target target, Stamp stamp)
            throws SQLException {
        statement.setLong(1, seq);
        statement.setInt(2, target.active());
        if (target.candidate() == null) {
            statement.setNull(3, Types.INTEGER);
        } else {
            statement.setInt(3, target.candidate());
        }
        statement.setString(4, target.mode().name());
        statement.setInt(5, target.percent());
        if (stamp.effectiveAt() == null) {
            statement.setNull(6, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(6, stamp.effectiveAt().atOffset(ZoneOffset.UTC));
        }
        statement.setBoolean(7, target.frozen());
        statement.setString(8, stamp.who());
    }

    private static Channel channel(ResultSet row) throws SQLException {
        return new Channel(
                row.getString(1),
                row.getLong(2),
                row.getInt(3),
                Values.integer(row, 4),
                Mode.valueOf(row.getString(5)),
                row.getInt(6),
                Values.instant(row, 7),
                row.getBoolean(8),
                row.getString(9),
                Values.instant(row, 10),
                Values.instant(row, 11));
    }
}
