package io.memberflow.job.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.FlinkCluster;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.bench.PostgresServer;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.registry.Registry;
import io.memberflow.registry.Stamp;
import io.memberflow.testdata.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as it is delivered, on real processes that are killed while events of all three streams,
 * releases and days come in. In the end every row is what the oracle says, and what a reader saw
 * meanwhile was whole.
 *
 * <p>{@code -Dmemberflow.seed} sends the same events and kills in the same order again; when what
 * happens is up to the machine.
 */
class ChaosITCase {
    private static final int SLICES = 50;
    private static final int FIRST_DAY = 400;
    private static final String CHANNEL = "default";

    private enum Incident {
        TASK_MANAGER,
        JOB_MANAGER,
        DATABASE,
        BROKER,
        /** A savepoint, and a start from it with another parallelism. */
        RESCALE
    }

    @TempDir private Path folder;

    private final ChaosSize size = ChaosSize.chosen();
    private final long seed =
            Long.getLong("memberflow.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    private final Random random = new Random(seed);
    private final List<String> diary = new ArrayList<>();
    private final long start = System.nanoTime();

    private FlinkCluster cluster;
    private PostgresServer postgres;
    private KafkaServer broker;
    private DatabaseConfig database;
    private Map<String, String> topics;
    private String job;

    @Test
    void whateverIsKilledEveryRowIsRightInTheEnd() throws Exception {
        StreamSettings settings = StreamSettings.shanghai(seed, size.members(), size.orders());
        CompletableFuture<ChaosShop> making =
                CompletableFuture.supplyAsync(() -> ChaosShop.of(settings));
        broker = Bench.broker();
        Path flink = Bench.folder("chaos");
        try (TestingServer zooKeeper = new TestingServer();
                PostgresServer server = PostgresServer.start(flink.resolve("postgres"));
                FlinkCluster started = FlinkCluster.start(flink, 2, settings(zooKeeper, flink))) {
            postgres = server;
            cluster = started;
            run(making);
            note("done");
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "With -Dmemberflow.seed=%d, processes' logs in %s: %s\n%s"
                            .formatted(seed, flink, String.join("\n", diary), e.getMessage()),
                    e);
        }
        System.out.printf("chaos seed=%d seconds=%d %s%n", seed, seconds(), diary);
    }

    private static Map<String, String> settings(TestingServer zooKeeper, Path flink) {
        Map<String, String> settings =
                new HashMap<>(
                        FlinkCluster.highAvailability(
                                zooKeeper.getConnectString(), flink.resolve("ha")));
        // Every TaskManager has something to lose.
        settings.put("taskmanager.load-balance.mode", "SLOTS");
        settings.put("heartbeat.interval", "500");
        // Barriers do not wait behind a backlog.
        settings.put("taskmanager.network.memory.buffer-debloat.enabled", "true");
        if (ChaosSize.isFull()) {
            settings.put("taskmanager.memory.task.heap.size", "896m");
            settings.put(
                    FlinkCluster.TASK_MANAGER_JVM,
                    FlinkCluster.SMALL_TASK_MANAGER.replace("-Xmx512m", "-Xmx1g"));
        } else {
            // No process lives long enough to be worth compiling well.
            settings.put(
                    FlinkCluster.TASK_MANAGER_JVM,
                    FlinkCluster.SMALL_TASK_MANAGER + " -XX:TieredStopAtLevel=1");
        }
        return settings;
    }

