package io.memberflow.job.sink;

import io.memberflow.job.sink.MemberColumns.Child;
import io.memberflow.job.sink.MemberRows.Tag;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Members in MySQL and MariaDB: statements of many rows each, in words that both know.
 *
 * <p>There is no upsert with a condition that says which rows it took, so the guard is in three
 * steps: lock the members' rows that are there and read their versions; upsert those that are to be
 * written, with the condition in each assignment; and read the versions of those that were not
 * there again, because another writer may have inserted them in between. The locks last until the
 * commit, so what was read stays true.
 */
final class MySqlMemberTables implements MemberTables {
    private static final int IDS_A_STATEMENT = 1_000;

    private static final MySqlInsert<MemberRows> UPSERT =
            new MySqlInsert<>(
                    "member_profile",
                    MemberColumns.PROFILE,
                    // Assignments happen from left to right: what they ask must change last.
                    MemberColumns.PROFILE.stream()
                                    .map(Column::name)
                                    .filter(c -> !c.equals("member_id") && !c.equals("row_version"))
                                    .map(MySqlMemberTables::ifNewer)
                                    .collect(Collectors.joining(", "))
                            + ", "
                            + ifNewer("row_version"));

    private static final MySqlInsert<Child<MemberRows.Segment>> INSERT_SEGMENTS =
            new MySqlInsert<>("member_segment", MemberColumns.SEGMENT, null);

    private static final MySqlInsert<MemberRows> INSERT_FACTS =
            new MySqlInsert<>("member_facts", MemberColumns.FACTS, null);

    /** One that is there stays as it is; "insert ignore" would let bad values pass, too. */
    private static final MySqlInsert<Child<MemberRows.Change>> INSERT_CHANGES =
            new MySqlInsert<>(
                    "member_change", MemberColumns.CHANGE, "member_id = member_change.member_id");

    private static final String SAME_TAG =
            MemberColumns.TAG_CONTENT.stream()
                    .map(c -> "%1$s <=> values(%1$s)".formatted(c))
                    .collect(Collectors.joining(" and "));

    private static final MySqlInsert<Child<Tag>> UPSERT_TAGS =
            new MySqlInsert<>(
                    "member_tag",
                    MemberColumns.TAG,
                    // These two ask for what the others change, so they come first.
                    ifTagDiffers("as_of")
                            + ", "
                            + ifTagDiffers("row_version")
                            + ", "
                            + MemberColumns.TAG_CONTENT.stream()
                                    .map(c -> "%1$s = values(%1$s)".formatted(c))
                                    .collect(Collectors.joining(", ")));

    private static final String END_TAG =
            "update member_tag set active = false, as_of = ?, row_version = ? where member_id = ?"
                    + " and tag_key = ? and tag_value = ? and source = ?";

    /** A tag's key in the table. */
    private record TagKey(String member, String key, String value, String source) {}

    /** A tag that is to be ended, and the write that ends it. */
    private record Ended(TagKey tag, MemberRows by) {}

    private static final List<Column<Ended>> ENDED =
            List.of(
                    new Column<>("as_of", Column.Type.DAY, e -> e.by().asOf()),
                    new Column<>("row_version", Column.Type.BIGINT, e -> e.by().rowVersion()),
                    new Column<>("member_id", Column.Type.TEXT, e -> e.tag().member()),
                    new Column<>("tag_key", Column.Type.TEXT, e -> e.tag().key()),
                    new Column<>("tag_value", Column.Type.TEXT, e -> e.tag().value()),
                    new Column<>("source", Column.Type.TEXT, e -> e.tag().source()));

    @Override
    public int write(Connection connection, List<MemberRows> members) throws SQLException {
        List<MemberRows> written = upsert(connection, members);
        List<MemberRows> forgotten = MemberColumns.forgotten(written);
        delete(connection, "rejected_event", "rejected_event_by_member", forgotten);
        delete(connection, "member_tag", "primary", forgotten);
        delete(connection, "member_segment", "primary", written);
        delete(connection, "member_facts", "primary", written);
        delete(connection, "member_change", "primary", MemberColumns.withHistory(written));
        LostChanges.delete(connection, written);
        INSERT_SEGMENTS.run(connection, MemberColumns.segments(written));
        INSERT_FACTS.run(connection, MemberColumns.withFacts(written));
        INSERT_CHANGES.run(connection, MemberColumns.changes(written));
        deleteEarlierTags(connection, written);
        endOtherTags(connection, written);
        UPSERT_TAGS.run(connection, MemberColumns.tags(written));
        // Its row has held the guard until here.
        delete(connection, "member_profile", "primary", MemberColumns.gone(written));
        return written.size();
    }

