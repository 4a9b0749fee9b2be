package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.registry.Registry;
import io.memberflow.registry.SigningKey;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a change in the registry; the test says what a job would say. */
class PublishingTest {
    private static final String RULES = "lifecycle/lifecycle.drl";

    @TempDir private Path temporary;
    private Path folder;
    private Registries tables;

    @BeforeEach
    void emptyTablesAndASmallRulebook() throws SQLException {
        tables = new Registries(temporary.getFileName().toString());
        folder = temporary.resolve("rules");
        assertThat(Commands.run("init", folder.toString()).exit()).isZero();
    }

    @AfterEach
    void close() throws SQLException {
        tables.close();
    }

    // Bundles.

    @Test
    void theSameFilesMakeTheSameBundleAndItsSignatureIsVerified() throws IOException {
        SigningKey key = SigningKey.generate();
        Path secret = Files.writeString(temporary.resolve("key"), key.privatePem());
        Path trusted = Files.writeString(temporary.resolve("key.pub"), key.publicPem());
        Path one = temporary.resolve("one.zip");
        Path other = temporary.resolve("other.zip");
        assertThat(offline("build", "--out", one.toString(), "--key", secret.toString()).exit())
                .isZero();
        assertThat(offline("build", "--out", other.toString()).exit()).isZero();
        assertThat(one).hasSameBinaryContentAs(other);

        assertThat(verify(one, trusted, "default").exit()).isZero();
        Commands.Ran elsewhere = verify(one, trusted, "trial");
        assertThat(elsewhere.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(elsewhere.out()).contains("signed for the channels default, not for trial");
        Commands.Ran unsigned = verify(other, trusted, "default");
        assertThat(unsigned.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(unsigned.out()).contains("is not signed");

        byte[] bytes = Files.readAllBytes(other);
        bytes[bytes.length / 2] ^= 1;
        Files.write(other, bytes);
        Commands.Ran damaged = verify(other, trusted, "default");
        assertThat(damaged.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(damaged.err().lines()).hasSize(1);
    }

    @Test
    void aBundleThatDoesNotCompileIsNotBuilt() throws IOException {
        replace(RULES, "recencyDays < declineDays", "recencyDay < declineDays");
        Path out = temporary.resolve("rules.zip");
        assertThat(offline("build", "--out", out.toString()).exit()).isEqualTo(Exit.FINDINGS);
        assertThat(out).doesNotExist();
    }

    @Test
    void builtAsJson() throws IOException {
        Path out = temporary.resolve("rules.zip");
        JsonNode json = json(offline("build", "--out", out.toString(), "--format", "json"));
        assertThat(json.get("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(json.get("signature").isNull()).isTrue();
        assertThat(json.at("/written/0").asText()).isEqualTo(out.toString());
        JsonNode verified =
                json(Commands.run("verify", out.toString(), "--format", "json", "--lang=en"));
        assertThat(verified.get("sha256")).isEqualTo(json.get("sha256"));
        assertThat(verified.get("verified").asBoolean()).isFalse();
    }

    private static Commands.Ran verify(Path file, Path trusted, String channel) {
        return Commands.run(
                "verify",
                file.toString(),
                "--trusted-keys",
                trusted.toString(),
                "--channel",
                channel,
                "--lang=en");
    }

    // Publishing.

    @Test
    void aChangeIsPublishedTakenBackAndTold() throws IOException {
        Commands.Ran first = run("publish", "--note", "first", "--by", "anna");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("channel default  seq 1  release 1\n");
        assertThat(run("diff").exit()).isZero();

        declineAfter(60);
        Commands.Ran diff = run("diff", "--lang=zh");
        assertThat(diff.exit()).isEqualTo(Exit.DIFFERENT);
        assertThat(diff.out())
                .isEqualTo(
                        """
                        ~ 规则 lifecycle.活跃期  最近一单距今天数 < 90 → 60：收窄，原有成员只减不增
                        ~ 规则 lifecycle.衰退期  最近一单距今天数 >= 90 → 60：放宽，原有成员只增不减
                        ~ 参数 declineDays  90 → 60
                        ~ 文件 tests/examples.yaml  增 1 行，减 1 行
                        """);
        assertThat(run("publish", "--note", "衰退期提前", "--by", "bob").out())
                .isEqualTo("channel default  seq 2  release 2\n");

        Commands.Ran back = run("rollback", "--note", "too many", "--by", "carol");
        assertThat(back.exit()).isZero();
        assertThat(back.out()).isEqualTo("channel default  seq 3  release 1\n");
        Commands.Ran history = run("history", "--lang=zh");
        assertThat(history.exit()).isZero();
        assertThat(history.out())
                .contains("bob  PUBLISH  1 → 2\n    衰退期提前\n", "< 90 → 60：收窄，原有成员只减不增")
                .contains("carol  ROLLBACK  2 → 1\n    too many\n", "< 60 → 90：放宽，原有成员只增不减")
                .contains("anna  PUBLISH  - → 1\n    first\n");
        JsonNode changes = json(run("history", "--format=json")).get("changes");
        assertThat(changes).hasSize(3);
        assertThat(changes.at("/0/by").asText()).isEqualTo("carol");
        assertThat(changes.at("/1/differences/0/shift").asText()).isEqualTo("NARROWER");
        assertThat(run("rollback").err()).contains("no other release before 1");
    }

    @Test
    void publishingAgainChangesNothing() throws Exception {
        JsonNode first = json(run("publish", "--format=json"));
        assertThat(first.get("changed").asBoolean()).isTrue();
        JsonNode again = json(run("publish", "--format=json"));
        assertThat(again.get("changed").asBoolean()).isFalse();
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(tables.count("rule_release")).isOne();
        assertThat(tables.count("rule_audit")).isOne();
    }

    @Test
    void aPublisherThatWasKilledBeforeActivatingMakesOneRelease() throws Exception {
        run("publish");
        declineAfter(60);
        // As one leaves it that dies between the two transactions.
        Release release = RulebookFiles.folder(folder);
        try (CompiledRules rules = RuleCompiler.compile(release, Rulebook.SCHEMA).orThrow()) {
            new Registry(Database.of(tables.url(), null, null, null))
                    .publish(release, rules, "bob", "", null);
        }
        assertThat(run("publish").out()).isEqualTo("channel default  seq 2  release 2\n");
        assertThat(tables.count("rule_release")).isEqualTo(2);
    }

    @Test
    void ofPublishersAtOnceTheSlowerAreRefused() throws Exception {
        run("publish");
        List<CompletableFuture<Commands.Ran>> publishers = new ArrayList<>();
        for (int days = 61; days <= 64; days++) {
            Path own = temporary.resolve("rules" + days);
            Commands.run("init", own.toString());
            Path catalogue = own.resolve("rulebook.yaml");
            Files.writeString(
                    catalogue,
                    Files.readString(catalogue).replace("advice: 推荐新品", "advice: " + days));
            String[] arguments = {
                "publish", "-C", own.toString(), "--jdbc-url", tables.url(), "--lang=en"
            };
            publishers.add(CompletableFuture.supplyAsync(() -> Commands.run(arguments)));
        }
        int published = 0;
        for (CompletableFuture<Commands.Ran> publisher : publishers) {
            Commands.Ran ran = publisher.get();
            if (ran.exit() == Exit.FINE) {
                published++;
            } else {
                assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.REFUSED);
                assertThat(ran.err()).contains("has moved on");
            }
        }
        assertThat(published).isPositive();
        assertThat(tables.count("rule_audit")).isEqualTo(1 + published);
    }

    @Test
    void aCandidateIsTriedAndPromotedOrWithdrawn() throws Exception {
        assertThat(run("publish", "--mode=shadow").err())
                .contains("publish with --mode full first");
        run("publish");
        assertThat(run("promote").exit()).isEqualTo(Exit.WRONG);
        declineAfter(60);
        assertThat(run("publish", "--mode=canary").err()).contains("go together");
        assertThat(run("publish", "--mode=canary", "--percent=5").out())
                .isEqualTo(
                        "channel default  seq 2  release 1  canary candidate 2 for 5% of members\n");
        assertThat(run("rollback").out()).isEqualTo("channel default  seq 3  release 1\n");
        assertThat(run("publish", "--mode=shadow").out())
                .isEqualTo("channel default  seq 4  release 1  shadow candidate 2\n");
        tables.execute(
                "insert into rule_shadow values ('job', 2, date '2025-06-30', 'lifecycle',"
                        + " '活跃期', '衰退期', 12, '[]' format json)");
        assertThat(run("status").out()).contains("lifecycle: 活跃期 → 衰退期  12 members");
        assertThat(run("promote").out()).isEqualTo("channel default  seq 5  release 2\n");
    }

    @Test
    void aFrozenChannelRefusesWithFour() {
        run("publish");
        assertThat(run("freeze", "--by=anna").out()).contains("frozen by anna");
        assertThat(run("publish").exit()).isEqualTo(Exit.REFUSED);
        assertThat(run("rollback", "--to=1").exit()).isEqualTo(Exit.REFUSED);
        assertThat(run("unfreeze").exit()).isZero();
        assertThat(run("publish").exit()).isZero();
    }

    @Test
    void gatesSayWhichAndTheCure() throws Exception {
        assertThat(run("publish", "--min-coverage=99.9").exit()).isEqualTo(Exit.FINDINGS);
        replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
        Commands.Ran missed = run("publish");
        assertThat(missed.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(missed.err()).contains("1 cases fail", "rule-editor test");
        replace(RULES, "recencyDays >= churnDays", "recencyDays >= 200");
        assertThat(run("publish").err()).contains("rule-editor analyze");
        replace(RULES, "recencyDays >= 200", "recencyDay >= 200");
        assertThat(run("publish").err()).contains("rule-editor check");
        assertThat(tables.count("rule_release")).isZero();
    }

    @Test
    void aReleaseSignedForAnotherChannelIsPublishedAsItIs() throws Exception {
        Path key = Files.writeString(temporary.resolve("key"), SigningKey.generate().privatePem());
        Path out = temporary.resolve("rules.zip");
        offline(
                "build",
                "--out",
                out.toString(),
                "--key",
                key.toString(),
                "--for",
                "default,trial");
        assertThat(run("publish", "--bundle", out.toString()).exit()).isZero();
        assertThat(tables.count("rule_release where signature like 'ed25519:default,trial:%'"))
                .isOne();
    }

    @Test
    void timesAreReadInTheShopsZone() throws Exception {
        run("publish");
        declineAfter(60);
        JsonNode json = json(run("publish", "--effective-at=2999-01-01T02:00", "--format=json"));
        assertThat(json.get("effectiveAt").asText()).isEqualTo("2998-12-31T18:00:00Z");
        assertThat(run("status").out()).contains("effective at 2998-12-31T18:00:00Z");
        assertThat(run("publish", "--effective-at=tomorrow").err()).contains("2025-07-01T02:00");
    }

    // The job.

    @Test
    void waitingEndsWhenEverySubtaskIsDone() throws Exception {
        say(0, 1, "ACTIVE", "8", "8", null);
        say(1, 1, "ACTIVE", "7", "9", null);
        CompletableFuture<Commands.Ran> publisher =
                CompletableFuture.supplyAsync(() -> run("publish", "--wait=60s"));
        while (!run("status").out().contains("decided anew 15/17")) {
            assertThat(publisher).isNotDone();
        }
        tables.execute("update rule_activation set swept = 9 where subtask = 1");
        Commands.Ran ran = publisher.get();
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("active 2/2  decided anew 17/17");
        assertThat(ran.err()).doesNotContain("\u001B");
        JsonNode json = json(run("publish", "--wait", "--format=json"));
        assertThat(json.at("/jobs/0/subtasks/1/swept").asLong()).isEqualTo(9);
        assertThat(run("status").exit()).isZero();
    }

    @Test
    void aJobThatIsSilentOrRefusesIsTold() throws Exception {
        Commands.Ran silent = run("publish", "--wait=0s");
        assertThat(silent.exit()).isEqualTo(Exit.NO_ANSWER);
        assertThat(silent.err()).contains("No job answered within 0 seconds");
        say(0, 1, "PREPARED", null, null, null);
        assertThat(run("publish", "--wait=0s").err()).contains("was not done");
        assertThat(run("publish", "--wait=soon").exit()).isEqualTo(Exit.WRONG);
        say(-1, 1, "REJECTED", null, null, "There is no fact d400.orders");
        Commands.Ran refused = run("publish", "--wait=0s");
        assertThat(refused.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(refused.err()).contains("There is no fact d400.orders");
        assertThat(run("status").exit()).isEqualTo(Exit.FINDINGS);
    }

    @Test
    void aSplitEndsWithOne() throws Exception {
        run("publish");
        assertThat(run("status").out()).contains("No job has reported");
        say(0, 1, "ACTIVE", "0", "0", null);
        say(1, 1, "PREPARED", null, null, null);
        Commands.Ran split = run("status");
        assertThat(split.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(split.out()).contains("only 1 of 2 subtasks", "subtask 1  prepared");
        JsonNode json = json(run("status", "--format=json"));
        assertThat(json.at("/channels/0/jobs/0/split").asBoolean()).isTrue();
        tables.execute("update rule_activation set state = 'ACTIVE'");
        assertThat(run("status").exit()).isZero();

        declineAfter(60);
        run("publish");
        assertThat(run("status").exit()).as("the job has time to hear of it").isZero();
        tables.execute(
                "update rule_channel set updated_at = dateadd(minute, -5, updated_at),"
                        + " effective_at = dateadd(minute, -5, effective_at)");
        Commands.Ran behind = run("status");
        assertThat(behind.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(behind.out()).contains("still at sequence 1, the channel is at 2");
    }

    @Test
    void databasesAreRefusedInOneSentence() {
        assertDatabaseRefused("jdbc:oracle:thin:@host", "no known kind");
        assertDatabaseRefused("jdbc:postgresql://host/db?password=secret", "--jdbc-password-file");
        assertDatabaseRefused("jdbc:h2:mem:nowhere", "memberflow migrate");
        assertDatabaseRefused("jdbc:postgresql://localhost:1/db", "cannot be reached");
        assertThat(run("status", "--jdbc-password-file=no-such-file").err())
                .contains("no-such-file");
        assertThat(run("status", "--channel=trial").err()).contains("no channel trial");
    }

    private static void assertDatabaseRefused(String url, String cure) {
        Commands.Ran ran = Commands.run("status", "--jdbc-url", url, "--lang=en");
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.err()).contains(cure).doesNotContain("Exception", "secret");
        assertThat(ran.err().lines()).hasSize(1);
    }

    private void say(
            int subtask, long seq, String state, String swept, String toSweep, String message)
            throws SQLException {
        tables.execute(
                "insert into rule_activation values ('job', %d, %d, 1, '%s', 10, %s, %s, %s, current_timestamp)"
                        .formatted(
                                subtask,
                                seq,
                                state,
                                swept,
                                toSweep,
                                message == null ? null : "'" + message + "'"));
    }

    /** The rulebook with its decline moved, and the case that goes with it. */
    private void declineAfter(int days) throws IOException {
        replace(
                "rulebook.yaml",
                "declineDays: { type: days, value: 90",
                "declineDays: { type: days, value: " + days);
        replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
    }

    private Commands.Ran offline(String command, String... rest) {
        List<String> all = new ArrayList<>(List.of(command, "-C", folder.toString()));
        all.addAll(List.of(rest));
        return Commands.run(all.toArray(String[]::new));
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
        return new ObjectMapper().readTree(ran.out());
    }

    private void replace(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path, StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }
}
