package io.memberflow.job.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.release.ReleaseCommand.Kind;
import io.memberflow.job.sink.ActivationSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Activation.State;
import io.memberflow.registry.Change;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Mode;
import io.memberflow.registry.Registry;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.Stamp;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a release into a job, look by look; the test answers as the deciders would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CoordinatorContract {
    private static final String JOB = "job";
    private static final int DECIDERS = 2;
    private static final Stamp ANNA = Stamp.of("anna", "");

    private final Databases databases = new Databases();
    private final List<ReleaseCommand> told = new ArrayList<>();

    private DatabaseConfig database;
    private HeldConnection connection;
    private Registry registry;
    private RegistryByHand byHand;
    private Coordinator coordinator;

    abstract Databases.Kind kind();

    @BeforeAll
    void migrate() throws Exception {
        database = databases.fresh(kind());
        new Tables(database).migrate();
        connection = new HeldConnection(database);
        registry = new Registry(connection);
        byHand = new RegistryByHand(connection::open);
    }

    @AfterAll
    void close() throws Exception {
        connection.giveUp();
        databases.close();
    }

    /** A channel whose first release, number 1, is in use under sequence 1. */
    @BeforeEach
    void begin() throws Exception {
        for (String table :
                List.of(
                        "rule_release",
                        "rule_catalogue",
                        "rule_channel",
                        "rule_audit",
                        "rule_activation")) {
            execute("delete from " + table);
        }
        publish(1);
        registry.create("default", 1, ANNA);
        coordinator = coordinator(ReleaseState.NOTHING, TrustedKeys.NONE);
        told.clear();
        coordinator.look();
        answer(1, 1, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told)
                .extracting(ReleaseCommand::kind)
                .containsExactly(Kind.PREPARE, Kind.ACTIVATE);
        told.clear();
    }

    private Coordinator coordinator(ReleaseState restored, TrustedKeys keys) {
        return new Coordinator(
                JOB,
                "default",
                DECIDERS,
                registry,
                new ReleaseCheck(registry, "default", keys, List.of()),
                this::write,
                restored,
                told::add);
    }

    private void write(Activation row) throws SQLException {
        try (Connection open = connection.open()) {
            open.setAutoCommit(true);
            ActivationSink.write(open, database, row);
        }
    }

    private int publish(int number) throws SQLException {
        return publish(SmallRulebook.release(0, number), null);
    }

    private int publish(Release release, ReleaseSignature signature) throws SQLException {
        try (CompiledRules compiled =
                RuleCompiler.compile(release, new FactSchema(List.of(400))).orThrow()) {
            return registry.publish(release, compiled, "anna", "", signature);
        }
    }

    private Channel channel() throws SQLException {
        return registry.channel("default").orElseThrow();
    }

    private void answer(long seq, int version, State state, int... subtasks) throws SQLException {
        for (int subtask : subtasks) {
            write(
                    new Activation(
                            JOB,
                            subtask,
                            seq,
                            version,
                            state,
                            12L,
                            null,
                            null,
                            state == State.REJECTED ? "因为 no memory" : null,
                            Instant.now()));
        }
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        byHand.execute(sql, parameters);
    }

    /** The one thing that the job as a whole has said of a sequence number. */
    private String rejected(long seq) throws SQLException {
        List<Activation> said =
                registry.activations(JOB, seq).stream()
                        .filter(row -> row.subtask() == Activation.COORDINATOR)
                        .toList();
        assertThat(said).hasSize(1);
        assertThat(said.get(0).state()).isEqualTo(State.REJECTED);
        return said.get(0).message();
    }

    private List<Long> activated() {
        return told.stream()
                .filter(command -> command.kind() == Kind.ACTIVATE)
                .map(ReleaseCommand::seq)
                .toList();
    }

    @Test
    void aReleaseIsUsedWhenAllHavePreparedIt() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        coordinator.look();
        assertThat(told).hasSize(1);
        ReleaseCommand prepare = told.get(0);
        assertThat(prepare.kind()).isEqualTo(Kind.PREPARE);
        assertThat(prepare.seq()).isEqualTo(2);
        assertThat(prepare.active().version()).isEqualTo(2);
        assertThat(prepare.active().texts()).isEqualTo(SmallRulebook.release(2, 2).texts());
        assertThat(prepare.candidate()).isNull();

        answer(2, 2, State.PREPARED, 0);
        coordinator.look();
        assertThat(told).hasSize(1);

        // Another job, another number and a subtask too many say nothing of this one.
        answer(2, 2, State.PREPARED, DECIDERS);
        answer(1, 1, State.ACTIVE, 1);
        write(
                new Activation(
                        "other", 1, 2, 2, State.PREPARED, null, null, null, null, Instant.now()));
        coordinator.look();
        assertThat(told).hasSize(1);

        answer(2, 2, State.PREPARED, 1);
        coordinator.look();
        coordinator.look();
        assertThat(told).hasSize(2);
        assertThat(told.get(1))
                .isEqualTo(new ReleaseCommand(2, Kind.ACTIVATE, null, null, Mode.FULL, 0));
        assertThat(registry.activations(JOB, 2))
                .noneMatch(row -> row.subtask() == Activation.COORDINATOR);
    }

    @Test
    void aRollbackIsANewNumberForAnOlderRelease() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        registry.rollback(channel(), 1, ANNA);
        coordinator.look();
        answer(3, 1, State.PREPARED, 0, 1);
        coordinator.look();
        registry.freeze(channel(), ANNA);
        coordinator.look();
        answer(4, 1, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told)
                .extracting(
                        ReleaseCommand::seq,
                        ReleaseCommand::kind,
                        c -> c.active() == null ? null : c.active().version())
                .containsExactly(
                        tuple(2L, Kind.PREPARE, 2),
                        tuple(2L, Kind.ACTIVATE, null),
                        tuple(3L, Kind.PREPARE, 1),
                        tuple(3L, Kind.ACTIVATE, null),
                        tuple(4L, Kind.PREPARE, 1),
                        tuple(4L, Kind.ACTIVATE, null));
    }

    @Test
    void aCandidateComesBesideTheActiveRelease() throws SQLException {
        publish(2);
        registry.shadow(channel(), 2, ANNA);
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        registry.canary(channel(), 2, 15, ANNA);
        coordinator.look();
        assertThat(told)
                .extracting(ReleaseCommand::mode, ReleaseCommand::percent, ReleaseCommand::kind)
                .containsExactly(
                        tuple(Mode.SHADOW, 0, Kind.PREPARE),
                        tuple(Mode.SHADOW, 0, Kind.ACTIVATE),
                        tuple(Mode.CANARY, 15, Kind.PREPARE));
        assertThat(told.get(2).active().version()).isEqualTo(1);
        assertThat(told.get(2).candidate().version()).isEqualTo(2);
    }

    @Test
    void aReleaseWaitsForItsTime() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA.from(Instant.now().plus(1, ChronoUnit.HOURS)));
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).isEmpty();
        execute("update rule_channel set effective_at = current_timestamp(6)");
        coordinator.look();
        assertThat(activated()).containsExactly(2L);
    }

    @Test
    void whatOneSubtaskRefusesIsNeverUsed() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        answer(2, 2, State.PREPARED, 0);
        answer(2, 2, State.REJECTED, 1);
        coordinator.look();
        assertThat(rejected(2))
                .startsWith(
                        "Release 2 (sequence 2) is not used; release 1 (sequence 1) stays in use.\n"
                                + "Subtask 1 refused it: 因为 no memory")
                .contains("版本 2（序号 2）未启用，仍用版本 1（序号 1）。\n子任务 1 拒绝：因为 no memory");
        // Also if that subtask thinks better of it, or the job comes back to this number.
        answer(2, 2, State.PREPARED, 1);
        coordinator.look();
        coordinator = coordinator(new ReleaseState(command(1, 1), command(2, 2)), TrustedKeys.NONE);
        coordinator.look();
        assertThat(activated()).isEmpty();
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        answer(3, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).containsExactly(3L);
    }

    @Test
    void aNewerNumberTakesThePlaceOfOneThatIsBeingPrepared() throws SQLException {
        publish(2);
        publish(3);
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        registry.activate(channel(), 3, ANNA);
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).isEmpty();
        answer(3, 3, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(2L, 3L, 3L);
    }

    @Test
    void aNewerNumberThatIsBadStillEndsTheOneBefore() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        coordinator.look();
        execute("update rule_channel set seq = 3, active_version = 99");
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).isEmpty();
        assertThat(rejected(3)).contains("The registry has no release 99. Publish it first.");
    }

    @ParameterizedTest
    @MethodSource("io.memberflow.job.release.BadReleases#all")
    void aBadReleaseChangesNothingAndIsReported(BadReleases.Bad bad) throws SQLException {
        bad.preparation().on(byHand);
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        coordinator.look();
        assertThat(told).isEmpty();
        String message = rejected(bad.seq());
        assertThat(message)
                .contains(bad.said())
                .contains("is not used; release 1 (sequence 1) stays in use.\n")
                .contains("未启用，仍用版本 1（序号 1）。\n")
                .hasSizeLessThanOrEqualTo(4_000)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        // And a good one after it is taken as ever.
        execute("update rule_channel set seq = 1, active_version = 1, mode = 'FULL'");
        int version = publish(9);
        execute(
                "update rule_channel set seq = 10, active_version = ?, candidate_version = null",
                version);
        coordinator.look();
        answer(10, version, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).containsExactly(10L);
    }

    @ParameterizedTest
    @MethodSource("io.memberflow.job.release.BadReleases#unsigned")
    void onlyWhatIsSignedForThisChannelIsTaken(BadReleases.Bad bad) throws SQLException {
        coordinator = coordinator(new ReleaseState(command(1, 1), null), BadReleases.TRUSTED);
        bad.preparation().on(byHand);
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told).isEmpty();
        assertThat(rejected(2)).contains(bad.said()).contains("未启用");
        Release good = SmallRulebook.release(0, 4);
        int version =
                publish(
                        good,
                        ReleaseSignature.sign(good.sha256(), List.of("default"), BadReleases.KEY));
        execute("update rule_channel set seq = 3, active_version = ?", version);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(3L);
    }

    @Test
    void aChangeBySqlIsWrittenDownAndItsCatalogueToo() throws SQLException {
        Release release = SmallRulebook.release(0, 2);
        byHand.insert(2, Bundle.write(release), release.sha256(), null, null);
        byHand.use(2);
        execute("update rule_channel set updated_by = 'root'");
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).containsExactly(2L);
        assertThat(registry.history("default", 9))
                .extracting(
                        Change::seq,
                        Change::action,
                        Change::fromVersion,
                        Change::toVersion,
                        Change::who)
                .containsExactly(
                        tuple(2L, "SQL", 1, 2, "root"), tuple(1L, "PUBLISH", null, 1, "anna"));
        assertThat(registry.addCatalogue(2, List.of())).isFalse();
        // Also what is not used was a change.
        execute("update rule_channel set seq = 0, active_version = 1");
        coordinator.look();
        assertThat(registry.history("default", 9))
                .extracting(Change::seq)
                .containsExactly(2L, 1L, 0L);
    }

    @Test
    void whatIsOutOfOrderIsReportedOnce() throws SQLException {
        execute("update rule_channel set seq = 0");
        coordinator.look();
        Instant first = registry.activations(JOB, 0).get(0).at();
        coordinator.look();
        coordinator.look();
        assertThat(registry.activations(JOB, 0).get(0).at()).isEqualTo(first);
    }

    @Test
    void aJobThatBeginsBeforeAReleasesTimeUsesTheOneBefore() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA.from(Instant.now().plus(1, ChronoUnit.HOURS)));
        coordinator = coordinator(ReleaseState.NOTHING, TrustedKeys.NONE);
        coordinator.look();
        coordinator.look();
        answer(1, 1, State.PREPARED, 0, 1);
        coordinator.look();
        // In use at once; from now on it is as in any job that waits.
        coordinator.look();
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told)
                .extracting(
                        ReleaseCommand::seq,
                        ReleaseCommand::kind,
                        c -> c.active() == null ? null : c.active().version())
                .containsExactly(
                        tuple(1L, Kind.PREPARE, 1),
                        tuple(1L, Kind.ACTIVATE, null),
                        tuple(2L, Kind.PREPARE, 2));
        execute("update rule_channel set effective_at = current_timestamp(6)");
        coordinator.look();
        assertThat(activated()).containsExactly(1L, 2L);
    }

    @Test
    void withoutAUsableReleaseBeforeItItWaits() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA.from(Instant.now().plus(1, ChronoUnit.HOURS)));
        execute("delete from rule_release where version = 1");
        coordinator = coordinator(ReleaseState.NOTHING, TrustedKeys.NONE);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(2L);
        assertThat(rejected(1)).contains("no release is in use yet").contains("no release 1");
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).isEmpty();
        execute("update rule_channel set effective_at = current_timestamp(6)");
        coordinator.look();
        assertThat(activated()).containsExactly(2L);
    }

    @Test
    void aRestoredJobGoesOnWhereItWas() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        coordinator = coordinator(new ReleaseState(command(1, 1), command(2, 2)), TrustedKeys.NONE);
        coordinator.look();
        assertThat(told).isEmpty(); // told again by the reader already
        answer(2, 2, State.ACTIVE, 0);
        answer(2, 2, State.PREPARED, 1);
        coordinator.look();
        assertThat(activated()).containsExactly(2L);
        // Restored behind what was published since, it takes that.
        told.clear();
        publish(3);
        registry.activate(channel(), 3, ANNA);
        coordinator = coordinator(new ReleaseState(command(1, 1), command(2, 2)), TrustedKeys.NONE);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(3L);
    }

    /** With a database that is not there nothing is lost; the next look sees it all. */
    @Test
    void aDatabaseThatIsAwayIsLookedAtAgain() throws SQLException {
        publish(2);
        registry.activate(channel(), 2, ANNA);
        for (String table : List.of("rule_release", "rule_audit", "rule_channel")) {
            execute("alter table " + table + " rename to away");
            assertThatThrownBy(coordinator::look).isInstanceOf(SQLException.class);
            execute("alter table away rename to " + table);
        }
        assertThat(told).isEmpty();
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(2L);
        execute("alter table rule_activation rename to away");
        assertThatThrownBy(coordinator::look).isInstanceOf(SQLException.class);
        execute("alter table away rename to rule_activation");
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(activated()).containsExactly(2L);
    }

    /** What could not be reported is reported with the next look. */
    @Test
    void aReportIsNotLost() throws SQLException {
        execute("update rule_channel set seq = 2, active_version = 99");
        execute("alter table rule_activation rename to away");
        assertThatThrownBy(coordinator::look).isInstanceOf(SQLException.class);
        execute("alter table away rename to rule_activation");
        coordinator.look();
        assertThat(rejected(2)).contains("no release 99");
    }

    @Test
    void aChannelThatIsGoneChangesNothing() throws SQLException {
        execute("delete from rule_channel");
        coordinator.look();
        coordinator.look();
        assertThat(told).isEmpty();
        registry.create("default", 1, ANNA);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(2L);
    }

    @Test
    void theCheckAtTheStartSaysWhatIsMissing() throws SQLException {
        assertThatCode(() -> RegistryCheck.check(database, "default", List.of(), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RegistryCheck.check(database, "trial", List.of(), null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessage(
                        "The registry has no channel \"trial\", so there are no rules to decide"
                                + " with.\nPublish a release to it with rule-editor publish, correct"
                                + " --channel, or give a folder with --rules.");
        assertThatThrownBy(
                        () ->
                                RegistryCheck.check(
                                        database,
                                        "default",
                                        List.of(),
                                        BadReleases.KEY.publicPem()))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageStartingWith(
                        "The release of channel \"default\" cannot be used. Release 1 is not"
                                + " signed;");
        execute("delete from rule_catalogue");
        execute("update rule_channel set active_version = 7");
        assertThatThrownBy(() -> RegistryCheck.check(database, "default", List.of(), null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("The registry has no release 7. Publish it first.");
        Release far = SmallRulebook.release(0, 2, "d400.orders", "v2");
        int version = publish(far, null);
        execute("update rule_channel set active_version = ?", version);
        assertThatThrownBy(() -> RegistryCheck.check(database, "default", List.of(), null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("start the job with --windows 400");
        assertThatCode(() -> RegistryCheck.check(database, "default", List.of(400), null))
                .doesNotThrowAnyException();
        execute("alter table rule_channel rename to away");
        assertThatThrownBy(() -> RegistryCheck.check(database, "default", List.of(), null))
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("run \"memberflow migrate\"");
        execute("alter table away rename to rule_channel");
    }

    private static ReleaseCommand command(long seq, int number) {
        return new ReleaseCommand(
                seq, Kind.PREPARE, SmallRulebook.release(number, number), null, Mode.FULL, 0);
    }
}
