package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves the oracle: every cell of the independent answers, with a reader of its own. */
class BatchOracleRealDataITCase {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Set<String> POPULATION_COLUMNS =
            Set.of("r_pop", "f_pop", "m_pop", "rfm_class_pop", "amount_top_percent");
    private static final Set<String> FIXED_COLUMNS =
            Set.of("r_fix", "f_fix", "m_fix", "rfm_class_fix");

    private static Optional<Path> folder;

    @BeforeAll
    static void findTheData() {
        folder = RealData.onlineRetail();
        if (folder.isEmpty()) {
            System.out.println(RealData.absence());
        }
    }

    @BeforeEach
    void skipWithoutTheData() {
        assumeTrue(folder.isPresent(), RealData.absence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2011-03-31", "2011-06-30", "2011-09-30", "2011-12-09"})
    void agreesWithTheAnswersForOrders(LocalDate asOf) throws IOException {
        List<Order> orders = new ArrayList<>();
        readLines(folder.orElseThrow().resolve("orders.jsonl.gz"))
                .flatMap(line -> order(line, asOf).stream())
                .forEach(orders::add);
        Collections.shuffle(orders, new Random(asOf.toEpochDay()));
        compare(orders, asOf, "expected-" + asOf + ".csv.gz");
    }

    @Test
    void agreesWithTheAnswersForOrderLines() throws IOException {
        compare(
                ordersOfLines(folder.orElseThrow().resolve("order-lines.csv.gz")),
                LocalDate.of(2011, 12, 9),
                "expected-lines-2011-12-09.csv.gz");
    }

    private static void compare(List<Order> orders, LocalDate asOf, String file) {
        ExpectedTable expected = ExpectedTable.read(folder.orElseThrow().resolve(file));
        assertThat(expected.columns()).hasSize(39);
        OracleAnswer fixed = BatchOracle.answer(orders, OracleQuestion.fixed(asOf));
        OracleAnswer population = BatchOracle.answer(orders, OracleQuestion.population(asOf));
        assertThat(buyers(fixed)).isEqualTo(expected.members().keySet());
        assertThat(buyers(population)).isEqualTo(expected.members().keySet());
        List<String> differences = new ArrayList<>();
        long[] compared = {0};
        expected.members()
                .forEach(
                        (id, cells) ->
                                cells.forEach(
                                        (column, text) -> {
                                            for (boolean measured : new boolean[] {false, true}) {
                                                if ((measured ? FIXED_COLUMNS : POPULATION_COLUMNS)
                                                        .contains(column)) {
                                                    continue;
                                                }
                                                OracleMember member =
                                                        (measured ? population : fixed)
                                                                .members()
                                                                .get(id);
                                                compared[0]++;
                                                if (!text(member, column)
                                                        .equals(normal(column, text))) {
                                                    differences.add(
                                                            id
                                                                    + " "
                                                                    + column
                                                                    + " is "
                                                                    + text(member, column)
                                                                    + ", expected "
                                                                    + text);
                                                }
                                            }
                                        }));
        System.out.println(file + ": " + compared[0] + " cells compared");
        assertThat(differences).isEmpty();
    }

    private static Set<String> buyers(OracleAnswer answer) {
        Set<String> ids = new TreeSet<>();
        answer.members()
                .forEach(
                        (id, member) -> {
                            if (member.facts().life().orders() > 0) {
                                ids.add(id);
                            }
                        });
        return ids;
    }

    /** Money and shares by value, the rest by text. */
    private static String normal(String column, String expected) {
        if (expected.isEmpty()) {
            return "";
        }
        if (column.startsWith("amount_") && !column.equals("amount_band")
                || column.equals("aov_365d")) {
            int decimals = column.equals("amount_top_percent") ? 6 : 2;
            return new BigDecimal(expected)
                    .setScale(decimals, RoundingMode.HALF_UP)
                    .toPlainString();
        }
        return expected;
    }

    private static String text(OracleMember member, String column) {
        OracleFacts facts = member.facts();
        if (column.matches(".*_(30|90|180|365)d")) {
            String[] parts = column.substring(0, column.length() - 1).split("_(?=\\d)");
            return windowText(facts.window(Integer.parseInt(parts[1])), parts[0]);
        }
        if (column.endsWith("_total")) {
            return windowText(facts.life(), column.substring(0, column.length() - 6));
        }
        OracleScores scores = facts.scores();
        return switch (column) {
            case "first_order_on" -> LocalDate.ofEpochDay(facts.firstOrderOn()).toString();
            case "last_order_on" -> LocalDate.ofEpochDay(facts.lastOrderOn()).toString();
            case "recency" -> facts.recencyDays().toString();
            case "median_gap_days" ->
                    facts.medianGapDays() == null ? "" : facts.medianGapDays().toString();
            case "r_fix", "r_pop" -> "" + scores.r();
            case "f_fix", "f_pop" -> "" + scores.f();
            case "m_fix", "m_pop" -> "" + scores.m();
            case "amount_top_percent" -> facts.amountTopPercent().percent(6).toPlainString();
            case "rfm_class_fix", "rfm_class_pop" -> member.valueOf("rfm_class");
            default -> {
                String value = member.valueOf(column);
                yield value == null ? "" : value;
            }
        };
    }

    private static String windowText(OracleWindow window, String name) {
        return switch (name) {
            case "orders" -> "" + window.orders();
            case "order_days" -> "" + window.orderDays();
            case "items" -> "" + window.items();
            case "amount" -> yuan(window.amount());
            case "aov" ->
                    window.averageOrderValue() == null ? "" : yuan(window.averageOrderValue());
            default -> throw new IllegalArgumentException("column not mapped: " + name);
        };
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    // ---- readers for this test alone ----

    private static Stream<String> readLines(Path file) throws IOException {
        return new String(
                        new GZIPInputStream(Files.newInputStream(file)).readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines();
    }

    /** An order, or nothing for NO_MEMBER and FUTURE, the only two faults of this file. */
    private static Optional<Order> order(String line, LocalDate asOf) {
        JsonNode event = TestOrderReader.parse(line);
        boolean future =
                TestOrderReader.times(event, LONDON).stream()
                        .anyMatch(at -> at.atZone(LONDON).toLocalDate().isAfter(asOf));
        if (future || event.path("member_id").asText("").isBlank()) {
            return Optional.empty();
        }
        return Optional.of(TestOrderReader.order(event, LONDON, line.hashCode()));
    }

    private static List<Order> ordersOfLines(Path file) throws IOException {
        record Line(LocalDateTime at, long quantity, BigDecimal value) {}
        Map<List<String>, List<Line>> byOrder = new HashMap<>();
        try (var reader =
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
            for (NamedCsvRecord row : csv) {
                if (row.getField("member_id").isBlank()) {
                    continue;
                }
                long quantity = Long.parseLong(row.getField("item_quantity"));
                byOrder.computeIfAbsent(
                                Arrays.asList(row.getField("member_id"), row.getField("order_id")),
                                key -> new ArrayList<>())
                        .add(
                                new Line(
                                        LocalDateTime.parse(
                                                row.getField("paid_at").replace(' ', 'T')),
                                        quantity,
                                        new BigDecimal(row.getField("item_price"))
                                                .multiply(BigDecimal.valueOf(quantity))));
            }
        }
        List<Order> orders = new ArrayList<>();
        byOrder.forEach(
                (key, lines) -> {
                    LocalDateTime at =
                            lines.stream()
                                    .map(Line::at)
                                    .min(LocalDateTime::compareTo)
                                    .orElseThrow();
                    BigDecimal value =
                            lines.stream()
                                    .map(Line::value)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add);
                    orders.add(
                            new Order(
                                    key.get(0),
                                    key.get(1),
                                    0,
                                    OrderStatus.COMPLETED,
                                    micros(at),
                                    micros(at),
                                    (int) at.toLocalDate().toEpochDay(),
                                    value.setScale(2, RoundingMode.HALF_UP)
                                            .unscaledValue()
                                            .longValueExact(),
                                    0,
                                    false,
                                    lines.stream().mapToLong(Line::quantity).sum(),
                                    0,
                                    null));
                });
        return orders;
    }

    private static long micros(LocalDateTime local) {
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, local.atZone(LONDON).toInstant());
    }
}
