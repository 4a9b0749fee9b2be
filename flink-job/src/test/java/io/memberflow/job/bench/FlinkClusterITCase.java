package io.memberflow.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.curator.test.TestingServer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar that goes to a cluster, on a cluster of real processes; some minutes. */
@EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
class FlinkClusterITCase {
    @TempDir private Path folder;

    @Test
    void theJobRunsFromItsJar() throws Exception {
        Path orders =
                Files.writeString(
                        folder.resolve("orders.jsonl"),
                        """
                        {"order_id":"T1","member_id":"m-1","status":"PAID","amount":"120","paid_at":"2025-06-01"}
                        {"order_id":"T2","member_id":"m-1","status":"PAID","amount":"80","paid_at":"2025-06-20"}
                        no order
                        """);
        try (FlinkCluster cluster = FlinkCluster.start(Bench.folder("flink"), 2, Map.of())) {
            cluster.startTaskManager(1);

            String printed =
                    cluster.runToTheEnd(
                            2,
                            List.of(
                                    "--orders=" + orders,
                                    "--as-of=2025-06-30",
                                    "--jdbc-url=jdbc:h2:file:"
                                            + folder.resolve("db")
                                            + ";AUTO_SERVER=TRUE"));

            assertThat(printed)
                    .contains("orders: read 3 applied 2 repeats 0 rejected 1")
                    .contains("members 1 with orders 1");
        }
    }

    @Test
    void aJobLosesNothingWhateverIsKilled() throws Exception {
        KafkaServer broker = Bench.broker();
        String events = Bench.topic("chaos", 3);
        String counted = Bench.topic("chaos-counted", 1);
        Path flink = Bench.folder("flink");
        List<String> arguments =
                List.of(
                        broker.securedServers(),
                        Files.writeString(
                                        folder.resolve("kafka.properties"),
                                        KafkaServer.clientProperties(KafkaServer.PASSWORD))
                                .toString(),
                        events,
                        counted);
        Set<String> sent = new HashSet<>();
        try (TestingServer zooKeeper = new TestingServer();
                FlinkCluster cluster =
                        FlinkCluster.start(
                                flink,
                                1,
                                FlinkCluster.highAvailability(
                                        zooKeeper.getConnectString(), flink.resolve("ha")));
                KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            cluster.startTaskManager(1);
            cluster.startTaskManager(2);
            String job =
                    cluster.run(
                            jarWith(CountingJob.class),
                            CountingJob.class.getName(),
                            2,
                            null,
                            arguments);
            cluster.awaitRunning(job);
            send(producer, events, sent);
            cluster.awaitCheckpoints(job, 1);

            cluster.killTaskManager(1);
            send(producer, events, sent);
            cluster.startTaskManager(1);
            cluster.awaitRunning(job);
            awaitCounted(broker, counted, sent);

            cluster.killJobManager();
            send(producer, events, sent);
            cluster.startJobManager();
            cluster.awaitRunning(job);
            awaitCounted(broker, counted, sent);

            broker.kill();
            broker.start();
            send(producer, events, sent);
            awaitCounted(broker, counted, sent);

            String savepoint = cluster.stop(job);
            send(producer, events, sent);
            String rescaled =
                    cluster.run(
                            jarWith(CountingJob.class),
                            CountingJob.class.getName(),
                            1,
                            savepoint,
                            arguments);
            cluster.awaitRunning(rescaled);
            awaitCounted(broker, counted, sent);
            cluster.awaitCheckpoints(rescaled, 1);
            assertThat(cluster.latestCheckpoint(rescaled)).startsWith("file:");
            cluster.cancel(rescaled);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, Set<String> sent)
            throws Exception {
        for (int i = 0; i < 200; i++) {
            RecordMetadata at =
                    producer.send(new ProducerRecord<>(topic, KafkaServer.bytes("{}"))).get();
            sent.add(at.topic() + "/" + at.partition() + "/" + at.offset());
        }
    }

    /** Waits until every event was read once, and sees that none was read twice. */
    private static void awaitCounted(KafkaServer broker, String topic, Set<String> sent) {
        Set<String> once = sent.stream().map(o -> o + " 1").collect(Collectors.toSet());
        Await.until(
                "That all " + sent.size() + " events are counted once",
                Duration.ofSeconds(120),
                () ->
                        broker.readAll(topic).stream()
                                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                                .collect(Collectors.toSet()),
                counted -> {
                    assertThat(once).containsAll(counted);
                    return counted.equals(once);
                });
    }

    /** The job's jar with one more job in it. */
    private Path jarWith(Class<?> main) throws Exception {
        Path jar = folder.resolve("with-" + main.getSimpleName() + ".jar");
        if (!Files.exists(jar)) {
            Files.copy(FlinkCluster.jobJar(), jar);
            try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                Path classes =
                        Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
                String name = main.getName().replace('.', '/');
                Files.createDirectories(zip.getPath(name).getParent());
                for (String part : List.of("", "$Count")) {
                    String file = name + part + ".class";
                    Files.copy(classes.resolve(file), zip.getPath(file));
                }
            }
        }
        return jar;
    }
}
