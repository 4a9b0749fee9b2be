package io.memberflow.job.support;

import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the tables say of each member, but for the journal: what only tells when and by which
 * attempt it was written (facts.md §3).
 */
public final class StateDump {
    private static final Set<String> JOURNAL =
            Set.of(
                    "as_of",
                    "evaluated_at",
                    "row_version",
                    "rules_version",
                    "cut_points_id",
                    "reason");
    private static final List<String> TABLES =
            List.of(
                    "member_profile order by member_id",
                    "member_segment order by member_id, model",
                    "member_facts order by member_id");

    private StateDump() {}

    /** Member id to its rows, a line a row. */
    public static SortedMap<String, String> of(DatabaseConfig database) throws SQLException {
        SortedMap<String, String> dump = new TreeMap<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        dump.merge(rows.getString("member_id"), table + line(rows), String::concat);
                    }
                }
            }
        }
        return dump;
    }

    private static String line(ResultSet rows) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String column = rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT);
            if (!JOURNAL.contains(column)) {
                line.append('|').append(column).append('=').append(rows.getString(i));
            }
        }
        return line.append('\n').toString();
    }
}
