package io.memberflow.job.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A real broker (KRaft, broker and controller in one) in a JVM of its own, on free ports of this
 * machine. It can be killed and comes back with what it had. One of its listeners asks for a user.
 */
public final class KafkaServer implements AutoCloseable {
    /** The only user of the secured listener, and its password. */
    public static final String USER = "memberflow";

    public static final String PASSWORD = "bench-secret";

    /** Larger than any event may be, so that one can be too large. */
    private static final int LARGEST_MESSAGE = 8 << 20;

    /** A quarter of an hour. */
    private static final int LONGEST_AWAY_MILLIS = 900_000;

    private static final Duration START = Duration.ofSeconds(180);

    private final Path folder;
    private final int port;
    private final int securedPort;
    private JavaProcess process;

    private KafkaServer(Path folder, int port, int securedPort) {
        this.folder = folder;
        this.port = port;
        this.securedPort = securedPort;
    }

    /**
     * Formats the storage, starts the broker and waits until it answers.
     *
     * @param folder an empty folder for its data and its log
     */
    public static KafkaServer start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int[] ports = FreePorts.of(3);
        KafkaServer server = new KafkaServer(folder, ports[0], ports[1]);
        Files.writeString(
                server.properties(),
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%3$d
                listeners=PLAINTEXT://localhost:%1$d,SECURED://localhost:%2$d,CONTROLLER://localhost:%3$d
                advertised.listeners=PLAINTEXT://localhost:%1$d,SECURED://localhost:%2$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SECURED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                sasl.enabled.mechanisms=PLAIN
                listener.name.secured.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%4$s="%5$s";
                log.dirs=%6$s
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.num.partitions=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                broker.heartbeat.interval.ms=200
                broker.session.timeout.ms=1000
                auto.create.topics.enable=false
                message.max.bytes=%7$d
                """
                        .formatted(
                                ports[0],
                                ports[1],
                                ports[2],
                                USER,
                                PASSWORD,
                                folder.resolve("data"),
                                LARGEST_MESSAGE));
        int formatted =
                StorageTool.execute(
                        new String[] {
                            "format",
                            "-t",
                            Uuid.randomUuid().toString(),
                            "-c",
                            server.properties().toString()
                        },
                        new PrintStream(OutputStream.nullOutputStream()));
        if (formatted != 0) {
            throw new IllegalStateException("The storage in " + folder + " was not formatted");
        }
        server.start();
        return server;
    }

    /** Starts the broker again after {@link #kill}, where it was, and waits until it answers. */
    public void start() {
        process =
                JavaProcess.start(
                        "broker",
                        folder.resolve("broker.log"),
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        JavaProcess.classPath(KafkaServer::isOfKafka),
                        Map.of(),
                        "kafka.Kafka",
                        List.of(properties().toString()));
        try (Admin admin = admin()) {
            Await.until(
                    "A broker that answers (see " + folder + "/broker.log)",
                    START,
                    () -> {
                        process.requireAlive();
                        return admin.describeCluster().nodes().get().size() == 1;
                    });
        }
    }

    /** Ends the broker as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** Ends the broker as an operator does. */
    public void stop() {
        process.stop();
    }

    public String bootstrapServers() {
        return "localhost:" + port;
    }

    /** The listener that asks for {@link #USER} and {@link #PASSWORD} by SASL/PLAIN. */
    public String securedServers() {
        return "localhost:" + securedPort;
    }

    /** What a client of {@link #securedServers} needs besides, as lines of a properties file. */
    public static String clientProperties(String password) {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                """
                .formatted(USER, password);
    }

    public void createTopic(String name, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void growTopic(String name, int partitions) {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client for everything that this class has no method for. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** A producer of bytes that loses nothing while the broker is away for some minutes. */
    public KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "delivery.timeout.ms",
                        LONGEST_AWAY_MILLIS,
                        "max.block.ms",
                        LONGEST_AWAY_MILLIS,
                        "max.request.size",
                        LARGEST_MESSAGE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** What a topic holds, in its order for each partition. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.close();
    }

    private Path properties() {
        return folder.resolve("server.properties");
    }

    /** The broker sees no Flink, nor us. */
    private static boolean isOfKafka(String entry) {
        return entry.endsWith(".jar")
                && !entry.contains("/flink/")
                && !entry.contains("/drools/")
                && !entry.contains("memberflow-");
    }
}
