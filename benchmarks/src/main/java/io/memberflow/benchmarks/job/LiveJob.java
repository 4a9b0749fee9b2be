package io.memberflow.benchmarks.job;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.Live;
import io.memberflow.job.config.LiveClock;
import io.memberflow.job.metrics.Metric;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.order.RawEvent;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job in a cluster of its own within this process, and everything to steer it by. */
final class LiveJob implements AutoCloseable {
    private static final String DECIDE = "decide";
    private static final long LOOK_MILLIS = 2;
    private static final int LOOKS_A_STATUS = 100;

    private final int parallelism;
    private final MiniCluster cluster;
    private final JobID id;

    private final OrderFeed orders;
    private final Output output;
    private final QueueFeed<Long> instants = new QueueFeed<>();
    private final QueueFeed<ReleaseCommand> commands = new QueueFeed<>();
    private final List<Shared<?>> shared = new CopyOnWriteArrayList<>();

    /** The last that each subtask said of each number of the channel. */
    private final Map<List<Long>, Activation> activations = new ConcurrentHashMap<>();

    private final AtomicReference<String> refused = new AtomicReference<>();
    private int commandsSent;

    /**
     * How the job is to be.
     *
     * @param members where rows go, null to discard them
     * @param spread over how long after midnight members are decided
     * @param flink settings of Flink beyond the benchmark's own
     */
    record Settings(
            int parallelism,
            Sink<MemberRows> members,
            Duration spread,
            int checkpointSeconds,
            Path folder,
            Map<String, String> flink) {}

