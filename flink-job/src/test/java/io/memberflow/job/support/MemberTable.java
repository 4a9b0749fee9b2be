package io.memberflow.job.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.testdata.ExpectedTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables as a downstream reader sees them, with the columns under the names of the independent
 * answers (shared/data/README.md).
 *
 * @param members by member id: column to text; absent is null or no row
 */
public record MemberTable(Map<String, Map<String, String>> members) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many cells were compared, and the first differences. */
    public record Comparison(long cells, List<String> differences) {}

    /** Reads profile, facts and every model as of a date. */
    public static MemberTable read(DatabaseConfig database, LocalDate asOf) throws Exception {
        Map<String, Map<String, String>> members = new TreeMap<>();
        try (Connection connection = new Connections(database).getOrEstablishConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select p.*, f.facts from member_profile p join member_facts f"
                                        + " on f.member_id = p.member_id where orders_total > 0")) {
            while (rows.next()) {
                members.put(rows.getString("member_id"), row(rows, asOf));
            }
        }
        return new MemberTable(members);
    }

    private static Map<String, String> row(ResultSet rows, LocalDate asOf) throws Exception {
        Map<String, String> row = new TreeMap<>();
        for (String window : List.of("30d", "90d", "180d", "365d", "total")) {
            put(row, "orders_" + window, rows.getString("orders_" + window));
            put(row, "amount_" + window, rows.getString("amount_" + window));
            put(row, "order_days_" + window, rows.getString("order_days_" + window));
        }
        put(row, "items_total", rows.getString("items_total"));
        put(row, "first_order_on", rows.getString("first_order_on"));
        put(row, "last_order_on", rows.getString("last_order_on"));
        LocalDate last = LocalDate.parse(rows.getString("last_order_on"));
        put(row, "recency", Long.toString(asOf.toEpochDay() - last.toEpochDay()));
        put(row, "aov_365d", rows.getString("aov_365d"));
        put(row, "median_gap_days", rows.getString("median_gap_days"));
        put(row, "r", rows.getString("r_score"));
        put(row, "f", rows.getString("f_score"));
        put(row, "m", rows.getString("m_score"));
        JsonNode segments = JSON.readTree(rows.getString("segments"));
        for (Iterator<Map.Entry<String, JsonNode>> i = segments.fields(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> segment = i.next();
            put(row, segment.getKey(), segment.getValue().asText());
        }
        JsonNode top = JSON.readTree(rows.getString("facts")).get("amountTopPercent");
        put(row, "amount_top_percent", top == null || top.isNull() ? null : top.asText());
        return row;
    }

    private static void put(Map<String, String> row, String column, String value) {
        if (value != null) {
            row.put(column, value);
        }
    }

    /** Every cell of the answers that says something about this choice of cut points. */
    public Comparison compare(ExpectedTable expected, CutPointMode mode) {
        String ours = mode == CutPointMode.POPULATION ? "_pop" : "_fix";
        String others = mode == CutPointMode.POPULATION ? "_fix" : "_pop";
        List<String> differences = new ArrayList<>();
        long cells = 0;
        if (!expected.members().keySet().equals(members.keySet())) {
            differences.add(
                    "members: " + expected.members().size() + " expected, " + members.size());
        }
        for (Map.Entry<String, Map<String, String>> member : expected.members().entrySet()) {
            Map<String, String> actual = members.getOrDefault(member.getKey(), Map.of());
            for (String column : expected.columns()) {
                boolean ofOtherMode =
                        column.endsWith(others)
                                || (column.equals("amount_top_percent")
                                        && mode == CutPointMode.FIXED);
                if (ofOtherMode) {
                    continue;
                }
                cells++;
                String name =
                        column.endsWith(ours) ? column.substring(0, column.length() - 4) : column;
                String want = member.getValue().get(column);
                String got = actual.getOrDefault(name, "");
                if (!same(column, want, got) && differences.size() < 20) {
                    differences.add(member.getKey() + "." + column + ": " + want + " / " + got);
                }
            }
        }
        return new Comparison(cells, differences);
    }

    private static boolean same(String column, String want, String got) {
        boolean number = column.startsWith("amount_") && !column.equals("amount_band");
        if (!number || want.isEmpty() || got.isEmpty()) {
            return want.equals(got);
        }
        int places = column.equals("amount_top_percent") ? 6 : 2;
        BigDecimal exact = new BigDecimal(want).setScale(places, RoundingMode.HALF_UP);
        return exact.compareTo(new BigDecimal(got)) == 0;
    }
}