    private void run(CompletableFuture<ChaosShop> making) throws Exception {
        database = postgres.createDatabase("chaos");
        new Tables(database).migrate();
        Registry registry = new Registry(() -> Connections.open(database));
        note("servers are up");
        ChaosRules.publish(registry, size.releases());
        note("releases are published");
        registry.create(CHANNEL, 1, stamp());
        topics =
                Map.of(
                        "orders", Bench.topic("chaos-orders", 3),
                        "members", Bench.topic("chaos-members", 3),
                        "behaviours", Bench.topic("chaos-behaviours", 3),
                        "ticks", Bench.topic("chaos-ticks", 1));
        cluster.startTaskManagers(1, 2);
        note("two TaskManagers are there");
        submit(2, null);
        ChaosShop shop = making.get();
        note("%d events of %d members", shop.events().size(), shop.last().size());
        try (Feed feed = new Feed(broker, topics, shop.settings().zone(), seed);
                WatchfulReader reader = new WatchfulReader(database)) {
            CountDownLatch quiet = new CountDownLatch(1);
            Semaphore slices = new Semaphore(0);
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> feed(feed, shop, slices));
            CompletableFuture<Void> publishing =
                    CompletableFuture.runAsync(() -> publish(registry, quiet));
            List<Incident> incidents = incidents();
            for (Incident incident : incidents) {
                if (incident == Incident.RESCALE || random.nextInt(3) > 0) {
                    awaitCheckpoint();
                } // else it hits a job that is about to come back from the one before
                // However slow the machine is, events come in when it happens.
                slices.release(SLICES / incidents.size());
                pause(Duration.ofMillis(random.nextInt(2_000)));
                happen(incident);
            }
            slices.release(SLICES);
            feeding.get();
            quiet.countDown();
            publishing.get();
            feed.send(shop.last(), 0);
            feed.tick(shop.settings().asOf());
            feed.flush();
            note("all is sent");
            FinalTables tables = new FinalTables(database, shop);
            tables.awaitAllRead(job, size.settling());
            activate(registry, size.releases());
            note("the last release is asked for");
            tables.awaitRelease(size.releases(), size.settling());
            note("all is decided");
            cluster.cancel(job);
            tables.check(job, size.releases(), feed.refused(), folder);
            assertThat(reader.faults()).isEmpty();
            assertThat(reader.looks()).as("looks of the reader").isGreaterThan(10);
            assertThat(reader.rowsSeen()).as("rows it saw").isGreaterThan(shop.last().size());
            note("the reader looked %d times", reader.looks());
        }
    }

    private void submit(int parallelism, String savepoint) throws Exception {
        StreamSettings settings = StreamSettings.shanghai(seed, size.members(), size.orders());
        job =
                cluster.run(
                        parallelism,
                        savepoint,
                        List.of(
                                "--orders=kafka:" + topics.get("orders"),
                                "--members=kafka:" + topics.get("members"),
                                "--behaviours=kafka:" + topics.get("behaviours"),
                                "--clock=ticks:kafka:" + topics.get("ticks"),
                                "--bootstrap-servers=" + broker.bootstrapServers(),
                                "--midnight-spread=0s",
                                "--zone=" + settings.zone(),
                                "--retention-days=" + FinalTables.RETENTION_DAYS,
                                "--behaviour-days=365",
                                "--channel=" + CHANNEL,
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user()));
        note("job %s with parallelism %d", job, parallelism);
    }

    // ---- what comes in ----

    private void feed(Feed feed, ChaosShop shop, Semaphore slices) {
        int events = shop.events().size();
        LocalDate first = shop.settings().asOf().minusDays(FIRST_DAY);
        for (int i = 0; i < SLICES; i++) {
            slices.acquireUninterruptibly();
            feed.tick(first.plusDays((long) FIRST_DAY * i / SLICES));
            feed.send(
                    shop.events().subList(events * i / SLICES, events * (i + 1) / SLICES),
                    size.sending().toNanos() / SLICES);
        }
    }

    /** All releases but the first and the last, as long as there is no quiet. */
    private void publish(Registry registry, CountDownLatch quiet) {
        try {
            for (int release = 2; release < size.releases(); release++) {
                if (quiet.await(size.releaseEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                activate(registry, release);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those who publish try again when the database is away. */
    private void activate(Registry registry, int release) {
        Await.until(
                "That release " + release + " is in the channel",
                size.settling(),
                () -> {
                    var seen = registry.channel(CHANNEL).orElseThrow();
                    return seen.activeVersion() == release
                            || registry.activate(seen, release, stamp()).activeVersion() == release;
                });
    }

    private static Stamp stamp() {
        return Stamp.of("chaos", "");
    }

    // ---- what happens ----

    private List<Incident> incidents() {
        List<Incident> all = new ArrayList<>();
        all.addAll(Collections.nCopies(size.taskManagerKills(), Incident.TASK_MANAGER));
        all.addAll(Collections.nCopies(size.jobManagerKills(), Incident.JOB_MANAGER));
        all.addAll(Collections.nCopies(size.databaseRestarts(), Incident.DATABASE));
        all.addAll(Collections.nCopies(size.brokerRestarts(), Incident.BROKER));
        Collections.shuffle(all, random);
        all.add(all.size() / 2, Incident.RESCALE);
        return all;
    }

    private void awaitCheckpoint() {
        cluster.awaitRunning(job);
        long before = cluster.completedCheckpoints(job);
        Await.until(
                "That a checkpoint is completed",
                size.settling(),
                () -> cluster.completedCheckpoints(job) > before);
    }

    /** Until a moment that nothing else decides. */
    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private void happen(Incident incident) throws Exception {
        note("%s", incident);
        switch (incident) {
            case TASK_MANAGER -> {
                int number = 1 + random.nextInt(2);
                cluster.killTaskManager(number);
                cluster.startTaskManager(number);
            }
            case JOB_MANAGER -> {
                cluster.killJobManager();
                cluster.startJobManager();
            }
            case DATABASE -> {
                postgres.stop();
                postgres.start();
            }
            case BROKER -> {
                broker.kill();
                broker.start();
            }
            case RESCALE -> {
                String savepoint =
                        Await.until(
                                "A savepoint",
                                size.settling(),
                                () -> cluster.stop(job),
                                path -> true);
                submit(3, savepoint);
            }
        }
    }

    private void note(String what, Object... values) {
        diary.add(seconds() + "s " + what.formatted(values));
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
