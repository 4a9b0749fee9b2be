package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.registry.Registry;
import io.memberflow.registry.SigningKey;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
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
    private Desk desk;

    @BeforeEach
    void emptyTablesAndASmallRulebook() throws SQLException {
        desk = new Desk(temporary);
    }

    @AfterEach
    void close() throws SQLException {
        desk.close();
    }

    // Bundles.

    @Test
    void theSameFilesMakeTheSameBundleAndItsSignatureIsVerified() throws IOException {
        SigningKey key = SigningKey.generate();
        Path secret = Files.writeString(temporary.resolve("key"), key.privatePem());
        Path trusted = Files.writeString(temporary.resolve("key.pub"), key.publicPem());
        Path one = temporary.resolve("one.zip");
        Path other = temporary.resolve("other.zip");
        assertThat(
                        desk.offline("build", "--out", one.toString(), "--key", secret.toString())
                                .exit())
                .isZero();
        assertThat(desk.offline("build", "--out", other.toString()).exit()).isZero();
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
        desk.replace(RULES, "recencyDays < declineDays", "recencyDay < declineDays");
        Path out = temporary.resolve("rules.zip");
        assertThat(desk.offline("build", "--out", out.toString()).exit()).isEqualTo(Exit.FINDINGS);
        assertThat(out).doesNotExist();
    }

    @Test
    void builtAsJson() throws IOException {
        Path out = temporary.resolve("rules.zip");
        JsonNode json =
                Desk.json(desk.offline("build", "--out", out.toString(), "--format", "json"));
        assertThat(json.get("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(json.get("signature").isNull()).isTrue();
        assertThat(json.at("/written/0").asText()).isEqualTo(out.toString());
        JsonNode verified =
                Desk.json(Commands.run("verify", out.toString(), "--format", "json", "--lang=en"));
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
        Commands.Ran first = desk.run("publish", "--note", "first", "--by", "anna");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("channel default  seq 1  release 1\n");
        assertThat(desk.run("diff").exit()).isZero();

        desk.declineAfter(60);
        Commands.Ran diff = desk.run("diff", "--lang=zh");
        assertThat(diff.exit()).isEqualTo(Exit.DIFFERENT);
        assertThat(diff.out())
                .isEqualTo(
                        """
                        ~ 规则 lifecycle.活跃期  最近一单距今天数 < 90 → 60：收窄，原有成员只减不增
                        ~ 规则 lifecycle.衰退期  最近一单距今天数 >= 90 → 60：放宽，原有成员只增不减
                        ~ 参数 declineDays  90 → 60
                        ~ 文件 tests/examples.yaml  增 1 行，减 1 行
                        """);
        assertThat(desk.run("publish", "--note", "衰退期提前", "--by", "bob").out())
                .isEqualTo("channel default  seq 2  release 2\n");

        Commands.Ran back = desk.run("rollback", "--note", "too many", "--by", "carol");
        assertThat(back.exit()).isZero();
        assertThat(back.out()).isEqualTo("channel default  seq 3  release 1\n");
        Commands.Ran history = desk.run("history", "--lang=zh");
        assertThat(history.exit()).isZero();
        assertThat(history.out())
                .contains("bob  PUBLISH  1 → 2\n    衰退期提前\n", "< 90 → 60：收窄，原有成员只减不增")
                .contains("carol  ROLLBACK  2 → 1\n    too many\n", "< 60 → 90：放宽，原有成员只增不减")
                .contains("anna  PUBLISH  - → 1\n    first\n");
        JsonNode changes = Desk.json(desk.run("history", "--format=json")).get("changes");
        assertThat(changes).hasSize(3);
        assertThat(changes.at("/0/by").asText()).isEqualTo("carol");
        assertThat(changes.at("/1/differences/0/shift").asText()).isEqualTo("NARROWER");
        assertThat(desk.run("rollback").err()).contains("no other release before 1");
    }

    @Test
    void publishingAgainChangesNothing() throws Exception {
        JsonNode first = Desk.json(desk.run("publish", "--format=json"));
        assertThat(first.get("changed").asBoolean()).isTrue();
        JsonNode again = Desk.json(desk.run("publish", "--format=json"));
        assertThat(again.get("changed").asBoolean()).isFalse();
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(desk.tables().count("rule_release")).isOne();
        assertThat(desk.tables().count("rule_audit")).isOne();
    }

    @Test
    void aPublisherThatWasKilledBeforeActivatingMakesOneRelease() throws Exception {
        desk.run("publish");
        desk.declineAfter(60);
        // As one leaves it that dies between the two transactions.
        Release release = RulebookFiles.folder(desk.folder());
        try (CompiledRules rules = RuleCompiler.compile(release, Rulebook.SCHEMA).orThrow()) {
            new Registry(Database.of(desk.tables().url(), null, null, null))
                    .publish(release, rules, "bob", "", null);
        }
        assertThat(desk.run("publish").out()).isEqualTo("channel default  seq 2  release 2\n");
        assertThat(desk.tables().count("rule_release")).isEqualTo(2);
    }

    @Test
    void ofPublishersAtOnceTheSlowerAreRefused() throws Exception {
        desk.run("publish");
        List<CompletableFuture<Commands.Ran>> publishers = new ArrayList<>();
        for (int days = 61; days <= 64; days++) {
            Path own = temporary.resolve("rules" + days);
            Commands.run("init", own.toString());
            Path catalogue = own.resolve("rulebook.yaml");
            Files.writeString(
                    catalogue,
                    Files.readString(catalogue).replace("advice: 推荐新品", "advice: " + days));
            String[] arguments = {
                "publish", "-C", own.toString(), "--jdbc-url", desk.tables().url(), "--lang=en"
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
        assertThat(desk.tables().count("rule_audit")).isEqualTo(1 + published);
    }

    @Test
    void aCandidateIsTriedAndPromotedOrWithdrawn() throws Exception {
        assertThat(desk.run("publish", "--mode=shadow").err())
                .contains("publish with --mode full first");
        desk.run("publish");
        assertThat(desk.run("promote").exit()).isEqualTo(Exit.WRONG);
        desk.declineAfter(60);
        assertThat(desk.run("publish", "--mode=canary").err()).contains("go together");
        assertThat(desk.run("publish", "--mode=canary", "--percent=5").out())
                .isEqualTo(
                        "channel default  seq 2  release 1  canary candidate 2 for 5% of members\n");
        assertThat(desk.run("rollback").out()).isEqualTo("channel default  seq 3  release 1\n");
        assertThat(desk.run("publish", "--mode=shadow").out())
                .isEqualTo("channel default  seq 4  release 1  shadow candidate 2\n");
        desk.tables()
                .execute(
                        "insert into rule_shadow values ('job', 2, date '2025-06-30', 'lifecycle',"
                                + " '活跃期', '衰退期', 12, '[]' format json)");
        assertThat(desk.run("status").out()).contains("lifecycle: 活跃期 → 衰退期  12 members");
        assertThat(desk.run("promote").out()).isEqualTo("channel default  seq 5  release 2\n");
    }

    @Test
    void aFrozenChannelRefusesWithFour() {
        desk.run("publish");
        assertThat(desk.run("freeze", "--by=anna").out()).contains("frozen by anna");
        assertThat(desk.run("publish").exit()).isEqualTo(Exit.REFUSED);
        assertThat(desk.run("rollback", "--to=1").exit()).isEqualTo(Exit.REFUSED);
        assertThat(desk.run("unfreeze").exit()).isZero();
        assertThat(desk.run("publish").exit()).isZero();
    }

    @Test
    void gatesSayWhichAndTheCure() throws Exception {
        assertThat(desk.run("publish", "--min-coverage=99.9").exit()).isEqualTo(Exit.FINDINGS);
        desk.replace("tests/examples.yaml", "lifecycle: 活跃期", "lifecycle: 衰退期");
        Commands.Ran missed = desk.run("publish");
        assertThat(missed.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(missed.err()).contains("1 case fails; mend it", "rule-editor test");
        desk.replace(RULES, "recencyDays >= churnDays", "recencyDays >= 200");
        assertThat(desk.run("publish").err()).contains("rule-editor analyze");
        desk.replace(RULES, "recencyDays >= 200", "recencyDay >= 200");
        assertThat(desk.run("publish").err()).contains("rule-editor check");
        assertThat(desk.tables().count("rule_release")).isZero();
    }

    @Test
    void aReleaseSignedForAnotherChannelIsPublishedAsItIs() throws Exception {
        Path key = Files.writeString(temporary.resolve("key"), SigningKey.generate().privatePem());
        Path out = temporary.resolve("rules.zip");
        desk.offline(
                "build",
                "--out",
                out.toString(),
                "--key",
                key.toString(),
                "--for",
                "default,trial");
        assertThat(desk.run("publish", "--bundle", out.toString()).exit()).isZero();
        assertThat(
                        desk.tables()
                                .count(
                                        "rule_release where signature like 'ed25519:default,trial:%'"))
                .isOne();
    }

    @Test
    void timesAreReadInTheShopsZone() throws Exception {
        desk.run("publish");
        desk.declineAfter(60);
        JsonNode json =
                Desk.json(desk.run("publish", "--effective-at=2999-01-01T02:00", "--format=json"));
        assertThat(json.get("effectiveAt").asText()).isEqualTo("2998-12-31T18:00:00Z");
        assertThat(desk.run("status").out()).contains("effective at 2998-12-31T18:00:00Z");
        assertThat(desk.run("publish", "--effective-at=tomorrow").err())
                .contains("2025-07-01T02:00");
    }

    // The job.

    @Test
    void waitingEndsWhenEverySubtaskIsDone() throws Exception {
        desk.say(0, 1, "ACTIVE", "8", "8", null);
        desk.say(1, 1, "ACTIVE", "7", "9", null);
        CompletableFuture<Commands.Ran> publisher =
                CompletableFuture.supplyAsync(() -> desk.run("publish", "--wait=60s"));
        while (!desk.run("status").out().contains("decided anew 15/17")) {
            assertThat(publisher).isNotDone();
        }
        desk.tables().execute("update rule_activation set swept = 9 where subtask = 1");
        Commands.Ran ran = publisher.get();
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("active 2/2  decided anew 17/17");
        assertThat(ran.err()).doesNotContain("\u001B");
        JsonNode json = Desk.json(desk.run("publish", "--wait", "--format=json"));
        assertThat(json.at("/jobs/0/subtasks/1/swept").asLong()).isEqualTo(9);
        assertThat(desk.run("status").exit()).isZero();
    }

    @Test
    void aJobThatIsSilentOrRefusesIsTold() throws Exception {
        Commands.Ran silent = desk.run("publish", "--wait=0s");
        assertThat(silent.exit()).isEqualTo(Exit.NO_ANSWER);
        assertThat(silent.err()).contains("No job answered within 0 seconds");
        desk.say(0, 1, "PREPARED", null, null, null);
        assertThat(desk.run("publish", "--wait=0s").err()).contains("was not done");
        assertThat(desk.run("publish", "--wait=soon").exit()).isEqualTo(Exit.WRONG);
        desk.say(-1, 1, "REJECTED", null, null, "There is no fact d400.orders");
        Commands.Ran refused = desk.run("publish", "--wait=0s");
        assertThat(refused.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(refused.err()).contains("There is no fact d400.orders");
        assertThat(desk.run("status").exit()).isEqualTo(Exit.FINDINGS);
    }

    @Test
    void aSplitEndsWithOne() throws Exception {
        desk.run("publish");
        assertThat(desk.run("status").out()).contains("No job has reported");
        desk.say(0, 1, "ACTIVE", "0", "0", null);
        desk.say(1, 1, "PREPARED", null, null, null);
        Commands.Ran split = desk.run("status");
        assertThat(split.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(split.out()).contains("only 1 of 2 subtasks", "subtask 1  prepared");
        JsonNode json = Desk.json(desk.run("status", "--format=json"));
        assertThat(json.at("/channels/0/jobs/0/split").asBoolean()).isTrue();
        desk.tables().execute("update rule_activation set state = 'ACTIVE'");
        assertThat(desk.run("status").exit()).isZero();

        desk.declineAfter(60);
        desk.run("publish");
        assertThat(desk.run("status").exit()).as("the job has time to hear of it").isZero();
        desk.tables()
                .execute(
                        "update rule_channel set updated_at = dateadd(minute, -5, updated_at),"
                                + " effective_at = dateadd(minute, -5, effective_at)");
        Commands.Ran behind = desk.run("status");
        assertThat(behind.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(behind.out()).contains("still at sequence 1, the channel is at 2");
    }

    @Test
    void databasesAreRefusedInOneSentence() {
        assertDatabaseRefused("jdbc:oracle:thin:@host", "no known kind");
        assertDatabaseRefused("jdbc:postgresql://host/db?password=secret", "--jdbc-password-file");
        assertDatabaseRefused("jdbc:h2:mem:nowhere", "memberflow migrate");
        assertDatabaseRefused("jdbc:postgresql://localhost:1/db", "cannot be reached");
        assertThat(desk.run("status", "--jdbc-password-file=no-such-file").err())
                .contains("no-such-file");
        assertThat(desk.run("status", "--channel=trial").err()).contains("no channel trial");
    }

    private static void assertDatabaseRefused(String url, String cure) {
        Commands.Ran ran = Commands.run("status", "--jdbc-url", url, "--lang=en");
        assertThat(ran.exit()).isEqualTo(Exit.WRONG);
        assertThat(ran.err()).contains(cure).doesNotContain("Exception", "secret");
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void atATerminalTheTableOfSubtasksStaysWhereItIs() throws Exception {
        desk.say(0, 1, "ACTIVE", "8", "8", null);
        desk.say(1, 1, "ACTIVE", "7", "9", null);
        CompletableFuture<Commands.Ran> publisher =
                CompletableFuture.supplyAsync(() -> desk.run(true, "publish", "--wait=60s"));
        while (!desk.run("status").out().contains("decided anew 15/17")) {
            assertThat(publisher).isNotDone();
        }
        while (desk.tables().count("rule_channel") == 0) {
            assertThat(publisher).isNotDone();
        }
        desk.tables().execute("update rule_activation set swept = 9 where subtask = 1");
        Commands.Ran ran = publisher.get();
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("    subtask 0  active  8/8\n    subtask 1  active  9/9\n")
                .containsPattern("(\u001B\\[3A\u001B\\[J)?job job  release 1  seq 1  active 2/2");
    }

    @Test
    void everythingIsSaidInChineseToo() throws Exception {
        assertThat(desk.run("publish", "--lang=zh").err()).contains("检查、分析、用例都通过", "版本 1 已登记");
        desk.declineAfter(60);
        assertThat(desk.run("publish", "--mode=canary", "--percent=5", "--lang=zh").out())
                .isEqualTo("通道 default  序号 2  版本 1  灰度候选 2，5% 会员\n");
        desk.say(0, 2, "ACTIVE", "8", "8", null);
        desk.say(1, 2, "PREPARED", null, null, null);
        Commands.Ran split = desk.run("status", "--lang=zh");
        assertThat(split.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(split.out()).contains("子任务 0  已启用  8/8", "子任务 1  已编译");
        assertThat(desk.run("promote", "--lang=zh").out()).isEqualTo("通道 default  序号 3  版本 2\n");
        assertThat(desk.run("freeze", "--by=李雷", "--lang=zh").out()).contains("李雷");
        Commands.Ran frozen = desk.run("rollback", "--lang=zh");
        assertThat(frozen.exit()).isEqualTo(Exit.REFUSED);
        assertThat(frozen.err()).contains("冻结").doesNotContain("frozen");
        assertThat(desk.run("publish", "--wait=soon", "--lang=zh").err()).contains("soon");
    }
}
