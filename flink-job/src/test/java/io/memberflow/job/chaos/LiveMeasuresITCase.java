package io.memberflow.job.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.FlinkCluster;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.bench.PostgresServer;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Registry;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What releases cost a live job on a cluster of its own, printed for BENCHMARKS.md. Only what must
 * not depend on the machine is asserted: that nothing piles up in a TaskManager.
 */
@EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
class LiveMeasuresITCase {
    private static final String CHANNEL = "default";
    private static final int SUBTASKS = 2;
    private static final int RELEASES = Integer.getInteger("memberflow.releases", 200);
    private static final int SUBMISSIONS = Integer.getInteger("memberflow.submissions", 20);
    private static final int SWEPT = Integer.getInteger("memberflow.swept", 1_000_000);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final double TOLERANCE = 1.05;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final KafkaServer broker = Bench.broker();
    private Path folder;
    private PostgresServer postgres;
    private FlinkCluster cluster;
    private KafkaProducer<byte[], byte[]> producer;
    private DatabaseConfig database;
    private Registry registry;
    private String orders;
    private String job;
    private long sent;

    @BeforeEach
    void start() throws Exception {
        folder = Bench.folder("measures");
        postgres = PostgresServer.start(folder.resolve("postgres"));
        database = postgres.createDatabase("measures");
        new Tables(database).migrate();
        registry = new Registry(() -> Connections.open(database));
        orders = Bench.topic("measures-orders", 3);
        producer = broker.producer();
        registry.create(CHANNEL, publish(0), stamp());
    }

    @AfterEach
    void stop() {
        producer.close();
        if (cluster != null) {
            cluster.close();
        }
        postgres.close();
    }

