package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews against what the job's own decider makes of the members' whole histories. */
class PreviewTest {
    @TempDir private Path temporary;
    private Desk desk;
    private StoredMembers members;

    @BeforeEach
    void aPublishedRulebookAndMembersDecidedByIt() throws Exception {
        desk = new Desk(temporary);
        assertThat(desk.run("publish").exit()).isZero();
        members = new StoredMembers(desk, temporary);
    }

    @AfterEach
    void close() throws SQLException {
        desk.close();
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
        JsonNode json = Desk.json(desk.run("preview", "--format=json"));
        Map<String, Integer> counted = new TreeMap<>();
        for (JsonNode move : json.get("moves")) {
            count(move, "from", "-", counted);
            count(move, "to", "+", counted);
        }
        assertThat(counted).isEqualTo(expected).hasSizeGreaterThan(4);
        assertThat(json.get("changed").asInt()).isEqualTo(changed).isPositive();
        assertThat(json.get("members").asInt()).isEqualTo(StoredMembers.MEMBERS);
        assertThat(json.get("asOf").asText()).isEqualTo(StoredMembers.DAY.toString());
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
        try (CompiledRules rules = Rulebook.in(desk.folder()).rules()) {
            Decider decider = new Decider(rules, rules.catalogue().scores());
            members.histories()
                    .forEach(
                            (member, history) -> {
                                Verdict verdict =
                                        decider.decide(
                                                history, (int) StoredMembers.DAY.toEpochDay());
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
        Commands.Ran ran = desk.run("preview", "--lang=zh");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("截至 2025-06-30，400 位会员中", "从\\到", "活跃期 → 衰退期", "规则 lifecycle.衰退期")
                .containsPattern("m\\d{3} m\\d{3} m\\d{3}");
        nameEverybody("王小红");
        assertThat(desk.run("preview", "--lang=zh").out()).doesNotContain("王小红");
        assertThat(desk.run("preview", "--personal").out()).contains("(王小红)");
    }

    private void nameEverybody(String name) throws SQLException {
        try (PreparedStatement update =
                desk.tables()
                        .connection()
                        .prepareStatement(
                                "update member_facts set facts = ? format json where member_id = ?")) {
            for (MemberFacts.Stored one :
                    new MemberFacts(Database.of(desk.tables().url(), null, null, null))
                            .of(List.copyOf(members.histories().keySet()))) {
                update.setString(1, "{\"name\":\"" + name + "\"," + one.json().substring(1));
                update.setString(2, one.memberId());
                update.execute();
            }
        }
    }

    @Test
    void nothingMovesWhereNothingChanged() throws IOException {
        assertThat(Desk.json(desk.run("preview", "--format=json")).get("changed").asInt()).isZero();
        assertThat(desk.run("preview", "--max-change=0").exit()).isZero();
    }

    @Test
    void samplesAreTheSameEachTimeAndAsLargeAsAskedFor() throws IOException {
        candidate();
        String one = desk.run("preview", "--sample=100", "--format=json").out();
        assertThat(desk.run("preview", "--sample=100", "--format=json").out()).isEqualTo(one);
        assertThat(new ObjectMapper().readTree(one).get("members").asInt()).isEqualTo(100);
        assertThat(
                        Desk.json(desk.run("preview", "--sample=9999", "--format=json"))
                                .get("members")
                                .asInt())
                .isEqualTo(StoredMembers.MEMBERS);
        assertThat(desk.run("preview", "--sample=0").exit()).isEqualTo(Exit.WRONG);
    }

    @Test
    void tooMuchChangeIsRefusedWithFour() throws Exception {
        candidate();
        Commands.Ran much = desk.run("preview", "--max-change=0.1");
        assertThat(much.exit()).isEqualTo(Exit.REFUSED);
        assertThat(much.err()).contains("more than the 0.1% allowed");
        assertThat(desk.run("publish", "--max-change=0.1").exit()).isEqualTo(Exit.REFUSED);
        assertThat(desk.tables().count("rule_release")).isOne();
        assertThat(desk.run("publish", "--max-change=100").exit()).isZero();
        assertThat(desk.tables().count("rule_audit where seq = 2 and change_percent > 0.1"))
                .isOne();
    }

    @Test
    void aPlanIsPublishedOnlyAsItWasLookedAt() throws Exception {
        candidate();
        String plan = temporary.resolve("plan.json").toString();
        assertThat(desk.run("preview", "--save", plan).exit()).isZero();
        replace("value: 60", "value: 61");
        assertThat(desk.run("publish", "--plan", plan).err()).contains("rules have changed since");
        replace("value: 61", "value: 60");
        assertThat(desk.run("publish", "--plan", plan, "--channel=trial").exit()).isNotZero();

        Path other = temporary.resolve("other");
        Commands.run("init", other.toString());
        Path catalogue = other.resolve("rulebook.yaml");
        Files.writeString(catalogue, Files.readString(catalogue).replace("推荐新品", "推荐旧款"));
        Commands.run("publish", "-C", other.toString(), "--jdbc-url", desk.tables().url());
        Commands.Ran outdated = desk.run("publish", "--plan", plan);
        assertThat(outdated.exit()).isEqualTo(Exit.REFUSED);
        assertThat(outdated.err()).contains("was 1 and is 2 now");

        assertThat(desk.run("rollback").exit()).isZero();
        assertThat(desk.run("publish", "--plan", plan).exit()).isZero();
        assertThat(desk.tables().count("rule_audit where seq = 4 and change_percent > 0")).isOne();
        assertThat(desk.run("publish", "--plan", "no-plan").err()).contains("is no plan");
    }

    @Test
    void factsThatCannotBeReadAreNamed() throws SQLException {
        desk.tables()
                .execute(
                        "update member_facts set facts = '{\"d365\":{\"orders\":true}}' format json"
                                + " where member_id = 'm007'");
        Commands.Ran ran = desk.run("preview");
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.err()).contains("m007").doesNotContain("Exception");
        desk.tables().execute("delete from member_facts");
        assertThat(desk.run("preview").err()).contains("holds no members");
    }

    /** Sixty days to decline, and the case that goes with it. */
    private void candidate() throws IOException {
        desk.declineAfter(60);
        replace("value: 1000", "value: 800");
        desk.replace("tests/examples.yaml", "      absent: [ 大单客户 ]\n", "");
    }

    private void replace(String from, String to) throws IOException {
        desk.replace("rulebook.yaml", from, to);
    }
}
