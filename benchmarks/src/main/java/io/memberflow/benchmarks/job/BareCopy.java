package io.memberflow.benchmarks.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberRows.Profile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * What somebody would write who only wants rows to be in the tables: COPY into a table beside each,
 * then one upsert a table; no guard, nothing that ends or goes.
 */
final class BareCopy {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WINDOWS = 4;

    /** What a row is known by, by table. */
    private static final Map<String, String> KEYS = keys();

    private final Connection connection;
    private final Map<String, String> upserts = new LinkedHashMap<>();
    private final Map<String, CopyText> texts = new LinkedHashMap<>();

    BareCopy(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : KEYS.keySet()) {
                statement.execute(
                        "create temporary table new_%1$s (like %1$s) on commit delete rows"
                                .formatted(table));
                upserts.put(table, upsert(table));
                texts.put(table, new CopyText());
            }
        }
        connection.commit();
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("member_profile", "member_id");
        keys.put("member_segment", "member_id, model");
        keys.put("member_tag", "member_id, tag_key, tag_value, source");
        keys.put("member_facts", "member_id");
        keys.put("member_change", "member_id, row_version, kind, name, value");
        return keys;
    }

    /** The tables that are written. */
    static String tables() {
        return String.join(", ", KEYS.keySet());
    }

    private String upsert(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select column_name from information_schema.columns where table_name = ?"
                                + " and table_schema = current_schema()")) {
            statement.setString(1, table);
            try (ResultSet names = statement.executeQuery()) {
                while (names.next()) {
                    columns.add(names.getString(1));
                }
            }
        }
        List<String> key = List.of(KEYS.get(table).split(", "));
        String set =
                columns.stream()
                        .filter(column -> !key.contains(column))
                        .map(column -> "\"%1$s\" = excluded.\"%1$s\"".formatted(column))
                        .collect(Collectors.joining(", "));
        return "insert into %1$s select * from new_%1$s on conflict (%2$s) do update set %3$s"
                .formatted(table, KEYS.get(table), set);
    }

    /** One transaction. */
    void write(List<MemberRows> members) throws SQLException, IOException {
        for (MemberRows member : members) {
            profile(member, texts.get("member_profile"));
            segments(member, texts.get("member_segment"));
            tags(member, texts.get("member_tag"));
            facts(member, texts.get("member_facts"));
            changes(member, texts.get("member_change"));
        }
        CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
        try (Statement statement = connection.createStatement()) {
            for (String table : KEYS.keySet()) {
                byte[] bytes = texts.get(table).take();
                CopyIn copy = copying.copyIn("copy new_" + table + " from stdin");
                copy.writeToCopy(bytes, 0, bytes.length);
                copy.endCopy();
                statement.execute(upserts.get(table));
            }
        }
        connection.commit();
    }

    private static void profile(MemberRows member, CopyText text) throws JsonProcessingException {
        Profile p = member.profile();
        text.value(member.memberId()).day(member.asOf());
        for (int w = 0; w < WINDOWS; w++) {
            text.value(p.orders()[w])
                    .fen(p.amount()[w])
                    .value(p.orderDays()[w])
                    .value(p.refunds()[w]);
        }
        Map<String, String> values = new TreeMap<>();
        for (MemberRows.Segment segment : member.segments()) {
            values.put(segment.model(), segment.value());
        }
        boolean scored = p.rScore() != null && p.fScore() != null && p.mScore() != null;
        text.fen(p.aov365())
                .value(p.ordersTotal())
                .fen(p.amountTotal())
                .value(p.orderDaysTotal())
                .value(p.itemsTotal())
                .value(p.refundsTotal())
                .fen(p.refundAmountTotal())
                .fen(p.aovTotal())
                .day(p.firstOrderOn())
                .day(p.lastOrderOn())
                .value(p.medianGapDays())
                .value(p.rScore())
                .value(p.fScore())
                .value(p.mScore())
                .value(scored ? "" + p.rScore() + p.fScore() + p.mScore() : null)
                .value(JSON.writeValueAsString(values))
                .value(member.profileTags())
                .day(p.nextCheckOn())
                .value(member.rulesVersion())
                .value(member.cutPointsId())
                .value(member.rowVersion())
                .instant(member.evaluatedAt())
                .end();
    }

    private static void segments(MemberRows member, CopyText text) {
        for (MemberRows.Segment segment : member.segments()) {
            text.value(member.memberId())
                    .value(segment.model())
                    .value(segment.value())
                    .value(segment.kind())
                    .value(segment.previousValue())
                    .day(segment.since())
                    .value(segment.nextValue())
                    .day(segment.nextOn())
                    .value(segment.rule())
                    .value(segment.reason())
                    .day(member.asOf())
                    .value(member.rulesVersion())
                    .value(member.rowVersion())
                    .end();
        }
    }

    private static void tags(MemberRows member, CopyText text) {
        for (MemberRows.Tag tag : member.tags()) {
            text.value(member.memberId())
                    .value(tag.key())
                    .value(tag.value())
                    .value(tag.source())
                    .value(tag.active())
                    .day(tag.since())
                    .day(tag.until())
                    .value(tag.rule())
                    .value(tag.reason())
                    .day(member.asOf())
                    .value(tag.rulesVersion())
                    .value(member.rowVersion())
                    .end();
        }
    }

    private static void facts(MemberRows member, CopyText text) {
        text.value(member.memberId())
                .value(member.facts())
                .day(member.asOf())
                .value(member.rowVersion())
                .end();
    }

    private static void changes(MemberRows member, CopyText text) {
        for (MemberRows.Change change : member.changes()) {
            text.value(member.memberId())
                    .value(change.rowVersion())
                    .value(change.kind())
                    .value(change.name())
                    .value(change.value())
                    .value(change.change())
                    .day(change.onDate())
                    .value(change.cause())
                    .value(change.rule())
                    .value(member.rulesVersion())
                    .value(change.reason())
                    .instant(member.evaluatedAt())
                    .end();
        }
    }
}
