package io.memberflow.job.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the tables say of each member as text that does not depend on the database: texts and
 * JSON in one form, members, rows and keys of JSON by code point.
 */
public final class StateDump {
    /** What only tells when and by which attempt it was written (facts.md §3). */
    private static final Set<String> JOURNAL =
            Set.of(
                    "as_of",
                    "evaluated_at",
                    "row_version",
                    "rules_version",
                    "cut_points_id",
                    "next_check_on",
                    "reason");

    /** What differs between two runs of one job over one input. */
    private static final Set<String> ATTEMPT = Set.of("evaluated_at", "row_version", "written_at");

    /** A tag that has ended tells what an attempt wrote. */
    private static final List<String> STATE =
            List.of("member_profile", "member_segment", "member_tag where active", "member_facts");

    private static final List<String> ALL =
            List.of(
                    "member_profile",
                    "member_segment",
                    "member_tag",
                    "member_change",
                    "member_facts");

    /** By code point, which is how UTF-8 compares. */
    private static final Comparator<String> BY_CODE_POINT =
            (a, b) ->
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private StateDump() {}

    /** Member id to its State, a line a row. */
    public static SortedMap<String, String> of(DatabaseConfig database) throws SQLException {
        return read(database, STATE, JOURNAL);
    }

    /** The State of all members, a line a row. */
    public static String text(DatabaseConfig database) throws SQLException {
        return String.join("", of(database).values());
    }

    /**
     * Also the journal, as far as two runs of one job over one input share it: reasons, changes, as
     * of which day, by which rules.
     */
    public static String textWithJournal(DatabaseConfig database) throws SQLException {
        return String.join("", read(database, ALL, ATTEMPT).values());
    }

    private static SortedMap<String, String> read(
            DatabaseConfig database, List<String> tables, Set<String> without) throws SQLException {
        SortedMap<String, String> dump = new TreeMap<>(BY_CODE_POINT);
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                Map<String, List<String>> lines = new TreeMap<>();
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        lines.computeIfAbsent(rows.getString("member_id"), id -> new ArrayList<>())
                                .add(table.split(" ")[0] + line(rows, without));
                    }
                }
                lines.forEach(
                        (id, ofMember) -> {
                            ofMember.sort(BY_CODE_POINT);
                            dump.merge(id, String.join("", ofMember), String::concat);
                        });
            }
        }
        return dump;
    }

    private static String line(ResultSet rows, Set<String> without) throws SQLException {
        StringBuilder line = new StringBuilder();
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
            if (!without.contains(column)) {
                line.append('|').append(column).append('=').append(value(rows, columns, i));
            }
        }
        return line.append('\n').toString();
    }

    private static String value(ResultSet rows, ResultSetMetaData columns, int i)
            throws SQLException {
        String text = rows.getString(i);
        if (text == null) {
            return "null";
        }
        try {
            if (columns.getColumnTypeName(i).toLowerCase(Locale.ROOT).startsWith("json")) {
                StringBuilder json = new StringBuilder();
                canonical(JSON.readTree(text), json);
                return json.toString();
            }
            return switch (columns.getColumnType(i)) {
                case Types.CHAR, Types.VARCHAR -> JSON.writeValueAsString(text);
                case Types.BIT, Types.BOOLEAN -> String.valueOf(rows.getBoolean(i));
                default -> text;
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A database gives keys and numbers in a form of its own: MySQL keeps no zeros at the end. */
    private static void canonical(JsonNode node, StringBuilder to) {
        if (node.isObject()) {
            SortedMap<String, JsonNode> fields = new TreeMap<>(BY_CODE_POINT);
            node.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
            String before = "{";
            for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
                to.append(before).append(JSON.getNodeFactory().textNode(field.getKey()));
                canonical(field.getValue(), to.append(':'));
                before = ",";
            }
            to.append(fields.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            String before = "[";
            for (Iterator<JsonNode> i = node.elements(); i.hasNext(); before = ",") {
                canonical(i.next(), to.append(before));
            }
            to.append(node.isEmpty() ? "[]" : "]");
        } else {
            to.append(
                    node.isNumber()
                            ? node.decimalValue().stripTrailingZeros().toPlainString()
                            : node.toString());
        }
    }
}
