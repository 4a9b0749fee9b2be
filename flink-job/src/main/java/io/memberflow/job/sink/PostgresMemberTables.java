package io.memberflow.job.sink;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Members in PostgreSQL: a statement a table, its rows sent as one array a column. */
final class PostgresMemberTables implements MemberTables {
    /** Bounds what one statement holds in memory; a batch with whole histories can be large. */
    private static final int ROWS_A_STATEMENT = 20_000;

    private static final String UPSERT =
            insert("member_profile", MemberColumns.PROFILE)
                    + " on conflict (member_id) do update set "
                    + MemberColumns.PROFILE.stream()
                            .filter(c -> !c.name().equals("member_id"))
                            .map(c -> c.name() + " = excluded." + c.name())
                            .collect(Collectors.joining(", "))
                    + " where member_profile.row_version < excluded.row_version"
                    + " returning member_id";

    /**
     * What an earlier attempt has left of a member's tags goes with the first write of this one.
     */
    private static final String DELETE_EARLIER_TAGS =
            "delete from member_tag t using "
                    + unnest(MemberColumns.ATTEMPT, "m")
                    + " where t.member_id = m.member_id and t.row_version < m.attempt";

    private static final String END_OTHER_TAGS =
            "update member_tag t set active = false, as_of = date '1970-01-01' + m.as_of,"
                    + " row_version = m.row_version from "
                    + unnest(MemberColumns.ENDING, "m")
                    + " where t.member_id = m.member_id and t.active and not exists (select 1 from "
                    + unnest(MemberColumns.TAG_KEY, "n")
                    + " where "
                    + MemberColumns.TAG_KEY.stream()
                            .map(c -> "n.%1$s = t.%1$s".formatted(c.name()))
                            .collect(Collectors.joining(" and "))
                    + ")";

    private static final String UPSERT_TAGS =
            insert("member_tag", MemberColumns.TAG)
                    + " on conflict (%s) do update set "
                            .formatted(Column.names(MemberColumns.TAG_KEY))
                    + MemberColumns.TAG.stream()
                            .filter(c -> !MemberColumns.TAG_KEY.contains(c))
                            .map(c -> c.name() + " = excluded." + c.name())
                            .collect(Collectors.joining(", "))
                    + " where "
                    + MemberColumns.TAG_CONTENT.stream()
                            .map(c -> "member_tag." + c + " is distinct from excluded." + c)
                            .collect(Collectors.joining(" or "));

    private static final String INSERT_SEGMENTS = insert("member_segment", MemberColumns.SEGMENT);
    private static final String INSERT_FACTS = insert("member_facts", MemberColumns.FACTS);
    private static final String INSERT_CHANGES =
            insert("member_change", MemberColumns.CHANGE) + " on conflict do nothing";