    /** Writes the parents that the guard lets through, and says whose they are. */
    private static List<MemberRows> upsert(Connection connection, List<MemberRows> members)
            throws SQLException {
        Map<String, Long> before = versions(connection, members, " order by member_id for update");
        List<MemberRows> newer =
                members.stream()
                        .filter(
                                m ->
                                        before.getOrDefault(m.memberId(), Long.MIN_VALUE)
                                                < m.rowVersion())
                        .toList();
        UPSERT.run(connection, newer);
        List<MemberRows> unseen =
                newer.stream().filter(m -> !before.containsKey(m.memberId())).toList();
        Map<String, Long> after = versions(connection, unseen, "");
        return newer.stream()
                .filter(
                        m ->
                                before.containsKey(m.memberId())
                                        || Long.valueOf(m.rowVersion())
                                                .equals(after.get(m.memberId())))
                .toList();
    }

    /** The members that are there, and their versions. */
    private static Map<String, Long> versions(
            Connection connection, List<MemberRows> members, String end) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        for (List<MemberRows> part : parts(members)) {
            // Without the hint a small table is read whole, and others' rows are waited for.
            String sql =
                    "select member_id, row_version from member_profile force index (primary) where "
                            + memberIn(part)
                            + end;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                setIds(statement, 1, part);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        versions.put(rows.getString(1), rows.getLong(2));
                    }
                }
            }
        }
        return versions;
    }

    private static void delete(
            Connection connection, String table, String index, List<MemberRows> members)
            throws SQLException {
        for (List<MemberRows> part : parts(members)) {
            try (PreparedStatement statement =
                    connection.prepareStatement(deletion(table, index) + memberIn(part))) {
                setIds(statement, 1, part);
                statement.executeUpdate();
            }
        }
    }

    /**
     * What an earlier attempt has left of a member's tags goes with the first write of this one.
     * Members of a batch are nearly always of one attempt.
     */
    private static void deleteEarlierTags(Connection connection, List<MemberRows> members)
            throws SQLException {
        Map<Long, List<MemberRows>> byAttempt =
                members.stream()
                        .collect(
                                Collectors.groupingBy(
                                        m -> RowVersions.attemptOf(m.rowVersion()),
                                        TreeMap::new,
                                        Collectors.toList()));
        for (Map.Entry<Long, List<MemberRows>> attempt : byAttempt.entrySet()) {
            for (List<MemberRows> part : parts(attempt.getValue())) {
                String sql =
                        deletion("member_tag", "primary") + "row_version < ? and " + memberIn(part);
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setLong(1, attempt.getKey());
                    setIds(statement, 2, part);
                    statement.executeUpdate();
                }
            }
        }
    }

    /** Ends what is active and no longer given. Nobody else writes these members meanwhile. */
    private static void endOtherTags(Connection connection, List<MemberRows> members)
            throws SQLException {
        List<Ended> ended = new ArrayList<>();
        for (List<MemberRows> part : parts(members)) {
            Map<String, MemberRows> byId =
                    part.stream().collect(Collectors.toMap(MemberRows::memberId, m -> m));
            Set<TagKey> given = new HashSet<>();
            for (Child<Tag> tag : MemberColumns.tags(part)) {
                given.add(
                        new TagKey(
                                tag.member().memberId(),
                                tag.row().key(),
                                tag.row().value(),
                                tag.row().source()));
            }
            for (TagKey tag : activeTags(connection, part)) {
                if (!given.contains(tag)) {
                    ended.add(new Ended(tag, byId.get(tag.member())));
                }
            }
        }
        if (ended.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(END_TAG)) {
            for (Ended tag : ended) {
                for (int i = 0; i < ENDED.size(); i++) {
                    Column<Ended> column = ENDED.get(i);
                    column.type().set(statement, i + 1, column.value().apply(tag));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static List<TagKey> activeTags(Connection connection, List<MemberRows> members)
            throws SQLException {
        String sql =
                "select member_id, tag_key, tag_value, source from member_tag force index (primary)"
                        + " where active and "
                        + memberIn(members);
        List<TagKey> tags = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setIds(statement, 1, members);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tags.add(
                            new TagKey(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4)));
                }
            }
        }
        return tags;
    }

    /** Only in this form does a delete take a hint, which keeps it off the rows of others. */
    private static String deletion(String table, String index) {
        return "delete from %1$s using %1$s force index (%2$s) where ".formatted(table, index);
    }

    private static String memberIn(List<MemberRows> members) {
        return "member_id in (" + String.join(", ", Collections.nCopies(members.size(), "?")) + ")";
    }

    private static void setIds(PreparedStatement statement, int first, List<MemberRows> members)
            throws SQLException {
        for (int i = 0; i < members.size(); i++) {
            statement.setString(first + i, members.get(i).memberId());
        }
    }

    private static List<List<MemberRows>> parts(List<MemberRows> members) {
        List<List<MemberRows>> parts = new ArrayList<>();
        for (int from = 0; from < members.size(); from += IDS_A_STATEMENT) {
            parts.add(members.subList(from, Math.min(from + IDS_A_STATEMENT, members.size())));
        }
        return parts;
    }

    private static String ifNewer(String column) {
        return "%1$s = if(row_version < values(row_version), values(%1$s), %1$s)".formatted(column);
    }

    private static String ifTagDiffers(String column) {
        return "%1$s = if(%2$s, %1$s, values(%1$s))".formatted(column, SAME_TAG);
    }
}
