package io.memberflow.job.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Activation;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.registry.Change;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;
import io.memberflow.registry.Registry;
import io.memberflow.registry.RegistryRefusal;
import io.memberflow.registry.RegistryRefusal.Kind;
import io.memberflow.registry.ReleaseInfo;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.SigningKey;
import io.memberflow.registry.Stamp;
import io.memberflow.registry.StoredRelease;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The registry on a real database: who is first, who is told, and what is left behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistryContract {
    private static final int THREADS = 8;
    private static final Stamp ANNA = Stamp.of("anna", "春季活动");
    private static final Stamp BEN = Stamp.of("ben", "");

    private final Databases databases = new Databases();
    private final List<Release> releases = new ArrayList<>();
    private final List<CompiledRules> compiled = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private DatabaseConfig database;
    private Registry registry;

    abstract Databases.Kind kind();

    @BeforeAll
    void prepare() throws Exception {
        database = databases.fresh(kind());
        new Tables(database).migrate();
        registry = new Registry(() -> Connections.open(database));
        for (int i = 0; i < THREADS; i++) {
            releases.add(SmallRulebook.release(0, i));
            compiled.add(
                    RuleCompiler.compile(releases.get(i), new FactSchema(List.of())).orThrow());
        }
    }

    @AfterAll
    void close() throws Exception {
        compiled.forEach(CompiledRules::close);
        threads.shutdown();
        databases.close();
    }

    @BeforeEach
    void empty() throws Exception {
        execute(
                "delete from rule_release",
                "delete from rule_catalogue",
                "delete from rule_channel",
                "delete from rule_audit",
                "delete from rule_activation");
    }

    private int publish(int number) throws SQLException {
        return registry.publish(releases.get(number), compiled.get(number), "anna", "", null);
    }

    private Channel channel() throws SQLException {
        return registry.channel("default").orElseThrow();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void setBundle(byte[] bundle) throws SQLException {
        try (Connection connection = Connections.open(database);
                PreparedStatement update =
                        connection.prepareStatement("update rule_release set bundle = ?")) {
            update.setBytes(1, bundle);
            update.executeUpdate();
        }
    }

    private static void refused(Kind kind, Callable<?> call, String message) {
        assertThatThrownBy(call::call)
                .isInstanceOfSatisfying(
                        RegistryRefusal.class,
                        refusal -> {
                            assertThat(refusal.kind()).isEqualTo(kind);
                            assertThat(refusal.zh()).isNotBlank().isNotEqualTo(refusal.en());
                        })
                .hasMessageContaining(message);
    }

    /** Starts all calls at once; what they came to, null for a lost race. */
    private <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        CyclicBarrier together = new CyclicBarrier(calls.size());
        List<Callable<T>> waiting = new ArrayList<>();
        for (Callable<T> call : calls) {
            waiting.add(
                    () -> {
                        together.await();
                        return call.call();
                    });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(waiting)) {
            try {
                results.add(result.get());
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                RegistryRefusal.class,
                                refusal -> assertThat(refusal.kind()).isEqualTo(Kind.LOST_RACE));
                results.add(null);
            }
        }
        return results;
    }

    @Test
    void aReleaseComesBackAsItWasPublished() throws SQLException {
        SigningKey key = SigningKey.generate();
        ReleaseSignature signature =
                ReleaseSignature.sign(releases.get(0).sha256(), List.of("default"), key);
        int version =
                registry.publish(releases.get(0), compiled.get(0), "安娜", "第一版\n两行", signature);
        assertThat(version).isEqualTo(1);
        StoredRelease stored = registry.release(1).orElseThrow();
        TrustedKeys.of(key.publicPem()).verify(stored, "default");
        Release release = stored.open();
        assertThat(release.version()).isEqualTo(1);
        assertThat(release.texts()).isEqualTo(releases.get(0).texts());
        assertThat(stored.info().author()).isEqualTo("安娜");
        assertThat(stored.info().note()).isEqualTo("第一版\n两行");
        assertThat(stored.info().sha256()).isEqualTo(releases.get(0).sha256());
        assertThat(stored.info().createdAt())
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plus(1, ChronoUnit.MINUTES));
        assertThat(registry.release(2)).isEmpty();
        // It has brought its catalogue along.
        assertThat(registry.addCatalogue(1, List.of())).isFalse();
    }

    @Test
    void numbersAreGivenInOrderAndTheSameFilesKeepTheirs() throws SQLException {
        assertThat(List.of(publish(0), publish(1), publish(0), publish(2)))
                .containsExactly(1, 2, 1, 3);
        SigningKey key = SigningKey.generate();
        ReleaseSignature signature =
                ReleaseSignature.sign(releases.get(0).sha256(), List.of("default"), key);
        for (int again = 0; again < 2; again++) {
            // Signed it is another one, which somebody may trust who did not before.
            assertThat(registry.publish(releases.get(0), compiled.get(0), "anna", "", signature))
                    .isEqualTo(4);
        }
        assertThat(registry.releases(10).stream().map(ReleaseInfo::version))
                .containsExactly(4, 3, 2, 1);
        assertThat(registry.releases(2).stream().map(ReleaseInfo::version)).containsExactly(4, 3);
    }

    @Test
    void aReleaseThatWasDamagedIsPublishedAnew() throws SQLException {
        publish(0);
        byte[] damaged = Bundle.write(releases.get(0));
        damaged[damaged.length / 2] ^= 1;
        setBundle(damaged);
        assertThat(publish(0)).isEqualTo(2);
        assertThat(registry.release(2).orElseThrow().open().sha256())
                .isEqualTo(releases.get(0).sha256());
        assertThat(publish(0)).isEqualTo(2);
    }

    @Test
    void ofManyPublishersEachGetsANumberOfItsOwn() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            calls.add(() -> publish(number));
        }
        List<Integer> versions = atOnce(calls);
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, THREADS).boxed().toList());
        for (int i = 0; i < THREADS; i++) {
            assertThat(registry.release(versions.get(i)).orElseThrow().open().sha256())
                    .isEqualTo(releases.get(i).sha256());
            assertThat(registry.addCatalogue(versions.get(i), List.of())).isFalse();
        }
    }

    @Test
    void ofManyPublishersOfTheSameFilesAllGetOneNumber() throws Exception {
        publish(1);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(() -> publish(0));
        }
        assertThat(atOnce(calls)).hasSize(THREADS).containsOnly(2);
        assertThat(registry.releases(10)).hasSize(2);
    }

    @Test
    void ofManyWhoMakeAChannelOneDoes() throws Exception {
        publish(0);
        List<Callable<Channel>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Stamp stamp = Stamp.of("p" + i, "");
            calls.add(() -> registry.create("default", 1, stamp));
        }
        assertThat(atOnce(calls)).filteredOn(c -> c != null).hasSize(1);
        assertThat(channel().seq()).isEqualTo(1);
        assertThat(registry.history("default", 10)).hasSize(1);
    }

    /** Whoever wins, everybody else is told, and every sequence number has its one audit row. */
    @Test
    void ofManyWhoChangeAChannelOneDoesEachTime() throws Exception {
        for (int i = 0; i < THREADS; i++) {
            publish(i);
        }
        registry.create("default", 1, ANNA);
        for (int round = 2; round <= 5; round++) {
            Channel seen = channel();
            List<Callable<Channel>> calls = new ArrayList<>();
            for (int i = 1; i <= THREADS; i++) {
                int version = i;
                calls.add(() -> registry.activate(seen, version, Stamp.of("p" + version, "")));
            }
            List<Channel> won = atOnce(calls).stream().filter(c -> c != null).toList();
            assertThat(won).hasSize(1);
            Channel now = channel();
            assertThat(now.seq()).isEqualTo(round).isEqualTo(won.get(0).seq());
            assertThat(now.activeVersion()).isEqualTo(won.get(0).activeVersion());
            Change change = registry.history("default", 1).get(0);
            assertThat(change.seq()).isEqualTo(round);
            assertThat(change.who())
                    .isEqualTo(now.updatedBy())
                    .isEqualTo("p" + now.activeVersion());
            assertThat(change.fromVersion()).isEqualTo(seen.activeVersion());
            assertThat(change.toVersion()).isEqualTo(now.activeVersion());
        }
        assertThat(registry.history("default", 100).stream().map(Change::seq))
                .containsExactlyElementsOf(LongStream.of(5, 4, 3, 2, 1).boxed().toList());
    }

    @Test
    void tellsWhoWasFaster() throws SQLException {
        publish(0);
        publish(1);
        Channel seen = registry.create("default", 1, ANNA);
        registry.activate(seen, 2, BEN);
        refused(
                Kind.LOST_RACE,
                () -> registry.activate(seen, 1, ANNA),
                "The channel default has moved on: ben made it sequence 2, release 2, at ");
        refused(Kind.LOST_RACE, () -> registry.create("default", 1, ANNA), "has moved on");
    }

    @Test
    void aCandidateIsTriedPromotedAndTakenBack() throws SQLException {
        publish(0);
        publish(1);
        publish(2);
        Channel channel = registry.create("default", 1, ANNA.changing(new BigDecimal("12.50")));
        assertThat(channel.mode()).isEqualTo(Mode.FULL);
        assertThat(registry.versionBefore(channel)).isEmpty();

        channel = registry.shadow(channel, 2, BEN);
        assertThat(channel.mode()).isEqualTo(Mode.SHADOW);
        assertThat(channel.activeVersion()).isEqualTo(1);
        assertThat(channel.candidateVersion()).isEqualTo(2);

        channel = registry.canary(channel, 2, 15, BEN);
        assertThat(channel.mode()).isEqualTo(Mode.CANARY);
        assertThat(channel.percent()).isEqualTo(15);

        channel = registry.withdraw(channel, ANNA);
        assertThat(channel.mode()).isEqualTo(Mode.FULL);
        assertThat(channel.candidateVersion()).isNull();
        Channel withoutCandidate = channel;
        refused(
                Kind.WRONG_USE,
                () -> registry.promote(withoutCandidate, ANNA),
                "The channel default has no candidate.");

        channel = registry.promote(registry.shadow(channel, 2, BEN), ANNA);
        assertThat(channel.activeVersion()).isEqualTo(2);
        assertThat(channel.candidateVersion()).isNull();
        channel = registry.activate(channel, 3, ANNA);
        assertThat(registry.versionBefore(channel)).contains(2);
        channel = registry.rollback(channel, 2, BEN);
        // A second one leads further back, not forward again.
        assertThat(registry.versionBefore(channel)).contains(1);
        channel = registry.rollback(channel, 1, BEN);
        assertThat(channel.seq()).isEqualTo(9);
        assertThat(registry.versionBefore(channel)).isEmpty();

        assertThat(registry.history("default", 100))
                .extracting(Change::action, Change::fromVersion, Change::toVersion, Change::who)
                .containsExactly(
                        row("ROLLBACK", 2, 1, "ben"),
                        row("ROLLBACK", 3, 2, "ben"),
                        row("PUBLISH", 2, 3, "anna"),
                        row("PROMOTE", 1, 2, "anna"),
                        row("SHADOW", 1, 2, "ben"),
                        row("WITHDRAW", 2, 1, "anna"),
                        row("CANARY", 1, 2, "ben"),
                        row("SHADOW", 1, 2, "ben"),
                        row("PUBLISH", null, 1, "anna"));
        Change first = registry.history("default", 100).get(8);
        assertThat(first.why()).isEqualTo("春季活动");
        assertThat(first.changePercent()).isEqualByComparingTo("12.5");
    }

    private static Tuple row(Object... values) {
        return tuple(values);
    }

    @Test
    void whatIsFrozenStaysAsItIs() throws SQLException {
        publish(0);
        publish(1);
        Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
        Channel shadow = registry.shadow(registry.create("default", 1, ANNA), 2, BEN.from(later));
        Channel frozen = registry.freeze(shadow, Stamp.of("anna", "双十一"));
        assertThat(frozen.frozen()).isTrue();
        // Freezing changes nothing else, not even when the release is to be active.
        assertThat(frozen.mode()).isEqualTo(Mode.SHADOW);
        assertThat(frozen.candidateVersion()).isEqualTo(2);
        assertThat(frozen.effectiveAt()).isEqualTo(later);
        assertThat(frozen.isEffective()).isFalse();
        for (Callable<Channel> change :
                List.<Callable<Channel>>of(
                        () -> registry.activate(frozen, 2, BEN),
                        () -> registry.shadow(frozen, 2, BEN),
                        () -> registry.canary(frozen, 2, 5, BEN),
                        () -> registry.promote(frozen, BEN),
                        () -> registry.withdraw(frozen, BEN),
                        () -> registry.rollback(frozen, 1, BEN),
                        () -> registry.freeze(frozen, BEN))) {
            refused(Kind.FROZEN, change, "The channel default is frozen by anna. Unfreeze it");
        }
        assertThat(channel().seq()).isEqualTo(frozen.seq());
        Channel free = registry.unfreeze(frozen, BEN);
        assertThat(registry.promote(free, BEN).activeVersion()).isEqualTo(2);
    }

    @Test
    void aChannelThatWasFrozenBySqlIsFrozen() throws SQLException {
        publish(0);
        Channel seen = registry.create("default", 1, ANNA);
        execute("update rule_channel set frozen = true");
        refused(Kind.FROZEN, () -> registry.activate(seen, 1, BEN), "is frozen by anna");
    }

    @Test
    void refusesWhatIsNotThereOrCannotBe() throws SQLException {
        publish(0);
        refused(
                Kind.NO_RELEASE,
                () -> registry.create("default", 7, ANNA),
                "The registry has no release 7. Publish it first.");
        Channel seen = registry.create("default", 1, ANNA);
        refused(Kind.NO_RELEASE, () -> registry.shadow(seen, 7, ANNA), "no release 7");
        refused(Kind.WRONG_USE, () -> registry.canary(seen, 1, 101, ANNA), "The share 101");
        refused(Kind.WRONG_USE, () -> registry.create("A B", 1, ANNA), "The channel name \"A B\"");
        refused(Kind.WRONG_USE, () -> Stamp.of(" ", ""), "is empty or longer than 128");
        refused(
                Kind.WRONG_USE,
                () -> ANNA.changing(new BigDecimal("100.01")),
                "The share of change 100.01");
        assertThat(registry.channel("other")).isEmpty();
        execute("delete from rule_channel");
        refused(Kind.NO_CHANNEL, () -> registry.activate(seen, 1, ANNA), "There is no channel");
    }

    /** The change and what is written down of it are one: neither is there without the other. */
    @Test
    void aChangeThatCannotBeWrittenDownIsNotMade() throws SQLException {
        publish(0);
        publish(1);
        Channel seen = registry.create("default", 1, ANNA);
        execute(
                "alter table rule_audit add constraint no_more check (action <> 'PUBLISH'"
                        + " or to_version = 1)");
        assertThatThrownBy(() -> registry.activate(seen, 2, ANNA)).isInstanceOf(SQLException.class);
        assertThat(channel().seq()).isEqualTo(1);
        assertThat(channel().activeVersion()).isEqualTo(1);
        assertThat(registry.history("default", 10)).hasSize(1);
        execute("alter table rule_audit drop constraint no_more");
    }

    /** Also after a row was set back by hand no number is given twice. */
    @Test
    void sequenceNumbersOnlyGrow() throws SQLException {
        publish(0);
        publish(1);
        registry.activate(registry.create("default", 1, ANNA), 2, ANNA);
        execute("update rule_channel set seq = 1");
        assertThat(registry.activate(channel(), 1, ANNA).seq()).isEqualTo(3);
        execute("delete from rule_channel");
        assertThat(registry.create("default", 1, ANNA).seq()).isEqualTo(4);
    }

    @Test
    void aChangeBySqlIsWrittenDownOnce() throws Exception {
        publish(0);
        publish(1);
        publish(2);
        registry.shadow(registry.create("default", 1, ANNA), 2, ANNA);
        execute(
                "update rule_channel set seq = 9, active_version = 3, candidate_version = null,"
                        + " mode = 'FULL', updated_by = 'root'");
        List<Callable<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Channel changed = channel();
            jobs.add(() -> registry.noteChange(changed));
        }
        assertThat(atOnce(jobs)).hasSize(THREADS).containsOnly(1);
        assertThat(registry.history("default", 10))
                .extracting(Change::seq, Change::action, Change::fromVersion, Change::toVersion)
                .containsExactly(
                        row(9L, "SQL", 1, 3), row(2L, "SHADOW", 1, 2), row(1L, "PUBLISH", null, 1));
        assertThat(registry.history("default", 1).get(0).who()).isEqualTo("root");
        assertThat(registry.versionBefore(channel())).contains(1);
        // What went through the registry is written down already.
        registry.activate(channel(), 1, BEN);
        assertThat(registry.noteChange(channel())).isEqualTo(3);
        assertThat(registry.history("default", 10)).hasSize(4);
    }

    @Test
    void channelsAreListedByName() throws SQLException {
        publish(0);
        registry.create("trial", 1, ANNA);
        registry.create("default", 1, ANNA);
        assertThat(registry.channels().stream().map(Channel::name))
                .containsExactly("default", "trial");
        assertThat(channel().updatedBy()).isEqualTo("anna");
        assertThat(channel().isEffective()).isTrue();
        assertThat(channel().readAt()).isAfterOrEqualTo(channel().updatedAt());
    }

    /** Somebody who may write into the table is not to fill the memory of the job. */
    @Test
    void aHugeBundleIsNotFetched() throws SQLException {
        publish(0);
        byte[] huge = new byte[Bundle.MAX_BYTES + 1];
        setBundle(huge);
        StoredRelease stored = registry.release(1).orElseThrow();
        assertThat(stored.bundle()).isNull();
        assertThat(stored.bundleBytes()).isEqualTo(huge.length);
        assertThatThrownBy(stored::open)
                .isInstanceOf(RulebookProblem.class)
                .hasMessageContaining("has 4194305 bytes; at most 4194304 are allowed");
    }

    @Test
    void aMissingCatalogueIsAdded() throws SQLException {
        publish(0);
        execute("delete from rule_catalogue");
        List<CatalogueRow> rows = CatalogueRow.of(compiled.get(0).catalogue());
        assertThat(rows).hasSize(2);
        assertThat(registry.addCatalogue(1, rows)).isTrue();
        assertThat(registry.addCatalogue(1, rows)).isFalse();
    }

    @Test
    void tellsWhatJobsSay() throws SQLException {
        String insert =
                "insert into rule_activation (job_id, subtask, seq, version, state, compile_ms,"
                        + " swept, to_sweep, message, at) values ";
        execute(
                insert + "('j', 0, 4, 1, 'ACTIVE', 12, 5, 9, null, current_timestamp)",
                insert + "('j', 1, 5, 2, 'PREPARED', null, null, null, null, current_timestamp)",
                insert + "('j', -1, 5, 2, 'REJECTED', null, null, null, '不行', current_timestamp)",
                insert + "('k', 0, 5, 2, 'PREPARED', null, null, null, null, current_timestamp)");
        assertThat(registry.activations("j"))
                .extracting(Activation::seq, Activation::subtask, Activation::state)
                .containsExactly(
                        row(5L, Activation.COORDINATOR, Activation.State.REJECTED),
                        row(5L, 1, Activation.State.PREPARED),
                        row(4L, 0, Activation.State.ACTIVE));
        assertThat(registry.activations("j", 5)).hasSize(2);
        assertThat(registry.activations(5, 2)).hasSize(3);
        Activation active = registry.activations("j", 4).get(0);
        assertThat(active.compileMs()).isEqualTo(12);
        assertThat(active.swept()).isEqualTo(5);
        assertThat(active.toSweep()).isEqualTo(9);
        assertThat(active.message()).isNull();
        assertThat(registry.activations("j", 5).get(0).message()).isEqualTo("不行");
    }
}