    @Override
    public int write(Connection connection, List<MemberRows> members) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A plan made while the tables were empty must not be kept once they are full.
            statement.execute("set local plan_cache_mode = force_custom_plan");
        }
        Set<String> writtenIds = upsert(connection, members);
        if (writtenIds.isEmpty()) {
            return 0;
        }
        List<MemberRows> written =
                members.stream().filter(m -> writtenIds.contains(m.memberId())).toList();
        List<MemberRows> forgotten = MemberColumns.forgotten(written);
        delete(connection, "rejected_event", forgotten);
        delete(connection, "member_tag", forgotten);
        delete(connection, "member_segment", written);
        delete(connection, "member_facts", written);
        delete(connection, "member_change", MemberColumns.withHistory(written));
        LostChanges.delete(connection, written);
        insert(connection, INSERT_SEGMENTS, MemberColumns.SEGMENT, MemberColumns.segments(written));
        insert(connection, INSERT_FACTS, MemberColumns.FACTS, MemberColumns.withFacts(written));
        insert(connection, INSERT_CHANGES, MemberColumns.CHANGE, MemberColumns.changes(written));
        for (List<MemberRows> part : MemberColumns.partsByTags(written, ROWS_A_STATEMENT)) {
            writeTags(connection, part);
        }
        // Its row has held the guard until here.
        delete(connection, "member_profile", MemberColumns.gone(written));
        return written.size();
    }

    private static void writeTags(Connection connection, List<MemberRows> members)
            throws SQLException {
        List<MemberColumns.Child<MemberRows.Tag>> tags = MemberColumns.tags(members);
        try (PreparedStatement statement = connection.prepareStatement(DELETE_EARLIER_TAGS)) {
            setArrays(statement, 1, MemberColumns.ATTEMPT, members);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(END_OTHER_TAGS)) {
            setArrays(statement, 1, MemberColumns.ENDING, members);
            setArrays(statement, 1 + MemberColumns.ENDING.size(), MemberColumns.TAG_KEY, tags);
            statement.executeUpdate();
        }
        insert(connection, UPSERT_TAGS, MemberColumns.TAG, tags);
    }

    private static Set<String> upsert(Connection connection, List<MemberRows> members)
            throws SQLException {
        Set<String> written = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            setArrays(statement, 1, MemberColumns.PROFILE, members);
            try (ResultSet ids = statement.executeQuery()) {
                while (ids.next()) {
                    written.add(ids.getString(1));
                }
            }
        }
        return written;
    }

    private static void delete(Connection connection, String table, List<MemberRows> members)
            throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + table + " where member_id = any(?)")) {
            Array ids =
                    connection.createArrayOf(
                            "text",
                            members.stream().map(MemberRows::memberId).toArray(String[]::new));
            statement.setArray(1, ids);
            statement.executeUpdate();
        }
    }

    private static <T> void insert(
            Connection connection, String sql, List<Column<T>> columns, List<T> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
                setArrays(
                        statement,
                        1,
                        columns,
                        rows.subList(from, Math.min(from + ROWS_A_STATEMENT, rows.size())));
                statement.executeUpdate();
            }
        }
    }

    private static <T> void setArrays(
            PreparedStatement statement, int first, List<Column<T>> columns, List<T> rows)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            Object[] values =
                    switch (column.type()) {
                        case TEXT, JSON -> new String[rows.size()];
                        case INT, SMALLINT, DAY -> new Integer[rows.size()];
                        case BIGINT, FEN, INSTANT -> new Long[rows.size()];
                        case BOOLEAN -> new Boolean[rows.size()];
                    };
            for (int r = 0; r < values.length; r++) {
                values[r] = column.value().apply(rows.get(r));
            }
            statement.setArray(
                    first + i,
                    statement.getConnection().createArrayOf(sent(column.type()), values));
        }
    }

    private static <T> String insert(String table, List<Column<T>> columns) {
        return "insert into %s (%s) select %s from %s"
                .formatted(
                        table,
                        Column.names(columns),
                        columns.stream()
                                .map(PostgresMemberTables::stored)
                                .collect(Collectors.joining(", ")),
                        unnest(columns, "u"));
    }

    /** The rows that an array a column carries, under a name. */
    private static <T> String unnest(List<Column<T>> columns, String name) {
        return "unnest(%s) as %s (%s)"
                .formatted(
                        columns.stream()
                                .map(c -> "?::" + sent(c.type()) + "[]")
                                .collect(Collectors.joining(", ")),
                        name,
                        Column.names(columns));
    }

    /** The element type of the array that carries a column. */
    private static String sent(Column.Type type) {
        return switch (type) {
            case TEXT, JSON -> "text";
            case INT, SMALLINT, DAY -> "int4";
            case BIGINT, FEN, INSTANT -> "int8";
            case BOOLEAN -> "bool";
        };
    }

    /** The carried value in the form of its column; all of these are exact. */
    private static String stored(Column<?> column) {
        String carried = "u." + column.name();
        return switch (column.type()) {
            case TEXT, INT, BIGINT, BOOLEAN -> carried;
            case SMALLINT -> carried + "::int2";
            case JSON -> carried + "::jsonb";
            case FEN -> carried + " * 0.01";
            case DAY -> "date '1970-01-01' + " + carried;
            case INSTANT -> "timestamptz 'epoch' + " + carried + " * interval '1 millisecond'";
        };
    }
}
