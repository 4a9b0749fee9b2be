package io.memberflow.job.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.memberflow.order.OrderStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

    private static final LocalDate FROM = LocalDate.of(2024, 1, 1);
    private static final LocalDate TO = LocalDate.of(2025, 6, 30);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;

    @Test
    void theSamePlanGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        for (String ending : Generator.ENDINGS) {
            byte[] first = write(plan(7, 0.02, 0.01, 0), "a" + ending);
            byte[] second = write(plan(7, 0.02, 0.01, 0), "b" + ending);
            byte[] other = write(plan(8, 0.02, 0.01, 0), "c" + ending);

            assertThat(first).isEqualTo(second).isNotEqualTo(other);
        }
    }

    @Test
    void compressionChangesNothingElse() throws IOException {
        byte[] plain = write(plan(1, 0.02, 0.01, 0), "o.jsonl");
        byte[] packed = write(plan(1, 0.02, 0.01, 0), "o.jsonl.gz");

        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(in.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void flatHistoryHasOneCleanRowAnOrderInTheOrderOfPayment() throws IOException {
        List<String[]> rows = csv(plan(1, 0, 0, 0));

        assertThat(rows).hasSize(5_000).allMatch(r -> r.length == 5);
        assertThat(rows.stream().map(r -> r[0])).doesNotHaveDuplicates();
        assertThat(rows.stream().map(r -> OffsetDateTime.parse(r[2]).toInstant()).toList())
                .isSorted();
        assertThat(rows.stream().map(r -> OffsetDateTime.parse(r[2]).toLocalDate()))
                .allMatch(d -> !d.isBefore(FROM) && !d.isAfter(TO));
        assertThat(rows.stream().map(r -> r[3])).allMatch(a -> a.matches("\\d+\\.\\d\\d"));
        double median =
                rows.stream()
                        .mapToDouble(r -> Double.parseDouble(r[3]))
                        .sorted()
                        .skip(2_500)
                        .findFirst()
                        .orElseThrow();
        assertThat(median).isBetween(90.0, 150.0);
    }

    @Test
    void oneMemberCanHaveAShareOfAllOrders() throws IOException {
        Map<String, Long> orders = ordersByMember(csv(plan(1, 0, 0, 0.05)));

        long most = orders.values().stream().max(Comparator.naturalOrder()).orElseThrow();

        assertThat(most / 5_000.0).isCloseTo(0.05, within(0.015));
    }

    @Test
    void theMostActiveTenthBuysFarMoreThanATenth() throws IOException {
        List<Long> orders =
                ordersByMember(csv(plan(1, 0, 0, 0))).values().stream()
                        .sorted(Comparator.reverseOrder())
                        .toList();

        long top = orders.stream().limit(50).mapToLong(Long::longValue).sum();

        assertThat(top / 5_000.0).isBetween(0.25, 0.5);
    }

    @Test
    void ordersLiveThroughEveryStatus() throws IOException {
        List<JsonNode> events = json(plan(1, 0, 0, 0));

        assertThat(events.stream().map(e -> OrderStatus.valueOf(e.get("status").asText())))
                .contains(OrderStatus.values());
        assertThat(events.stream().map(e -> e.get("updated_at").asText()).toList()).isSorted();
        assertThat(events).noneMatch(e -> e.get("updated_at").asText().compareTo("2025-07") > 0);
        assertThat(events).anyMatch(e -> e.has("refund_amount"));
        assertThat(events).anyMatch(GeneratorTest::isSilentRefund);
    }

    @Test
    void lateEventsArriveTwiceAndAfterNewerOnes() throws IOException {
        List<JsonNode> events = json(plan(1, 0.1, 0, 0));
        Set<String> states = new HashSet<>();
        Map<String, Integer> newest = new HashMap<>();
        int repeats = 0;
        int overtaken = 0;
        for (JsonNode event : events) {
            String order = event.get("order_id").asText();
            int version = event.get("version").asInt();
            if (!states.add(order + "/" + version)) {
                repeats++;
            } else if (newest.getOrDefault(order, 0) > version) {
                overtaken++;
            }
            newest.merge(order, version, Math::max);
        }

        assertThat(repeats / (double) states.size()).isCloseTo(0.1, within(0.02));
        assertThat(overtaken).isPositive();
    }

    @Test
    void dirtyLinesComeOnTop() throws IOException {
        long clean = lines(write(plan(1, 0, 0, 0), "clean.jsonl"));
        long dirty = lines(write(plan(1, 0, 0.05, 0), "dirty.jsonl"));

        assertThat((dirty - clean) / (double) clean).isCloseTo(0.05, within(0.01));
    }

    private static boolean isSilentRefund(JsonNode event) {
        return event.get("status").asText().equals("REFUNDED") && !event.has("refund_amount");
    }

    private List<String[]> csv(ShopPlan plan) throws IOException {
        return new String(write(plan, "o.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(l -> l.split(",", -1))
                .toList();
    }

    private List<JsonNode> json(ShopPlan plan) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line :
                new String(write(plan, "o.jsonl"), StandardCharsets.UTF_8).lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private static Map<String, Long> ordersByMember(List<String[]> rows) {
        return rows.stream().collect(Collectors.groupingBy(r -> r[1], Collectors.counting()));
    }

    private static long lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().count();
    }

    private byte[] write(ShopPlan plan, String name) throws IOException {
        Path file = folder.resolve(name);
        Generator.write(plan, file);
        return Files.readAllBytes(file);
    }

    private static ShopPlan plan(long seed, double late, double dirty, double hotShare) {
        return new ShopPlan(
                seed,
                500,
                5_000,
                FROM,
                TO,
                ZoneId.of("Asia/Shanghai"),
                2,
                late,
                dirty,
                hotShare,
                false);
    }
}
