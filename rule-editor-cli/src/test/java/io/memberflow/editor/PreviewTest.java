package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.Receivers;
import io.memberflow.order.Cleaning;
import io.memberflow.rfm.MemberHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews against what the job's own decider makes of the members' whole histories. */
class PreviewTest {
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);
    private static final int MEMBERS = 400;

    @TempDir private Path temporary;
    private Path folder;
    private Registries tables;
    private EventMembers members;

    @BeforeEach
    void aPublishedRulebookAndMembersDecidedByIt() throws Exception {
        tables = new Registries(temporary.getFileName().toString());
        folder = temporary.resolve("rules");
        assertThat(Commands.run("init", folder.toString()).exit()).isZero();
        assertThat(run("publish").exit()).isZero();
        members =
                new EventMembers(
                        Cleaning.bounded(ZoneId.of("Asia/Shanghai"), "CNY", Set.of(), DAY));
        Path orders = temporary.resolve("orders.jsonl");
        Files.write(orders, orders());
        members.readOrders(orders.toString());
        assertThat(members.rejected()).isEmpty();
        store();
    }

    @AfterEach
    void close() throws SQLException {
        tables.close();
    }

    private static List<String> orders() {
        Random dice = new Random(1);
        List<String> orders = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            for (int order = 0; order <= dice.nextInt(5); order++) {
                orders.add(
                        ("{\"order_id\":\"%d-%d\",\"member_id\":\"m%03d\",\"status\":\"COMPLETED\","
                                        + "\"version\":\"1\",\"paid_at\":\"%s\",\"amount\":\"%d.50\"}")
                                .formatted(
                                        member,
                                        order,
                                        member,
                                        DAY.minusDays(dice.nextInt(500)),
                                        10 + dice.nextInt(1500)));
            }
        }
        return orders;
    }

    private void store() throws SQLException {
        try (CompiledRules rules = Rulebook.in(folder).rules();
                PreparedStatement insert =
                        tables.connection()
                                .prepareStatement(
                                        "insert into member_facts values (?, ? format json, ?, 1)")) {
            Decider decider = new Decider(rules, rules.catalogue().scores());
            for (Map.Entry<String, MemberHistory> one : histories().entrySet()) {
                int day = (int) DAY.toEpochDay();
                Verdict verdict = decider.decide(one.getValue(), day);
                insert.setString(1, one.getKey());
                insert.setString(
                        2,
                        FactsJson.write(
                                Rulebook.SCHEMA,
                                verdict.facts(),
                                Receivers.addresses(one.getValue(), day)));
                insert.setDate(3, Date.valueOf(DAY));
                insert.execute();
            }
        }
        assertThat(tables.count("member_facts")).isEqualTo(MEMBERS);
    }

    private Map<String, MemberHistory> histories() {
        Map<String, MemberHistory> histories = new TreeMap<>();
        members.forEach(histories::put);
        return histories;
    }

    @Test
    void itsNumbersAreWhatTheDeciderMakesOfEveryMember() throws IOException {
        Map<String, Set<String>> before = decided();
        candidate();
        replace("value: 180", "value: 150");
        Map<String, Set<String>> after = decided();
        Map<String, Integer> expected = new TreeMap<>();
        int changed = 0;
        for (String member : before.keySet()) {
            Set<String> left = new TreeSet<>(before.get(member));
            left.removeAll(after.get(member));
            Set<String> entered = new TreeSet<>(after.get(member));
            entered.removeAll(before.get(member));
            left.forEach(value -> expected.merge("-" + value, 1, Integer::sum));
            entered.forEach(value -> expected.merge("+" + value, 1, Integer::sum));
            changed += left.isEmpty() && entered.isEmpty() ? 0 : 1;
        }
        JsonNode json = json(run("preview", "--format=json"));
        Map<String, Integer> counted = new TreeMap<>();
        for (JsonNode move : json.get("moves")) {
            count(move, "from", "-", counted);
            count(move, "to", "+", counted);
        }
        assertThat(counted).isEqualTo(expected).hasSizeGreaterThan(4);
        assertThat(json.get("changed").asInt()).isEqualTo(changed).isPositive();
        assertThat(json.get("members").asInt()).isEqualTo(MEMBERS);
        assertThat(json.get("asOf").asText()).isEqualTo(DAY.toString());
        assertThat(json.has("limits")).isFalse();
    }

    private static void count(
            JsonNode move, String end, String sign, Map<String, Integer> counted) {
        if (!move.get(end).isNull()) {
            counted.merge(
                    sign + move.get("name").asText() + "=" + move.get(end).asText(),
                    move.get("members").asInt(),
                    Integer::sum);
        }
    }

    /** Values and tags of each member, by the whole of its history. */
    private Map<String, Set<String>> decided() {
        Map<String, Set<String>> all = new TreeMap<>();
        try (CompiledRules rules = Rulebook.in(folder).rules()) {
            Decider decider = new Decider(rules, rules.catalogue().scores());
            histories()
                    .forEach(
                            (member, history) -> {
                                Verdict verdict = decider.decide(history, (int) DAY.toEpochDay());
                                Set<String> values = new TreeSet<>();
                                for (Standing one : verdict.standings()) {
                                    values.add(one.model().id() + "=" + one.value());
                                }
                                for (TagStanding one : verdict.tags()) {
                                    if (one.stands()) {
                                        values.add(one.name() + "=" + one.value());
                                    }
                                }
                                all.put(member, values);
                            });
        }
        return all;
    }

    @Test
    void textHasTheMatrixOfStagesAndExamplesByIdAlone() throws Exception {
        candidate();
        Commands.Ran ran = run("preview", "--lang=zh");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("截至 2025-06-30，400 位会员中", "从\\到", "活跃期 → 衰退期", "规则 lifecycle.衰退期")
                .containsPattern("m\\d{3} m\\d{3} m\\d{3}");
        nameEverybody("王小红");
        assertThat(run("preview", "--lang=zh").out()).doesNotContain("王小红");
        assertThat(run("preview", "--personal").out()).contains("(王小红)");
    }

    private void nameEverybody(String name) throws SQLException {
        try (PreparedStatement update =
                tables.connection()
                        .prepareStatement(
                                "update member_facts set facts = ? format json where member_id = ?")) {
            for (MemberFacts.Stored one :
                    new MemberFacts(Database.of(tables.url(), null, null, null))
                            .of(List.copyOf(histories().keySet()))) {
                update.setString(1, "{\"name\":\"" + name + "\"," + one.json().substring(1));
                update.setString(2, one.memberId());
                update.execute();
            }
        }
    }

    @Test
    void nothingMovesWhereNothingChanged() throws IOException {
        assertThat(json(run("preview", "--format=json")).get("changed").asInt()).isZero();
        assertThat(run("preview", "--max-change=0").exit()).isZero();
    }

    @Test
    void samplesAreTheSameEachTimeAndAsLargeAsAskedFor() throws IOException {
        candidate();
        String one = run("preview", "--sample=100", "--format=json").out();
        assertThat(run("preview", "--sample=100", "--format=json").out()).isEqualTo(one);
        assertThat(new ObjectMapper().readTree(one).get("members").asInt()).isEqualTo(100);
        assertThat(json(run("preview", "--sample=9999", "--format=json")).get("members").asInt())
                .isEqualTo(MEMBERS);
        assertThat(run("preview", "--sample=0").exit()).isEqualTo(Exit.WRONG);
    }

    @Test
    void tooMuchChangeIsRefusedWithFour() throws Exception {
        candidate();
        Commands.Ran much = run("preview", "--max-change=0.1");
        assertThat(much.exit()).isEqualTo(Exit.REFUSED);
        assertThat(much.err()).contains("more than the 0.1% allowed");
        assertThat(run("publish", "--max-change=0.1").exit()).isEqualTo(Exit.REFUSED);
        assertThat(tables.count("rule_release")).isOne();
        assertThat(run("publish", "--max-change=100").exit()).isZero();
        assertThat(tables.count("rule_audit where seq = 2 and change_percent > 0.1")).isOne();
    }

    @Test
    void aPlanIsPublishedOnlyAsItWasLookedAt() throws Exception {
        candidate();
        String plan = temporary.resolve("plan.json").toString();
        assertThat(run("preview", "--save", plan).exit()).isZero();
        replace("value: 60", "value: 61");
        assertThat(run("publish", "--plan", plan).err()).contains("rules have changed since");
        replace("value: 61", "value: 60");
        assertThat(run("publish", "--plan", plan, "--channel=trial").exit()).isNotZero();

        Path other = temporary.resolve("other");
        Commands.run("init", other.toString());
        Path catalogue = other.resolve("rulebook.yaml");
        Files.writeString(catalogue, Files.readString(catalogue).replace("推荐新品", "推荐旧款"));
        Commands.run("publish", "-C", other.toString(), "--jdbc-url", tables.url());
        Commands.Ran outdated = run("publish", "--plan", plan);
        assertThat(outdated.exit()).isEqualTo(Exit.REFUSED);
        assertThat(outdated.err()).contains("was 1 and is 2 now");

        assertThat(run("rollback").exit()).isZero();
        assertThat(run("publish", "--plan", plan).exit()).isZero();
        assertThat(tables.count("rule_audit where seq = 4 and change_percent > 0")).isOne();
        assertThat(run("publish", "--plan", "no-plan").err()).contains("is no plan");
    }

    @Test
    void factsThatCannotBeReadAreNamed() throws SQLException {
        tables.execute(
                "update member_facts set facts = '{\"d365\":{\"orders\":true}}' format json"
                        + " where member_id = 'm007'");
        Commands.Ran ran = run("preview");
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.err()).contains("m007").doesNotContain("Exception");
        tables.execute("delete from member_facts");
        assertThat(run("preview").err()).contains("holds no members");
    }

    /** Sixty days to decline, and the case that goes with it. */
    private void candidate() throws IOException {
        replace("value: 90", "value: 60");
        replace("value: 1000", "value: 800");
        Path cases = folder.resolve("tests/examples.yaml");
        Files.writeString(
                cases,
                Files.readString(cases)
                        .replace("lifecycle: 活跃期", "lifecycle: 衰退期")
                        .replace("      absent: [ 大单客户 ]\n", ""));
    }

    private void replace(String from, String to) throws IOException {
        Path catalogue = folder.resolve("rulebook.yaml");
        String text = Files.readString(catalogue);
        assertThat(text).contains(from);
        Files.writeString(catalogue, text.replace(from, to));
    }

    private Commands.Ran run(String command, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "-C", folder.toString()));
        all.addAll(List.of("--jdbc-url", tables.url()));
        all.addAll(List.of(rest));
        if (!String.join(" ", rest).contains("--lang")) {
            all.add("--lang=en");
        }
        return Commands.run(all.toArray(String[]::new));
    }

    private static JsonNode json(Commands.Ran ran) throws IOException {
        assertThat(ran.exit()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }
}