    LiveJob(Settings settings, OrderFeed orders) throws Exception {
        this.parallelism = settings.parallelism();
        this.orders = orders;
        this.output = new Output(parallelism);
        Configuration flink = configuration(settings);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        MemberPipeline.build(
                env, config(settings), TablesBefore.EMPTY, inputs(), outputs(settings.members()));
        JobGraph graph = env.getStreamGraph().getJobGraph();
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(flink)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(parallelism)
                                .withRandomPorts()
                                .build());
        cluster.start();
        id = graph.getJobID();
        cluster.submitJob(graph).get();
        await(() -> status() == JobStatus.RUNNING);
    }

    private static Configuration configuration(Settings settings) {
        Configuration flink = new Configuration();
        Map<String, String> own =
                Map.ofEntries(
                        Map.entry("pipeline.generic-types", "false"),
                        Map.entry("pipeline.auto-generate-uids", "false"),
                        Map.entry("pipeline.max-parallelism", "720"),
                        Map.entry("restart-strategy.type", "none"),
                        Map.entry(
                                "execution.checkpointing.interval",
                                settings.checkpointSeconds() + " s"),
                        Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "10"),
                        Map.entry("execution.checkpointing.storage", "filesystem"),
                        Map.entry("execution.checkpointing.unaligned.enabled", "true"),
                        Map.entry(
                                "execution.checkpointing.unaligned.interruptible-timers.enabled",
                                "true"),
                        Map.entry("execution.checkpointing.aligned-checkpoint-timeout", "1 s"),
                        Map.entry(
                                "execution.checkpointing.dir",
                                settings.folder().resolve("checkpoints").toUri().toString()),
                        Map.entry("io.tmp.dirs", settings.folder().toString()),
                        Map.entry("web.checkpoints.history", "10000"),
                        Map.entry("metrics.reporters", "live"),
                        Map.entry(
                                "metrics.reporter.live.factory.class",
                                LiveMetrics.Factory.class.getName()));
        own.forEach(flink::setString);
        settings.flink().forEach(flink::setString);
        return flink;
    }

    private JobConfig config(Settings settings) {
        return new JobConfig(
                "kafka:orders",
                null,
                null,
                OrderMaker.ZONE,
                "CNY",
                List.of(),
                750,
                List.of(),
                CutPointMode.FIXED,
                null,
                null,
                "jdbc:h2:mem:unused",
                null,
                null,
                null,
                false,
                false,
                false,
                90,
                parallelism,
                Map.of(),
                null,
                new Live(
                        null,
                        null,
                        null,
                        true,
                        false,
                        LiveClock.WALL,
                        Live.DEFAULT_DISORDER,
                        settings.spread(),
                        Live.DEFAULT_BEHAVIOUR_DAYS,
                        Live.DEFAULT_CHANNEL,
                        null,
                        null));
    }

    private MemberPipeline.Inputs inputs() {
        return new MemberPipeline.Inputs(
                new SteeredSource<RawEvent>(share(orders), TypeInformation.of(RawEvent.class)),
                null,
                null,
                null,
                null,
                new SteeredSource<>(share(commands), TypeInformation.of(ReleaseCommand.class)),
                env ->
                        env.fromSource(
                                        new SteeredSource<>(share(instants), Types.LONG),
                                        WatermarkStrategy.noWatermarks(),
                                        "instants")
                                .uid("instants")
                                .setParallelism(1));
    }

    private MemberPipeline.Outputs outputs(Sink<MemberRows> members) {
        return new MemberPipeline.Outputs(
                new MeasuredSink(share(output), members),
                telling(
                        rejected ->
                                refused.compareAndSet(
                                        null, rejected.code() + ": " + rejected.message())),
                telling(cutPoints -> {}),
                telling(progress -> {}),
                null,
                telling(
                        activation ->
                                activations.put(
                                        List.of(activation.seq(), (long) activation.subtask()),
                                        activation)),
                telling(shadow -> {}),
                null);
    }

    private <T> Sink<T> telling(Consumer<T> listener) {
        return new Telling<>(share(listener));
    }

    private <T> Shared<T> share(T object) {
        Shared<T> handle = Shared.of(object);
        shared.add(handle);
        return handle;
    }

    // ---- steering ----

    /** Lets the clock go to an instant, milliseconds since the epoch. */
    void clock(long instant) {
        instants.put(instant);
    }

    /** Compiled and in force when this returns. */
    void begin(Release release) throws Exception {
        send(new ReleaseCommand(0, ReleaseCommand.Kind.PREPARE, release, null, Mode.FULL, 0));
        await(() -> isPrepared(0));
        send(new ReleaseCommand(0, ReleaseCommand.Kind.ACTIVATE, null, null, Mode.FULL, 0));
        await(() -> LiveMetrics.subtasksFrom(Metric.CHANNEL_SEQ.title(), DECIDE, 0) == parallelism);
    }

    void send(ReleaseCommand command) {
        commandsSent++;
        commands.put(command);
    }

    /** Takes a checkpoint now; returns when it is complete. */
    void checkpoint() throws Exception {
        cluster.triggerCheckpoint(id).get();
    }

    /** Takes one beside whatever else goes on. */
    void checkpointMeanwhile() {
        cluster.triggerCheckpoint(id);
    }

    OrderFeed orders() {
        return orders;
    }

    Output output() {
        return output;
    }

    // ---- what is known of it ----

    /** Orders that came as far as deciding, whether or not anybody is decided. */
    long arrived() {
        return LiveMetrics.sum("numRecordsIn", DECIDE) - (long) commandsSent * parallelism;
    }

    long decided() {
        return LiveMetrics.sum(Metric.DECISIONS.title(), DECIDE);
    }

    /** How many were decided because their day had come. */
    long decidedForTheDay() {
        return LiveMetrics.sum(Metric.DECISIONS.title(), DECIDE, "cause", "TIME");
    }

    /** Whether every subtask has said this of a number of the channel. */
    boolean isPrepared(long seq) {
        return said(seq, Activation.State.PREPARED) || said(seq, Activation.State.ACTIVE);
    }

    /** Whether every subtask has begun to decide by it. */
    boolean isActive(long seq) {
        return said(seq, Activation.State.ACTIVE);
    }

    private boolean said(long seq, Activation.State state) {
        int count = 0;
        for (long subtask = 0; subtask < parallelism; subtask++) {
            Activation said = activations.get(List.of(seq, subtask));
            if (said != null && said.state() == Activation.State.REJECTED) {
                throw new IllegalStateException("The release was refused: " + said.message());
            }
            count += said != null && said.state() == state ? 1 : 0;
        }
        return count == parallelism;
    }

    /** Whether every subtask has gone through all its members with it. */
    boolean isSwept(long seq) {
        for (long subtask = 0; subtask < parallelism; subtask++) {
            Activation said = activations.get(List.of(seq, subtask));
            if (said == null
                    || said.state() != Activation.State.ACTIVE
                    || said.toSweep() == null
                    || !said.toSweep().equals(said.swept())) {
                return false;
            }
        }
        return true;
    }

    /** Checkpoints that were triggered from an instant on and are complete. */
    List<Checkpoint> checkpointsSince(long millis) throws Exception {
        return Checkpoint.of(graph()).stream().filter(c -> c.triggered() >= millis).toList();
    }

    private AccessExecutionGraph graph() throws Exception {
        return cluster.getExecutionGraph(id).get();
    }

    private JobStatus status() throws Exception {
        return cluster.getJobStatus(id).get();
    }

    /** Something that may fail to be found out. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Waits as long as the job runs.
     *
     * @throws IllegalStateException when it does not, or refused an order
     */
    void await(Condition condition) throws Exception {
        for (int look = 0; !condition.holds(); look++) {
            if (look % LOOKS_A_STATUS == 0) {
                mustBeWell();
            }
            Thread.sleep(LOOK_MILLIS);
        }
        mustBeWell();
    }

    private void mustBeWell() throws Exception {
        JobStatus status = status();
        if (status.isTerminalState()) {
            throw new IllegalStateException(
                    "The job is " + status, graph().getFailureInfo().getException());
        }
        if (refused.get() != null) {
            throw new IllegalStateException("An order was refused: " + refused.get());
        }
    }

    /** Lets time pass. */
    void await(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        await(() -> System.nanoTime() >= end);
    }

    /** Waits until all orders that were let through have come as far as deciding. */
    void drain() throws Exception {
        long sent = orders.sent();
        await(() -> arrived() >= sent);
    }

    @Override
    public void close() throws Exception {
        cluster.cancelJob(id).get();
        cluster.closeAsync().get();
        shared.forEach(Shared::forget);
    }
}
