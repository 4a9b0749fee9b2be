package io.memberflow.job.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.FlinkCluster;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.bench.PostgresServer;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a job needs is away for a while, or what it reads is of no use, while orders come: nothing
 * is lost, nobody has to do anything, and what piled up is gone within twice the outage. {@code
 * -Dmemberflow.outage} says how many seconds something is away, 300 if it does not.
 */
@EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesITCase {
    private static final Duration OUTAGE =
            Duration.ofSeconds(Long.getLong("memberflow.outage", 300));
    private static final int ORDERS_A_SECOND = 100;
    private static final int MEMBERS = 1_000;
    private static final int MEBIBYTE = 1 << 20;
    private static final String CHECKPOINT_SPACE = "size=64m";

    private final KafkaServer broker = Bench.broker();
    private Path folder;
    private PostgresServer postgres;
    private FlinkCluster cluster;
    private KafkaProducer<byte[], byte[]> producer;
    private DatabaseConfig database;
    private String orders;
    private String job;
    private boolean mounted;
    private long sent;
    private long malformed;

    @BeforeAll
    void start() throws Exception {
        folder = Bench.folder("outages");
        postgres = PostgresServer.start(folder.resolve("postgres"));
        database = postgres.createDatabase("outages");
        new Tables(database).migrate();
        orders = Bench.topic("outages-orders", 3);
        producer = broker.producer();
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        mounted =
                run("mount", "-t", "tmpfs", "-o", CHECKPOINT_SPACE, "tmpfs", checkpoints.toString())
                        == 0;
        cluster = FlinkCluster.start(folder, 2, Map.of());
        cluster.startTaskManager(1);
        job =
                cluster.run(
                        2,
                        null,
                        List.of(
                                "--orders=kafka:" + orders,
                                "--bootstrap-servers=" + broker.bootstrapServers(),
                                "--rules=" + Path.of("../rules/rulebook").toAbsolutePath(),
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user()));
        cluster.awaitRunning(job);
        sendFor(Duration.ofSeconds(5));
        awaitAllRead(Duration.ofMinutes(3));
        cluster.awaitCheckpoints(job, 1);
    }

    @AfterAll
    void stop() throws Exception {
        producer.close();
        cluster.close();
        postgres.close();
        if (mounted) {
            run("umount", folder.resolve("checkpoints").toString());
        }
    }

    /** Everything is right after each of them, and the job is the one that was started. */
    @AfterEach
    void nothingIsLost() throws Exception {
        assertThat(cluster.status(job)).isEqualTo("RUNNING");
        Tally tally = new Tables(database).progress(job).get(0);
        assertThat(tally.rejected()).isEqualTo(malformed);
        assertThat(tally.applied()).isEqualTo(sent - malformed);
        assertThat(tally.read()).isEqualTo(sent);
        assertThat(number("select count(*) from rejected_event where code = 'MALFORMED'"))
                .isEqualTo(malformed);
        Await.until(
                "That all members are written",
                () -> number("select sum(orders_total) from member_profile") == sent - malformed);
    }

    @Test
    void theDatabaseIsAway() throws Exception {
        postgres.stop();
        sendFor(OUTAGE);
        postgres.start();
        caughtUp("database", OUTAGE);
    }

    @Test
    void theBrokerIsAway() throws Exception {
        broker.kill();
        // Who sends waits, sooner or later, until somebody starts the broker.
        long killed = System.nanoTime();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendFor(OUTAGE));
        waitUntil(killed + OUTAGE.toNanos());
        broker.start();
        sending.get();
        caughtUp("broker", OUTAGE);
    }

    @Test
    void theDiskOfCheckpointsIsFull() throws Exception {
        assumeThat(mounted).as("a small disk may be mounted").isTrue();
        long failed = checkpoints("failed");
        Path filler = folder.resolve("checkpoints/filler");
        fill(filler);
        sendFor(OUTAGE);
        assertThat(checkpoints("failed")).isGreaterThan(failed);
        Files.delete(filler);
        cluster.awaitCheckpoints(job, 1);
        caughtUp("disk", OUTAGE);
    }

    @Test
    void aMessageIsPoison() throws Exception {
        byte[] large = new byte[MEBIBYTE + 1];
        Arrays.fill(large, (byte) '[');
        sendMalformed(large);
        sendMalformed(Arrays.copyOf(large, MEBIBYTE));
        sendFor(Duration.ofSeconds(5));
        caughtUp("poison", Duration.ofSeconds(30));
    }

    @Test
    void tenThousandMessagesAreMalformed() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            sendMalformed(KafkaServer.bytes("{\"order_id\":" + i));
        }
        sendFor(Duration.ofSeconds(5));
        caughtUp("malformed", Duration.ofSeconds(30));
    }

    // ---- orders ----

    private void sendFor(Duration time) {
        long start = System.nanoTime();
        long count = time.toSeconds() * ORDERS_A_SECOND;
        for (long i = 0; i < count; i++) {
            waitUntil(start + i * 1_000_000_000L / ORDERS_A_SECOND);
            send(order(sent));
        }
    }

    private static void waitUntil(long nanoTime) {
        while (System.nanoTime() < nanoTime) {
            LockSupport.parkNanos(nanoTime - System.nanoTime());
        }
    }

    private static byte[] order(long number) {
        return KafkaServer.bytes(
                "{\"order_id\":\"T%d\",\"member_id\":\"m-%d\",\"status\":\"PAID\",\"paid_at\":\"2026-01-01T10:00:00+08:00\",\"amount\":\"100\"}"
                        .formatted(number, number % MEMBERS));
    }

    private void sendMalformed(byte[] bytes) {
        malformed++;
        send(bytes);
    }

    private void send(byte[] bytes) {
        producer.send(new ProducerRecord<>(orders, (int) (sent++ % 3), null, bytes));
    }

    /** Waits until all is read and written; that takes no longer than the outage took, twice. */
    private void caughtUp(String what, Duration outage) {
        long back = System.nanoTime();
        producer.flush();
        awaitAllRead(outage.multipliedBy(2).plusSeconds(60));
        double seconds = (System.nanoTime() - back) / 1e9;
        System.out.printf(
                "outage of %s: %d s, lag gone %.1f s after its end, %s restarts so far%n",
                what, outage.toSeconds(), seconds, restarts());
        assertThat(seconds).as("seconds until the lag is gone").isLessThan(2 * outage.toSeconds());
    }

    private void awaitAllRead(Duration limit) {
        Await.until(
                "That all " + sent + " orders are read",
                limit,
                () -> new Tables(database).progress(job).get(0).read(),
                read -> read == sent);
    }

    // ---- what there is ----

    private long number(String sql) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private long checkpoints(String what) {
        return cluster.get("/jobs/" + job + "/checkpoints").get("counts").get(what).asLong();
    }

    private String restarts() {
        JsonNode metric = cluster.get("/jobs/" + job + "/metrics?get=numRestarts");
        return metric.isEmpty() ? "unknown" : metric.get(0).get("value").asText();
    }

    private static void fill(Path file) {
        byte[] zeros = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) { // that it is full is what is wanted
            assertThat(file).exists();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
