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
import io.memberflow.registry.SigningKey;
import io.memberflow.registry.Stamp;
import io.memberflow.registry.TrustedKeys;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    private static final SigningKey KEY = SigningKey.generate();
    private static final TrustedKeys TRUSTED = TrustedKeys.of(KEY.publicPem());

    private final Databases databases = new Databases();
    private final List<ReleaseCommand> told = new ArrayList<>();

    private DatabaseConfig database;
    private HeldConnection connection;
    private Registry registry;
    private Coordinator coordinator;

    abstract Databases.Kind kind();

    @BeforeAll
    void migrate() throws Exception {
        database = databases.fresh(kind());
        new Tables(database).migrate();
        connection = new HeldConnection(database);
        registry = new Registry(connection);
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
        try (Connection open = connection.open();
                PreparedStatement statement = open.prepareStatement(sql)) {
            open.setAutoCommit(true);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
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

    /** A release that must not be used, and what is said of it. */
    private record Bad(String name, Preparation preparation, long seq, String... said) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Puts the bad release in place; with sequence 2 unless the case is about the sequence. */
    private interface Preparation {
        void on(CoordinatorContract test) throws SQLException;
    }

    private static Preparation files(Release release) {
        return test -> test.insert(2, release, Bundle.write(release), release.sha256());
    }

    private static Release with(String path, String text) {
        Map<String, String> files = new TreeMap<>(SmallRulebook.files(2));
        files.put(path, text);
        return Release.of(0, files);
    }

    /** As somebody would who goes past the registry's own program. */
    private void insert(int version, Release release, byte[] bundle, String sha256)
            throws SQLException {
        insert(version, bundle, sha256, null, null);
        execute("update rule_channel set seq = 2, active_version = ?", version);
    }

    private void insert(int version, byte[] bundle, String sha256, String signature, String keyId)
            throws SQLException {
        execute(
                "insert into rule_release (version, sha256, bundle, author, note, created_at,"
                        + " signature, key_id) values (?, ?, ?, 'root', '', current_timestamp(6),"
                        + " ?, ?)",
                version,
                sha256,
                bundle,
                signature,
                keyId);
    }

    static Stream<Bad> bad() {
        Release good = SmallRulebook.release(0, 2);
        byte[] flipped = Bundle.write(good);
        flipped[100] ^= 1;
        StringBuilder long2MiB = new StringBuilder("package rulebook.a\n");
        while (long2MiB.length() <= 2 << 20) {
            long2MiB.append("// 0123456789012345678901234567890123456789\n");
        }
        return Stream.of(
                new Bad(
                        "syntax",
                        files(
                                with(
                                        "a.drl",
                                        "package rulebook.a\nrule \"r\" when Member( then end")),
                        2,
                        "Release 2: The rulebook has errors:\n  a.drl:2:",
                        "版本 2：规则库有错误：\n  a.drl:2:"),
                new Bad(
                        "attack",
                        files(
                                with(
                                        "a.drl",
                                        "package rulebook.a\nrule \"r\" when eval(System.exit(1)"
                                                + " == null) then Runtime.getRuntime().exec(\"x\");"
                                                + " end\n")),
                        2,
                        "a.drl:2:"),
                new Bad(
                        "too large",
                        test -> test.insert(2, good, new byte[Bundle.MAX_BYTES + 1], good.sha256()),
                        2,
                        "The bundle of release 2 has 4194305 bytes; at most 4194304 are allowed."),
                new Bad(
                        "files too large",
                        test -> {
                            // Packed without our own check, as only an attacker would.
                            Release release = with("a.drl", long2MiB.toString());
                            test.insert(2, release, Zips.store(release), release.sha256());
                        },
                        2,
                        "the rulebook is larger than 2 MiB"),
                new Bad(
                        "no bundle",
                        test -> test.insert(2, good, new byte[] {1, 2, 3, 4}, good.sha256()),
                        2,
                        "Release 2: This is no bundle, or it is damaged."),
                new Bad(
                        "tampered bytes",
                        test -> test.insert(2, good, flipped, good.sha256()),
                        2,
                        "Release 2: The bundle is damaged or was changed"),
                new Bad(
                        "exchanged bytes",
                        test ->
                                test.insert(
                                        2,
                                        good,
                                        Bundle.write(SmallRulebook.release(0, 3)),
                                        good.sha256()),
                        2,
                        "The files of release 2 do not fit its checksum"),
                new Bad(
                        "missing release",
                        test ->
                                test.execute(
                                        "update rule_channel set seq = 2, active_version = 77"),
                        2,
                        "The registry has no release 77. Publish it first."),
                new Bad(
                        "missing catalogue value",
                        files(SmallRulebook.release(0, 2, "d365.orders", "钻石")),
                        2,
                        "grade.drl:",
                        "钻石"),
                new Bad(
                        "unknown window",
                        files(SmallRulebook.release(0, 2, "d400.orders", "v2")),
                        2,
                        "There is no fact d400.orders: the windows here are d30 d90 d180 d365 life."
                                + " Use one of them, or start the job with --windows 400",
                        "请用其中一个，或用 --windows 400 启动作业"),
                new Bad(
                        "unknown fact",
                        files(SmallRulebook.release(0, 2, "creditScore", "v2")),
                        2,
                        "There is no fact creditScore"),
                new Bad(
                        "shadow without candidate",
                        test -> test.execute("update rule_channel set seq = 2, mode = 'SHADOW'"),
                        2,
                        "The channel's mode is SHADOW and it names no candidate."),
                new Bad(
                        "canary over 100",
                        test ->
                                test.execute(
                                        "update rule_channel set seq = 2, mode = 'CANARY',"
                                                + " candidate_version = 1, percent = 101"),
                        2,
                        "The channel's percent is 101, which is not between 0 and 100."),
                new Bad(
                        "bad candidate",
                        test -> {
                            test.insert(5, new byte[0], good.sha256(), null, null);
                            test.execute(
                                    "update rule_channel set seq = 2, mode = 'SHADOW',"
                                            + " candidate_version = 5");
                        },
                        2,
                        "Release 5 (sequence 2) is not used",
                        "The bundle is cut short after 0 bytes"),
                new Bad(
                        "lower sequence",
                        test -> test.execute("update rule_channel set seq = 0, active_version = 1"),
                        0,
                        "The sequence 0 is lower than 1, which was met before (lower sequence). Set"
                                + " seq to 2, or use rule-editor publish."),
                new Bad(
                        "same sequence",
                        test -> {
                            test.publish(2);
                            test.execute("update rule_channel set active_version = 2");
                        },
                        1,
                        "The channel was changed and its sequence is still 1. Set seq to 2"),
                new Bad(
                        "written over",
                        test -> {
                            test.execute(
                                    "update rule_release set bundle = ?, sha256 = ?",
                                    Bundle.write(good),
                                    good.sha256());
                            test.execute("update rule_channel set seq = 2");
                        },
                        2,
                        "The files of release 1 are others than before",
                        "A release is never written over"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadReleaseChangesNothingAndIsReported(Bad bad) throws SQLException {
        bad.preparation().on(this);
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

    /** What a release may not be when the job trusts certain keys only. */
    static Stream<Bad> unsigned() {
        Release good = SmallRulebook.release(0, 2);
        byte[] bundle = Bundle.write(good);
        ReleaseSignature signed = ReleaseSignature.sign(good.sha256(), List.of("default"), KEY);
        ReleaseSignature forTrial = ReleaseSignature.sign(good.sha256(), List.of("trial"), KEY);
        ReleaseSignature stranger =
                ReleaseSignature.sign(good.sha256(), List.of("default"), SigningKey.generate());
        Release other = SmallRulebook.release(0, 3);
        return Stream.of(
                new Bad(
                        "unsigned",
                        test -> test.insert(2, bundle, good.sha256(), null, null),
                        2,
                        "Release 2 is not signed; only releases signed by " + KEY.id()),
                new Bad(
                        "strange key",
                        test ->
                                test.insert(
                                        2,
                                        bundle,
                                        good.sha256(),
                                        stranger.text(),
                                        stranger.keyId()),
                        2,
                        "Release 2 is signed by the key " + stranger.keyId()),
                new Bad(
                        "forged",
                        test -> test.insert(2, bundle, good.sha256(), stranger.text(), KEY.id()),
                        2,
                        "The signature of release 2 does not fit its files or channels"),
                new Bad(
                        "signature of other files",
                        test ->
                                test.insert(
                                        2,
                                        Bundle.write(other),
                                        other.sha256(),
                                        signed.text(),
                                        KEY.id()),
                        2,
                        "The signature of release 2 does not fit its files or channels"),
                new Bad(
                        "wrong channel",
                        test -> test.insert(2, bundle, good.sha256(), forTrial.text(), KEY.id()),
                        2,
                        "Release 2 is signed for the channels trial, not for default."),
                new Bad(
                        "no signature at all",
                        test -> test.insert(2, bundle, good.sha256(), "trust me", KEY.id()),
                        2,
                        "The signature of release 2 is not in the form used here"));
    }

    @ParameterizedTest
    @MethodSource("unsigned")
    void onlyWhatIsSignedForThisChannelIsTaken(Bad bad) throws SQLException {
        coordinator = coordinator(new ReleaseState(command(1, 1), null), TRUSTED);
        bad.preparation().on(this);
        execute("update rule_channel set seq = 2, active_version = 2");
        coordinator.look();
        answer(2, 2, State.PREPARED, 0, 1);
        coordinator.look();
        assertThat(told).isEmpty();
        assertThat(rejected(2)).contains(bad.said()).contains("未启用");
        Release good = SmallRulebook.release(0, 4);
        int version = publish(good, ReleaseSignature.sign(good.sha256(), List.of("default"), KEY));
        execute("update rule_channel set seq = 3, active_version = ?", version);
        coordinator.look();
        assertThat(told).extracting(ReleaseCommand::seq).containsExactly(3L);
    }

    @Test
    void aChangeBySqlIsWrittenDownAndItsCatalogueToo() throws SQLException {
        Release release = SmallRulebook.release(0, 2);
        insert(2, release, Bundle.write(release), release.sha256());
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
                        () -> RegistryCheck.check(database, "default", List.of(), KEY.publicPem()))
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
