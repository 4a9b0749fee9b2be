package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.memberflow.member.FactSchema;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for every trade, by their cases in rulebook/tests, read by the real readers. */
class GeneralRulebookTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final FactSchema SCHEMA = new FactSchema(List.of());
    private static final List<String> FILES =
            List.of(
                    "funnel",
                    "value_grade",
                    "loyalty",
                    "person",
                    "mail",
                    "region",
                    "identity",
                    "buying",
                    "behaviour",
                    "given_tags",
                    "scenes");

    private static CompiledRules rules;

    @BeforeAll
    static void compile() {
        rules = RuleCompiler.compile(RulebookFiles.shipped(), SCHEMA).orThrow();
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    static List<String> files() {
        return FILES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyCaseHolds(String file) throws IOException {
        Decider fixed = new Decider(rules, rules.catalogue().scores());
        List<String> missed = new ArrayList<>();
        for (JsonNode one : cases(file)) {
            Decider decider =
                    one.has("population")
                            ? new Decider(rules, population(one.get("population")))
                            : fixed;
            for (JsonNode day : one.has("timeline") ? one.get("timeline") : List.of(one)) {
                check(decider, one, day, missed);
            }
        }
        assertThat(missed).isEmpty();
        assertThat(rules.disagreements()).isZero();
    }

    /** Every value that a rule for every trade, or staff, can give is expected by some case. */
    @Test
    void everyTagValueIsReached() throws IOException {
        TreeMap<String, Set<String>> reached = new TreeMap<>();
        for (String file : FILES) {
            for (JsonNode one : cases(file)) {
                for (JsonNode day : one.has("timeline") ? one.get("timeline") : List.of(one)) {
                    day.at("/expect/tags")
                            .fields()
                            .forEachRemaining(
                                    tag ->
                                            tag.getValue()
                                                    .forEach(
                                                            value ->
                                                                    reached.computeIfAbsent(
                                                                                    tag.getKey(),
                                                                                    key ->
                                                                                            new TreeSet<>())
                                                                            .add(value.asText())));
                }
            }
        }
        // Of the list of flooded cities, which is shipped empty, nobody is.
        reached.put("水灾地区会员", Set.of("是"));
        rules.catalogue().tags().stream()
                .filter(key -> key.trade() == null)
                .forEach(
                        key -> {
                            assertThat(reached).containsKey(key.key());
                            assertThat(reached.get(key.key()))
                                    .as(key.key())
                                    .containsAll(
                                            key.values().stream()
                                                    .map(value -> value.value())
                                                    .toList());
                        });
    }

    /** The list of flooded cities is shipped empty: with a city in it, from the first day on. */
    @ParameterizedTest
    @CsvSource({"2025-05-31, 0", "2025-06-01, 1", "2025-09-30, 1", "2025-10-01, 0"})
    void aFloodHasItsDays(String day, int tagged) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        for (String file :
                List.of(
                        RulebookFiles.CATALOGUE,
                        "tags/general/region.drl",
                        "tables/lists/hot_cities.csv")) {
            files.put(file, Files.readString(Path.of("rulebook", file)));
        }
        files.put("tables/lists/flood_cities.csv", "值\n九江\n");
        JsonNode member = YAML.readTree("{as_of: %s, member: {city: 九江市}}".formatted(day));
        try (CompiledRules flooded = RuleCompiler.compile(Release.of(1, files), SCHEMA).orThrow()) {
            Verdict verdict =
                    new Decider(flooded, flooded.catalogue().scores())
                            .decide(history(member), (int) LocalDate.parse(day).toEpochDay());
            assertThat(verdict.tags())
                    .filteredOn(tag -> tag.name().equals("水灾地区会员"))
                    .hasSize(tagged);
        }
    }

    private static JsonNode cases(String file) throws IOException {
        Path path = Path.of("rulebook", "tests", file + ".yaml");
        return YAML.readTree(Files.readString(path)).get("cases");
    }

    private static void check(Decider decider, JsonNode one, JsonNode day, List<String> missed) {
        int asOf = (int) LocalDate.parse(day.get("as_of").asText()).toEpochDay();
        Verdict verdict = decider.decide(history(one), asOf);
        TreeMap<String, String> models = new TreeMap<>();
        verdict.standings().forEach(s -> models.put(s.model().id(), s.value()));
        TreeMap<String, Set<String>> tags = new TreeMap<>();
        verdict.tags().stream()
                .filter(TagStanding::stands)
                .forEach(
                        tag ->
                                tags.computeIfAbsent(tag.name(), key -> new TreeSet<>())
                                        .add(tag.value()));
        JsonNode expect = day.get("expect");
        String name = one.get("name").asText() + ": ";
        for (String kind : List.of("segments", "stages")) {
            expect.path(kind)
                    .fields()
                    .forEachRemaining(
                            e -> {
                                if (!e.getValue().asText().equals(models.get(e.getKey()))) {
                                    missed.add(name + e + " was " + models.get(e.getKey()));
                                }
                            });
        }
        for (Standing standing : verdict.standings()) {
            List<String> facts =
                    standing.reason().because().stream()
                            .filter(Reason.FactBecause.class::isInstance)
                            .map(because -> ((Reason.FactBecause) because).fact().name())
                            .toList();
            for (JsonNode fact : expect.path("reasons").path(standing.model().id())) {
                if (!facts.contains(fact.asText())) {
                    missed.add(name + fact + " is not among the reasons " + facts);
                }
            }
        }
        expect.path("tags")
                .fields()
                .forEachRemaining(
                        e -> {
                            Set<String> wanted = new TreeSet<>();
                            e.getValue().forEach(value -> wanted.add(value.asText()));
                            if (!wanted.equals(tags.get(e.getKey()))) {
                                missed.add(name + e + " was " + tags.get(e.getKey()));
                            }
                        });
        for (JsonNode absent : expect.path("absent")) {
            String[] keyAndValue = absent.asText().split("=");
            Set<String> is = tags.getOrDefault(keyAndValue[0], Set.of());
            if (keyAndValue.length == 1 ? !is.isEmpty() : is.contains(keyAndValue[1])) {
                missed.add(name + "not " + absent + " but was " + is);
            }
        }
    }

    private static MemberHistory history(JsonNode one) {
        JsonNode first = one.has("timeline") ? one.get("timeline").get(0) : one;
        LocalDate asOf = LocalDate.parse(first.get("as_of").asText());
        Cleaning cleaning =
                Cleaning.bounded(ZoneId.of("Asia/Shanghai"), "CNY", Set.of(), asOf.plusYears(1));
        MemberLedger orders = new MemberLedger(LedgerState.empty());
        int number = 0;
        for (JsonNode order : one.path("orders")) {
            ObjectNode event = dated(order, "paid_at", asOf);
            event.put("order_id", "o" + ++number).put("version", 1);
            if (!event.has("status")) {
                event.put("status", "COMPLETED");
            }
            orders.apply(read(new OrderReader(cleaning).read(raw(event), 0), Order.class));
        }
        ProfileLedger profile = new ProfileLedger(ProfileState.empty());
        if (one.has("member")) {
            ObjectNode event = one.get("member").deepCopy();
            event.put("updated_at", "2020-01-01").put("member_id", "m");
            profile.apply(read(new MemberReader(cleaning).read(raw(event), 0), MemberEvent.class));
        }
        BehaviourLedger behaviours = new BehaviourLedger(BehaviourState.empty());
        for (JsonNode behaviour : one.path("behaviours")) {
            ObjectNode event = dated(behaviour, "at", asOf);
            event.put("event_id", "e" + ++number);
            behaviours.apply(
                    read(new BehaviourReader(cleaning).read(raw(event), 0), BehaviourEvent.class)
                            .behaviour());
        }
        return orders.history("m").with(profile, behaviours, false);
    }

    private static <T> T read(Parsed parsed, Class<T> type) {
        assertThat(parsed).isInstanceOf(type);
        return type.cast(parsed);
    }

    private static RawEvent raw(JsonNode event) {
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        return new RawEvent("case:1", bytes, bytes.length, null);
    }

    private static ObjectNode dated(JsonNode event, String field, LocalDate asOf) {
        ObjectNode dated = event.deepCopy();
        JsonNode ago = dated.remove("ago");
        JsonNode at = dated.remove("at");
        dated.put(field, ago == null ? at.asText() : asOf.minusDays(ago.asInt()).toString());
        return dated.put("member_id", "m");
    }

    /** The scores among a thousand members, of whom the given percentage spent more. */
    private static PopulationScores population(JsonNode population) {
        long greater =
                new BigDecimal(population.get("amount_top_percent").asText())
                        .movePointRight(1)
                        .longValueExact();
        return new PopulationScores(
                new CutPoints(
                        20250630,
                        0,
                        1000,
                        new int[] {30, 60, 90, 180},
                        new int[] {1, 2, 3, 4},
                        new long[] {100_00, 200_00, 300_00, 500_00},
                        BigInteger.valueOf(60_000),
                        BigInteger.valueOf(2_000),
                        BigInteger.valueOf(300_000_00),
                        new long[] {0},
                        new long[] {1000 - greater}));
    }
}
