package io.memberflow.job.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.testdata.OracleAnswer;
import io.memberflow.testdata.OracleFacts;
import io.memberflow.testdata.OracleMember;
import io.memberflow.testdata.OracleWindow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** All State columns of the tables, as a reader finds them and as the oracle says they are. */
public final class StateTables {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    private static final int[] WINDOWS = {30, 90, 180, 365};

    private StateTables() {}

    /** By member, then by column; a segment's columns begin with the model's name. */
    public static Map<String, Map<String, String>> read(DatabaseConfig database) throws Exception {
        Map<String, Map<String, String>> members = new TreeMap<>();
        try (Connection connection = new Connections(database).getOrEstablishConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery(
                            "select p.*, f.facts, f.as_of as facts_as_of,"
                                    + " f.row_version as facts_row_version from member_profile p"
                                    + " left join member_facts f on f.member_id = p.member_id")) {
                while (rows.next()) {
                    members.put(rows.getString("member_id"), profile(rows));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "select s.*, p.row_version as parent from member_segment s"
                                    + " left join member_profile p on p.member_id = s.member_id")) {
                while (rows.next()) {
                    segment(members.get(rows.getString("member_id")), rows);
                }
            }
        }
        return members;
    }

    private static Map<String, String> profile(ResultSet rows) throws Exception {
        Map<String, String> row = new TreeMap<>();
        for (int days : WINDOWS) {
            for (String column : new String[] {"orders", "amount", "order_days", "refunds"}) {
                put(row, rows, column + "_" + days + "d");
            }
        }
        for (String column :
                new String[] {
                    "as_of",
                    "aov_365d",
                    "orders_total",
                    "amount_total",
                    "order_days_total",
                    "items_total",
                    "refunds_total",
                    "refund_amount_total",
                    "aov_total",
                    "first_order_on",
                    "last_order_on",
                    "median_gap_days",
                    "r_score",
                    "f_score",
                    "m_score",
                    "rfm",
                    "cut_points_id",
                    "rules_version"
                }) {
            put(row, rows, column);
        }
        row.put("segments", sorted(rows.getString("segments")));
        row.put("tags", tags(rows.getString("tags")));
        JsonNode facts = json(rows.getString("facts"));
        row.put("peakAmount365", text(facts.get("peakAmount365")));
        row.put("amountTopPercent", text(facts.get("amountTopPercent")));
        row.put("life.largestOrder", text(facts.at("/life/largestOrder")));
        row.put("facts as_of", rows.getString("facts_as_of"));
        row.put(
                "facts of the same write",
                "" + (rows.getLong("facts_row_version") == rows.getLong("row_version")));
        return row;
    }

    private static void segment(Map<String, String> member, ResultSet rows) throws SQLException {
        String model = rows.getString("model");
        member.put(
                model,
                String.join(
                        " | ",
                        rows.getString("value"),
                        rows.getString("kind"),
                        "since " + rows.getString("since"),
                        "from " + rows.getString("previous_value"),
                        "to " + rows.getString("next_value"),
                        "on " + rows.getString("next_on")));
        member.put(
                model + " of the same write",
                "" + (rows.getLong("parent") == rows.getLong("row_version")));
    }

    private static void put(Map<String, String> row, ResultSet rows, String column)
            throws SQLException {
        row.put(column, rows.getString(column));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** A jsonb column gives its keys in an order of its own. */
    private static String sorted(String object) throws JsonProcessingException {
        return JSON.writeValueAsString(
                JSON.readValue(object, new TypeReference<TreeMap<String, String>>() {}));
    }

    private static String tags(String object) throws JsonProcessingException {
        return tags(JSON.readValue(object, new TypeReference<TreeMap<String, List<String>>>() {}));
    }

    /** What the column {@code tags} reads as, whatever the order of the values. */
    public static String tags(Map<String, List<String>> valuesByKey) {
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        valuesByKey.forEach((key, values) -> sorted.put(key, values.stream().sorted().toList()));
        return JSON.valueToTree(sorted).toString();
    }

    private static String text(JsonNode number) {
        return number.isNull() ? null : number.decimalValue().toPlainString();
    }

    /** What {@link #read} is to find after a run with empty tables. */
    public static Map<String, Map<String, String>> expected(OracleAnswer answer, LocalDate asOf) {
        Map<String, Map<String, String>> members = new TreeMap<>();
        String cutPoints = answer.population() == null ? null : asOf.toString().replace("-", "");
        answer.members()
                .forEach((id, member) -> members.put(id, expected(member, asOf, cutPoints)));
        return members;
    }

    private static Map<String, String> expected(
            OracleMember member, LocalDate asOf, String cutPoints) {
        Map<String, String> row = new TreeMap<>();
        OracleFacts facts = member.facts();
        for (int days : WINDOWS) {
            OracleWindow window = facts.window(days);
            row.put("orders_" + days + "d", "" + window.orders());
            row.put("amount_" + days + "d", yuan(window.amount()));
            row.put("order_days_" + days + "d", "" + window.orderDays());
            row.put("refunds_" + days + "d", "" + window.refunds());
        }
        OracleWindow life = facts.life();
        row.put("as_of", asOf.toString());
        row.put("facts as_of", asOf.toString());
        row.put("facts of the same write", "true");
        row.put("aov_365d", yuan(facts.window(365).averageOrderValue()));
        row.put("orders_total", "" + life.orders());
        row.put("amount_total", yuan(life.amount()));
        row.put("order_days_total", "" + life.orderDays());
        row.put("items_total", "" + life.items());
        row.put("refunds_total", "" + life.refunds());
        row.put("refund_amount_total", yuan(life.refundAmount()));
        row.put("aov_total", yuan(life.averageOrderValue()));
        row.put("first_order_on", date(facts.firstOrderOn()));
        row.put("last_order_on", date(facts.lastOrderOn()));
        row.put(
                "median_gap_days",
                facts.medianGapDays() == null ? null : "" + facts.medianGapDays());
        boolean scored = facts.scores() != null;
        row.put("r_score", scored ? "" + facts.scores().r() : null);
        row.put("f_score", scored ? "" + facts.scores().f() : null);
        row.put("m_score", scored ? "" + facts.scores().m() : null);
        row.put(
                "rfm",
                scored ? "" + facts.scores().r() + facts.scores().f() + facts.scores().m() : null);
        row.put("cut_points_id", cutPoints);
        row.put("rules_version", "0");
        row.put("tags", "{}");
        row.put("peakAmount365", yuan(facts.peakAmount365()));
        row.put(
                "amountTopPercent",
                facts.amountTopPercent() == null
                        ? null
                        : facts.amountTopPercent().percent(6).toPlainString());
        row.put("life.largestOrder", life.orders() == 0 ? null : yuan(life.largestOrder()));
        TreeMap<String, String> segments = new TreeMap<>();
        member.values()
                .forEach(
                        (model, v) -> {
                            segments.put(model, v.value());
                            row.put(
                                    model,
                                    String.join(
                                            " | ",
                                            v.value(),
                                            v.stage() ? "STAGE" : "SEGMENT",
                                            "since " + date(v.since()),
                                            "from " + v.previousValue(),
                                            "to " + v.nextValue(),
                                            "on " + date(v.nextOn())));
                            row.put(model + " of the same write", "true");
                        });
        row.put("segments", JSON.valueToTree(segments).toString());
        return row;
    }

    /** The cells that differ, expected first; not too many of them. */
    public static List<String> differences(
            Map<String, Map<String, String>> expected, Map<String, Map<String, String>> actual) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(actual.keySet());
        for (String id : ids) {
            Map<String, String> want = expected.get(id);
            Map<String, String> got = actual.get(id);
            if (want == null || got == null) {
                differences.add(id + (want == null ? " is too many" : " is missing"));
                continue;
            }
            TreeSet<String> columns = new TreeSet<>(want.keySet());
            columns.addAll(got.keySet());
            for (String column : columns) {
                if (!Objects.equals(want.get(column), got.get(column))) {
                    differences.add(
                            id + "." + column + ": " + want.get(column) + " / " + got.get(column));
                }
            }
        }
        return differences.subList(0, Math.min(20, differences.size()));
    }

    private static String yuan(Long fen) {
        return fen == null ? null : BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private static String date(Integer day) {
        return day == null ? null : LocalDate.ofEpochDay(day).toString();
    }
}
