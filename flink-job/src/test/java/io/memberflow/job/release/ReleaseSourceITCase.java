package io.memberflow.job.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.bench.Await;
import io.memberflow.job.release.AnsweringDeciders.Told;
import io.memberflow.job.release.ReleaseCommand.Kind;
import io.memberflow.job.sink.ActivationSink;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.CapturedLog;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Activation.State;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source in a running job, through failures and restarts; its deciders only answer. */
class ReleaseSourceITCase {
    private static final int DECIDERS = 2;
    private static final Stamp ANNA = Stamp.of("anna", "");

    @TempDir Path savepoints;

    private final Databases databases = new Databases();
    private final AnsweringDeciders deciders = new AnsweringDeciders();
    private MiniCluster cluster;
    private DatabaseConfig database;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        database = databases.fresh(Databases.Kind.H2);
        new Tables(database).migrate();
        registry = new Registry(() -> Connections.open(database));
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(DECIDERS)
                                .build());
        cluster.start();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        databases.close();
    }

    private JobGraph job(DatabaseConfig from, AnsweringDeciders to, boolean answersAreWritten)
            throws Exception {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(DECIDERS, flink)) {
            SingleOutputStreamOperator<Activation> answers =
                    env.fromSource(
                                    new ReleaseSource(
                                            new ReleaseSource.Settings(
                                                    from,
                                                    "default",
                                                    DECIDERS,
                                                    List.of(),
                                                    Duration.ofMillis(20),
                                                    null)),
                                    WatermarkStrategy.noWatermarks(),
                                    "releases")
                            .setParallelism(1)
                            .uid("releases")
                            .broadcast()
                            .process(to.function())
                            .uid("deciders");
            answers.sinkTo(
                            answersAreWritten
                                    ? ActivationSink.to(from)
                                    : new DiscardingSink<Activation>())
                    .uid("activation");
            return env.getStreamGraph().getJobGraph();
        }
    }

    private JobID submit(JobGraph job) throws Exception {
        cluster.submitJob(job).get();
        return job.getJobID();
    }

    private int publish(int number) throws SQLException {
        Release release = SmallRulebook.release(0, number);
        try (CompiledRules compiled =
                RuleCompiler.compile(release, new FactSchema(List.of())).orThrow()) {
            return registry.publish(release, compiled, "anna", "", null);
        }
    }

    private Channel channel() throws SQLException {
        return registry.channel("default").orElseThrow();
    }

    private void awaitActive(JobID job, long seq) throws Exception {
        Await.until(
                "sequence " + seq + " is active",
                () ->
                        registry.activations(job.toString(), seq).stream()
                                        .filter(row -> row.state() == State.ACTIVE)
                                        .count()
                                == DECIDERS);
    }

    private String savepoint(JobID job) throws Exception {
        String path =
                cluster.stopWithSavepoint(
                                job, savepoints.toString(), false, SavepointFormatType.CANONICAL)
                        .get();
        Await.until("the job has ended", () -> cluster.getJobStatus(job).get().isTerminalState());
        return path;
    }

    private void cancel(JobID job) throws Exception {
        cluster.cancelJob(job).get();
        Await.until("the job has ended", () -> cluster.getJobStatus(job).get().isTerminalState());
    }

    @Test
    void releasesComeAndGoWhileTheJobRunsAndFails() throws Exception {
        publish(1);
        publish(2);
        publish(3);
        registry.create("default", 1, ANNA);
        JobID job = submit(job(database, deciders, true));
        awaitActive(job, 1);

        registry.activate(channel(), 2, ANNA);
        awaitActive(job, 2);

        // A bad one, told by nobody to anybody.
        try (var connection = Connections.open(database);
                var statement = connection.createStatement()) {
            statement.execute("update rule_channel set seq = 3, active_version = 9");
        }
        Await.until(
                "sequence 3 is rejected", () -> !registry.activations(job.toString(), 3).isEmpty());
        assertThat(registry.activations(job.toString(), 3))
                .extracting(Activation::subtask, Activation::state)
                .containsExactly(tuple(Activation.COORDINATOR, State.REJECTED));

        deciders.failNext();
        registry.activate(channel(), 3, ANNA);
        awaitActive(job, 4);
        registry.rollback(channel(), 1, ANNA);
        awaitActive(job, 5);
        cancel(job);

        assertThat(deciders.told()).extracting(Told::attempt).contains(0, 1).doesNotContain(2);
        assertThat(deciders.told()).noneMatch(one -> one.seq() == 3);
        for (int subtask = 0; subtask < DECIDERS; subtask++) {
            for (int attempt = 0; attempt < 2; attempt++) {
                int now = attempt;
                isInOrder(
                        deciders.told(subtask).stream()
                                .filter(one -> one.attempt() == now)
                                .toList());
            }
        }
    }

    /**
     * In one attempt nothing is used that was not prepared, and no number comes after a greater.
     */
    private static void isInOrder(List<Told> told) {
        List<Long> prepared = new ArrayList<>();
        List<Long> used = new ArrayList<>();
        for (Told one : told) {
            if (one.kind() == Kind.PREPARE) {
                prepared.add(one.seq());
            } else {
                assertThat(prepared).contains(one.seq());
                used.add(one.seq());
            }
        }
        assertThat(used).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aJobStartsWithItsRulesWhenTheDatabaseIsAway() throws Exception {
        publish(1);
        publish(2);
        registry.create("default", 1, ANNA);
        JobID job = submit(job(database, deciders, true));
        awaitActive(job, 1);
        registry.activate(channel(), 2, ANNA);
        awaitActive(job, 2);
        String savepoint = savepoint(job);

        AnsweringDeciders again = new AnsweringDeciders();
        try (CapturedLog log = new CapturedLog();
                ClosingServer away = new ClosingServer()) {
            JobGraph restored = job(away.database(), again, false);
            // The sink that is left out had a state of its own.
            restored.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, true));
            JobID id = submit(restored);
            Await.until("told again", () -> again.wereToldToUse(2, DECIDERS));
            Await.until("looked at again and again", () -> away.connections() >= 4);
            cancel(id);
            // And said once.
            assertThat(log.text().split("The registry cannot be read", -1)).hasSize(2);
            assertThat(log.text())
                    .contains(
                            "the rules stay as they are. failedLooks=1 cause=\"The database"
                                    + " refused")
                    .contains("see that it runs, and check host and port in --jdbc-url.");
        }
        for (int subtask = 0; subtask < DECIDERS; subtask++) {
            assertThat(again.told(subtask))
                    .extracting(Told::kind, Told::seq, Told::version)
                    .containsExactly(tuple(Kind.PREPARE, 2L, 2), tuple(Kind.ACTIVATE, 2L, null));
        }
    }

    @Test
    void aReleaseThatWasBeingPreparedIsPreparedAgain() throws Exception {
        publish(1);
        publish(2);
        registry.create("default", 1, ANNA);
        JobID job = submit(job(database, deciders, true));
        awaitActive(job, 1);
        deciders.beSilent();
        registry.activate(channel(), 2, ANNA);
        Await.until("told to prepare", () -> deciders.wereToldToPrepare(2, DECIDERS));
        String savepoint = savepoint(job);
        assertThat(deciders.wereToldToUse(2, 1)).isFalse();

        AnsweringDeciders again = new AnsweringDeciders();
        JobGraph restored = job(database, again, true);
        restored.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        JobID id = submit(restored);
        awaitActive(id, 2);
        cancel(id);
        for (int subtask = 0; subtask < DECIDERS; subtask++) {
            assertThat(again.told(subtask))
                    .extracting(Told::kind, Told::seq)
                    .containsExactly(
                            tuple(Kind.PREPARE, 1L),
                            tuple(Kind.ACTIVATE, 1L),
                            tuple(Kind.PREPARE, 2L),
                            tuple(Kind.ACTIVATE, 2L));
        }
    }

    /** A database server that closes every connection at once, and counts them. */
    private static final class ClosingServer implements AutoCloseable {
        private final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket socket;
        private final Thread thread;

        ClosingServer() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            thread =
                    new Thread(
                            () -> {
                                while (!socket.isClosed()) {
                                    try {
                                        socket.accept().close();
                                        connections.incrementAndGet();
                                    } catch (IOException e) {
                                        return; // closed
                                    }
                                }
                            });
            thread.start();
        }

        int connections() {
            return connections.get();
        }

        DatabaseConfig database() {
            return new DatabaseConfig(
                    "jdbc:postgresql://localhost:" + socket.getLocalPort() + "/away",
                    "nobody",
                    null,
                    null);
        }

        @Override
        public void close() throws Exception {
            socket.close();
            thread.join();
        }
    }
}