    @Test
    void untilASmallReleaseIsActiveEverywhere() throws Exception {
        for (int seconds : new int[] {1, 5, 10}) {
            startCluster(
                    Map.of("execution.checkpointing.interval", seconds + " s"),
                    FlinkCluster.SMALL_TASK_MANAGER);
            submit();
            send(1_000);
            awaitAllRead();
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                int version = publish(seconds * 100 + i);
                long start = System.nanoTime();
                awaitActive(activate(version));
                // The first ones warm it up.
                if (i > 2) {
                    millis.add((System.nanoTime() - start) / 1_000_000);
                }
            }
            Collections.sort(millis);
            System.out.printf(
                    "publish to active everywhere, checkpoints every %d s: median %d ms, longest %d"
                            + " ms of %d%n",
                    seconds,
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() - 1),
                    millis.size());
            cluster.cancel(job);
            cluster.close();
        }
    }

    @Test
    void manyReleasesLeaveNothingBehind() throws Exception {
        startCluster(
                Map.of("execution.checkpointing.interval", "300 ms"),
                FlinkCluster.SMALL_TASK_MANAGER);
        submit();
        send(1_000);
        awaitAllRead();
        Memory tenth = null;
        for (int i = 1; i <= RELEASES; i++) {
            awaitActive(activate(publish(i)));
            if (i == 10) {
                tenth = memory();
            }
        }
        Memory last = memory();
        System.out.printf("after 10 releases %s, after %d %s%n", tenth, RELEASES, last);
        assertThat(last.metaspace()).isLessThan((long) (tenth.metaspace() * TOLERANCE));
        assertThat(last.heap()).isLessThan((long) (tenth.heap() * TOLERANCE));
    }

    @Test
    void whatOneTaskManagerKeepsOfJobsThatEnded() throws Exception {
        startCluster(Map.of(), FlinkCluster.SMALL_TASK_MANAGER);
        List<Memory> after = new ArrayList<>();
        for (int i = 1; i <= SUBMISSIONS; i++) {
            submit();
            awaitActive(registry.channel(CHANNEL).orElseThrow().seq());
            cluster.cancel(job);
            after.add(memory());
            System.out.printf("after submission %d: %s%n", i, after.get(i - 1));
        }
        assertThat(after.get(after.size() - 1).metaspace())
                .isLessThan((long) (after.get(1).metaspace() * TOLERANCE));
    }

    @Test
    void allMembersAreDecidedAnewWhileOrdersFlow() throws Exception {
        startCluster(
                Map.of(
                        "execution.checkpointing.interval",
                        "10 s",
                        "execution.checkpointing.snapshot-compression",
                        "true",
                        "taskmanager.memory.task.heap.size",
                        "5500m"),
                "-Xmx6g -XX:MaxDirectMemorySize=256m -XX:MaxMetaspaceSize=256m");
        submit();
        send(SWEPT);
        awaitAllRead();
        awaitWritten();
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> flow = CompletableFuture.runAsync(() -> flow(end));
        double before = ordersASecond(end);
        int version = publish(1);
        long asked = System.currentTimeMillis();
        long read = tally().read();
        long seq = activate(version);
        long first = awaitAnswer(seq, 0);
        awaitAnswer(seq, 1);
        long swept = System.currentTimeMillis();
        double meanwhile = (tally().read() - read) * 1_000.0 / (swept - asked);
        end.countDown();
        flow.get();
        System.out.printf(
                "%d members decided anew and handed to the sink in %.1f s (first answer %.1f s"
                        + " after publishing); orders/s %.0f before, %.0f meanwhile; longest"
                        + " checkpoint %d ms%n",
                SWEPT,
                (swept - asked) / 1e3,
                (first - asked) / 1e3,
                before,
                meanwhile,
                longestCheckpoint(asked));
        awaitAllRead();
    }

    // ---- the job ----

    private void startCluster(Map<String, String> settings, String jvm) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put(FlinkCluster.TASK_MANAGER_JVM, jvm);
        cluster = FlinkCluster.start(Bench.folder("measures-flink"), SUBTASKS, all);
        cluster.startTaskManager(1);
    }

    private void submit() throws Exception {
        job =
                cluster.run(
                        SUBTASKS,
                        null,
                        List.of(
                                "--orders=kafka:" + orders,
                                "--bootstrap-servers=" + broker.bootstrapServers(),
                                "--channel=" + CHANNEL,
                                "--start-empty",
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user()));
        cluster.awaitRunning(job);
    }

    private void send(long count) {
        for (long i = 0; i < count; i++) {
            byte[] order =
                    KafkaServer.bytes(
                            "{\"order_id\":\"T%1$d\",\"member_id\":\"m-%2$d\",\"status\":\"PAID\",\"paid_at\":\"2026-01-01T10:00:00+08:00\",\"amount\":\"100\"}"
                                    .formatted(sent, sent % SWEPT));
            producer.send(new ProducerRecord<>(orders, (int) (sent % 3), null, order));
            sent++;
        }
        producer.flush();
    }

    /** As fast as the broker takes them, in batches, until it is told to end. */
    private void flow(CountDownLatch end) {
        try {
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                send(100);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tally tally() {
        return new Tables(database).progress(job).get(0);
    }

    /** Over half a minute, unless the end comes first. */
    private double ordersASecond(CountDownLatch end) throws InterruptedException {
        long before = tally().read();
        long start = System.nanoTime();
        end.await(30, TimeUnit.SECONDS);
        return (tally().read() - before) * 1e9 / (System.nanoTime() - start);
    }

    private void awaitAllRead() {
        Await.until("That " + sent + " orders are read", LIMIT, () -> tally().read() == sent);
    }

    private void awaitWritten() {
        Await.until(
                "That all members are written",
                LIMIT,
                () -> new Tables(database).countMembers(0).members() == SWEPT);
    }

    private long longestCheckpoint(long since) {
        long longest = 0;
        for (JsonNode one : cluster.get("/jobs/" + job + "/checkpoints").get("history")) {
            if (one.get("latest_ack_timestamp").asLong() >= since) {
                longest = Math.max(longest, one.get("end_to_end_duration").asLong());
            }
        }
        return longest;
    }

    // ---- releases ----

    private int publish(int number) throws Exception {
        Release release = SmallRulebook.release(0, number);
        try (CompiledRules compiled =
                RuleCompiler.compile(release, new FactSchema(List.of())).orThrow()) {
            return registry.publish(release, compiled, "measure", "", null);
        }
    }

    private long activate(int version) throws Exception {
        return registry.activate(registry.channel(CHANNEL).orElseThrow(), version, stamp()).seq();
    }

    private static Stamp stamp() {
        return Stamp.of("measure", "");
    }

    private void awaitActive(long seq) {
        for (int subtask = 0; subtask < SUBTASKS; subtask++) {
            awaitAnswer(seq, subtask);
        }
    }

    /** Waits until a subtask has decided all its members anew; returns when, in milliseconds. */
    private long awaitAnswer(long seq, int subtask) {
        Await.until(
                "That subtask " + subtask + " uses " + seq,
                LIMIT,
                () ->
                        registry.activations(job, seq).stream()
                                .anyMatch(
                                        row ->
                                                row.subtask() == subtask
                                                        && row.state() == Activation.State.ACTIVE
                                                        && row.swept() != null
                                                        && row.swept().equals(row.toSweep())));
        return System.currentTimeMillis();
    }

    // ---- the TaskManager ----

    /** What is in use after collecting garbage, in KiB. */
    private record Memory(long heap, long metaspace) {}

    private Memory memory() throws Exception {
        // What the first leaves to finalizers and cleaners goes with the second.
        cluster.askTaskManager(1, "GC.run");
        cluster.askTaskManager(1, "GC.run");
        String info = cluster.askTaskManager(1, "GC.heap_info");
        long heap = 0;
        long metaspace = 0;
        for (String line : info.lines().toList()) {
            Matcher used = USED.matcher(line);
            if (used.find() && line.contains("Metaspace")) {
                metaspace = Long.parseLong(used.group(1));
            } else if (used.find(0) && line.contains("generation")) {
                heap += Long.parseLong(used.group(1));
            }
        }
        return new Memory(heap, metaspace);
    }
}
