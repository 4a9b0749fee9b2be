package io.memberflow.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.order.Counted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One member of the embedded demo database and why it is where it is, in words. */
final class MemberStory {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int NAME_COLUMNS = 22;
    private static final int MOST_TAGS = 12;

    private final DatabaseConfig database;
    private final int columns;

    /**
     * @param columns how wide a line may be
     */
    MemberStory(DatabaseConfig database, int columns) {
        this.database = database;
        this.columns = columns;
    }

    /**
     * The lines on the member whose values have changed most, among these the one that spent most,
     * so that there is most to tell; none without members.
     */
    List<String> tell() throws SQLException {
        try (Connection connection = Connections.open(database)) {
            List<String> lines = new ArrayList<>();
            String member = profile(connection, lines);
            if (member != null) {
                verdicts(connection, member, lines);
                tags(connection, member, lines);
            }
            return lines.stream().map(this::cut).toList();
        }
    }

    private static String profile(Connection connection, List<String> lines) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT p.member_id, p.orders_365d, p.amount_365d, p.last_order_on,"
                                        + " p.rfm FROM member_profile p JOIN member_segment s ON"
                                        + " s.member_id = p.member_id AND s.previous_value IS NOT"
                                        + " NULL WHERE p.orders_365d > 0 GROUP BY p.member_id"
                                        + " ORDER BY count(*) DESC, p.amount_365d DESC,"
                                        + " p.member_id LIMIT 1")) {
            if (!rows.next()) {
                return null;
            }
            lines.add(
                    "Member %s: %s, %s yuan in 365 days, last %s, RFM %s"
                            .formatted(
                                    rows.getString(1),
                                    Counted.of(rows.getInt(2), "order", "orders"),
                                    rows.getBigDecimal(3),
                                    rows.getDate(4),
                                    rows.getString(5)));
            return rows.getString(1);
        }
    }

    private static void verdicts(Connection connection, String member, List<String> lines)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT model, value, since, previous_value, next_value, next_on, reason"
                                + " FROM member_segment WHERE member_id = ? ORDER BY model")) {
            statement.setString(1, member);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StringBuilder line =
                            new StringBuilder(
                                            "  "
                                                    + DisplayWidth.pad(
                                                            rows.getString(1), NAME_COLUMNS))
                                    .append(rows.getString(2))
                                    .append(" since ")
                                    .append(rows.getDate(3));
                    if (rows.getString(4) != null) {
                        line.append(", before ").append(rows.getString(4));
                    }
                    lines.add(line.toString());
                    if (rows.getDate(6) != null) {
                        String next = rows.getString(5) == null ? "none" : rows.getString(5);
                        lines.add(
                                " ".repeat(NAME_COLUMNS + 2)
                                        + "from %s %s without an order"
                                                .formatted(rows.getDate(6), next));
                    }
                    String because = because(rows.getString(7));
                    if (!because.isEmpty()) {
                        lines.add(" ".repeat(NAME_COLUMNS + 2) + because);
                    }
                }
            }
        }
    }

    /** Tags by key; one that staff or the buyer gave says so in place of a reason. */
    private static void tags(Connection connection, String member, List<String> lines)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT tag_key, tag_value, source, since, reason FROM member_tag_current"
                                + " WHERE member_id = ? ORDER BY tag_key, tag_value")) {
            statement.setString(1, member);
            try (ResultSet rows = statement.executeQuery()) {
                int tags = 0;
                while (rows.next()) {
                    if (++tags > MOST_TAGS) {
                        continue;
                    }
                    String why =
                            rows.getString(3).equals("RULE")
                                    ? because(rows.getString(5))
                                    : "said by " + rows.getString(3);
                    lines.add(
                            "  %s%s since %s"
                                    .formatted(
                                            DisplayWidth.pad(rows.getString(1), NAME_COLUMNS),
                                            rows.getString(2),
                                            rows.getDate(4)));
                    lines.add(" ".repeat(NAME_COLUMNS + 2) + why);
                }
                if (tags > MOST_TAGS) {
                    lines.add("  and " + Counted.of(tags - MOST_TAGS, "more tag", "more tags"));
                }
            }
        }
    }

    private String cut(String line) {
        return DisplayWidth.of(line) <= columns
                ? line
                : DisplayWidth.pad(line, columns - 4).stripTrailing() + " ...";
    }

    /** For example {@code because d365.orders is 3 (>= 3)}. */
    static String because(String reason) {
        JsonNode parts;
        try {
            parts = JSON.readTree(reason).path("because");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a reason in member_segment is no JSON", e);
        }
        List<String> words = new ArrayList<>();
        for (JsonNode part : parts) {
            String needs = part.path("needs").asText();
            words.add(
                    "%s is %s%s"
                            .formatted(
                                    part.path("fact").asText(),
                                    part.path("is").asText(),
                                    needs.isEmpty() ? "" : " (" + needs + ")"));
        }
        return words.isEmpty() ? "" : "because " + String.join(" and ", words);
    }
}
