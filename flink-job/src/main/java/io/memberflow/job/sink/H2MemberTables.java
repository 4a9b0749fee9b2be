package io.memberflow.job.sink;

import io.memberflow.job.sink.MemberRows.Tag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members in H2: batches of single-row statements, which is the fastest that it knows. */
final class H2MemberTables implements MemberTables {
    /** Bounds what a batch holds in memory. */
    private static final int ROWS_A_BATCH = 20_000;

    private static final String UPSERT =
            merge("member_profile", MemberColumns.PROFILE, List.of("member_id"))
                    + " when matched and t.row_version < s.row_version then update set "
                    + MemberColumns.PROFILE.stream()
                            .filter(c -> !c.name().equals("member_id"))
                            .map(c -> c.name() + " = s." + c.name())
                            .collect(Collectors.joining(", "));

    /**
     * What an earlier attempt has left of a member's tags goes with the first write of this one.
     */
    private static final String DELETE_EARLIER_TAGS =
            "delete from member_tag where member_id = ? and row_version < ?";

    private static final String END_OTHER_TAGS =
            "update member_tag t set active = false, as_of = ?, row_version = ?"
                    + " where t.member_id = ? and t.active and not exists (select 1 from unnest("
                    + "cast(? as varchar array), cast(? as varchar array), cast(? as varchar array))"
                    + " as n (tag_key, tag_value, source) where n.tag_key = t.tag_key"
                    + " and n.tag_value = t.tag_value and n.source = t.source)";

    private static final String UPSERT_TAGS =
            merge(
                            "member_tag",
                            MemberColumns.TAG,
                            MemberColumns.TAG_KEY.stream().map(Column::name).toList())
                    + " when matched and ("
                    + MemberColumns.TAG_CONTENT.stream()
                            .map(c -> "t.%1$s is distinct from s.%1$s".formatted(c))
                            .collect(Collectors.joining(" or "))
                    + ") then update set "
                    + MemberColumns.TAG.stream()
                            .filter(c -> !MemberColumns.TAG_KEY.contains(c))
                            .map(c -> c.name() + " = s." + c.name())
                            .collect(Collectors.joining(", "));

    private static final String INSERT_SEGMENTS = insert("member_segment", MemberColumns.SEGMENT);
    private static final String INSERT_FACTS = insert("member_facts", MemberColumns.FACTS);
    private static final String INSERT_CHANGES =
            merge(
                    "member_change",
                    MemberColumns.CHANGE,
                    List.of("member_id", "row_version", "kind", "name", "value"));

    @Override
    public int write(Connection connection, List<MemberRows> members) throws SQLException {
        int[] counts = batch(connection, UPSERT, MemberColumns.PROFILE, members);
        List<MemberRows> written = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                written.add(members.get(i));
            }
        }
        List<MemberRows> forgotten = MemberColumns.forgotten(written);
        delete(connection, "rejected_event", forgotten);
        delete(connection, "member_tag", forgotten);
        delete(connection, "member_segment", written);
        delete(connection, "member_facts", written);
        delete(connection, "member_change", MemberColumns.withHistory(written));
        LostChanges.delete(connection, written);
        batch(connection, INSERT_SEGMENTS, MemberColumns.SEGMENT, MemberColumns.segments(written));
        batch(connection, INSERT_FACTS, MemberColumns.FACTS, MemberColumns.withFacts(written));
        batch(connection, INSERT_CHANGES, MemberColumns.CHANGE, MemberColumns.changes(written));
        batch(connection, DELETE_EARLIER_TAGS, MemberColumns.ATTEMPT, written);
        endOtherTags(connection, written);
        batch(connection, UPSERT_TAGS, MemberColumns.TAG, MemberColumns.tags(written));
        // Its row has held the guard until here.
        delete(connection, "member_profile", MemberColumns.gone(written));
        return written.size();
    }

    private static void endOtherTags(Connection connection, List<MemberRows> members)
            throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(END_OTHER_TAGS)) {
            for (MemberRows member : members) {
                statement.setObject(1, LocalDate.ofEpochDay(member.asOf()));
                statement.setLong(2, member.rowVersion());
                statement.setString(3, member.memberId());
                statement.setObject(4, texts(member, Tag::key));
                statement.setObject(5, texts(member, Tag::value));
                statement.setObject(6, texts(member, Tag::source));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String[] texts(MemberRows member, Function<Tag, String> text) {
        return Arrays.stream(member.tags()).map(text).toArray(String[]::new);
    }

    private static void delete(Connection connection, String table, List<MemberRows> members)
            throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + table + " where member_id = any(?)")) {
            statement.setObject(
                    1, members.stream().map(MemberRows::memberId).toArray(String[]::new));
            statement.executeUpdate();
        }
    }

    private static <T> int[] batch(
            Connection connection, String sql, List<Column<T>> columns, List<T> rows)
            throws SQLException {
        int[] counts = new int[rows.size()];
        if (rows.isEmpty()) {
            return counts;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += ROWS_A_BATCH) {
                int to = Math.min(from + ROWS_A_BATCH, rows.size());
                for (T row : rows.subList(from, to)) {
                    for (int i = 0; i < columns.size(); i++) {
                        Column<T> column = columns.get(i);
                        column.type().set(statement, i + 1, column.value().apply(row));
                    }
                    statement.addBatch();
                }
                System.arraycopy(statement.executeBatch(), 0, counts, from, to - from);
            }
        }
        return counts;
    }

    private static <T> String insert(String table, List<Column<T>> columns) {
        return "insert into %s (%s) values (%s)"
                .formatted(
                        table,
                        Column.names(columns),
                        columns.stream()
                                .map(c -> c.type() == Column.Type.JSON ? "? format json" : "?")
                                .collect(Collectors.joining(", ")));
    }

    /** Inserts where the key is new; what happens to others follows. */
    private static <T> String merge(String table, List<Column<T>> columns, List<String> keys) {
        return "merge into %s t using (select %s) s on %s when not matched then insert (%s) values (%s)"
                .formatted(
                        table,
                        columns.stream()
                                .map(c -> typed(c.type()) + " as " + c.name())
                                .collect(Collectors.joining(", ")),
                        keys.stream()
                                .map(k -> "t." + k + " = s." + k)
                                .collect(Collectors.joining(" and ")),
                        Column.names(columns),
                        columns.stream()
                                .map(c -> "s." + c.name())
                                .collect(Collectors.joining(", ")));
    }

    /** A parameter of a select has no type of its own. */
    private static String typed(Column.Type type) {
        return switch (type) {
            case TEXT -> "cast(? as varchar)";
            case INT, SMALLINT -> "cast(? as int)";
            case BIGINT -> "cast(? as bigint)";
            case BOOLEAN -> "cast(? as boolean)";
            case FEN -> "cast(? as numeric(18, 2))";
            case DAY -> "cast(? as date)";
            case JSON -> "(cast(? as varchar) format json)";
            case INSTANT -> "cast(? as timestamp(6) with time zone)";
        };
    }
}
