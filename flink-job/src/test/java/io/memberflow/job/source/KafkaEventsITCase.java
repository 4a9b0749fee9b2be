package io.memberflow.job.source;

import static io.memberflow.job.bench.KafkaServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.source.ReadCounts.Seen;
import io.memberflow.job.support.Collected;
import io.memberflow.order.Cleaning;
import io.memberflow.order.RawEvent;
import io.memberflow.order.RejectCode;
import io.memberflow.order.Rejected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Events from a real broker, which is killed on the way, through jobs that fail and come back. */
class KafkaEventsITCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final KafkaServer BROKER = Bench.broker();
    private static final Cleaning CLEANING =
            Cleaning.live(
                    ZoneId.of("Asia/Shanghai"),
                    "CNY",
                    Set.of(),
                    Cleaning.UNLIMITED,
                    Cleaning.UNLIMITED);

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    @TempDir private Path folder;

    private final Set<String> sent = new HashSet<>();
    private final Collected<Seen> seen = new Collected<>();
    private final Collected<Rejected> rejected = new Collected<>();

    @Test
    void everyEventOfThreeStreamsIsReadOnceWhateverHappens() throws Exception {
        String orders = Bench.topic("orders", 3);
        String members = Bench.topic("members", 2);
        String behaviours = Bench.topic("behaviours", 1);
        Map<String, String> topics =
                Map.of("orders", orders, "members", members, "behaviours", behaviours);
        try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
            send(producer, topics, 0, 300);
            JobClient first = start(topics, 2, null);
            awaitAll(first);
            String savepoint =
                    first.stopWithSavepoint(false, folder.toString(), SavepointFormatType.CANONICAL)
                            .get();
            send(producer, topics, 300, 600);

            JobClient second = start(topics, 3, savepoint);
            awaitAll(second);
            BROKER.kill();
            Future<List<Future<RecordMetadata>>> late = // to send waits for the broker
                    CompletableFuture.supplyAsync(() -> sendAsync(producer, topics, 600, 900));
            BROKER.start();
            noteSent(late.get());
            ReadCounts.fail();
            BROKER.growTopic(behaviours, 2);
            note(
                    producer.send(
                            new ProducerRecord<>(behaviours, 1, null, behaviour("new partition"))));
            awaitAll(second);
            assertThat(ReadCounts.isToFail()).as("the failure is still to come").isFalse();
            second.cancel().get();
        }
        assertThat(seen.soFar()).allMatch(s -> s.times() == 1);
        assertThat(seen.soFar().stream().map(Seen::origin).collect(Collectors.toSet()))
                .isEqualTo(sent);
    }

    /** Longer than any client waits: the job fails again and again, and then goes on. */
    @Test
    @EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
    void aBrokerThatIsAwayForLongLosesNothing() throws Exception {
        Map<String, String> topics = Map.of("orders", Bench.topic("outage", 2));
        try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
            noteSent(sendAsync(producer, allOrders(topics), 0, 50));
            JobClient job = start(topics, 2, null);
            awaitAll(job);
            int starts = ReadCounts.starts();
            BROKER.kill();
            Await.until(
                    "That the job was started again twice",
                    Duration.ofMinutes(6),
                    () -> ReadCounts.starts() >= starts + 4);
            BROKER.start();
            noteSent(sendAsync(producer, allOrders(topics), 50, 100));
            awaitAll(job);
            job.cancel().get();
        }
        assertThat(seen.soFar()).allMatch(s -> s.times() == 1);
    }

    private static Map<String, String> allOrders(Map<String, String> topics) {
        String orders = topics.get("orders");
        return Map.of("orders", orders, "members", orders, "behaviours", orders);
    }

    @Test
    void whateverARecordHoldsTheJobLives() throws Exception {
        String orders = Bench.topic("hostile", 1);
        byte[] tooLong = new byte[3 << 20];
        try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
            for (byte[] value :
                    new byte[][] {
                        null,
                        {},
                        bytes(" \n"),
                        tooLong,
                        {(byte) 0xC3, 0x28},
                        bytes("null"),
                        order("good", "m"),
                        bytes("{\"order_id\":\"T1\",\"member_id\":\"m\",\"status\":\"PAID\"}")
                    }) {
                note(producer.send(new ProducerRecord<>(orders, value)));
            }
        }

        JobClient job = start(Map.of("orders", orders), 1, null);
        awaitAll(job);
        Await.until("That seven are refused", LIMIT, () -> rejected.size() >= 7);
        job.cancel().get();

        assertThat(rejected.soFar())
                .extracting(Rejected::origin)
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().filter(o -> !o.endsWith("/6")).toList());
        assertThat(rejected.soFar())
                .filteredOn(r -> !r.origin().endsWith("/7"))
                .extracting(Rejected::code)
                .containsOnly(RejectCode.MALFORMED);
        assertThat(rejected.soFar())
                .filteredOn(r -> r.origin().endsWith("/3"))
                .extracting(Rejected::rawBytes)
                .containsExactly((long) tooLong.length);
        assertThat(rejected.soFar())
                .filteredOn(r -> r.origin().endsWith("/0"))
                .extracting(Rejected::raw, Rejected::rawBytes)
                .containsExactly(tuple("", 0L));
    }

    private JobClient start(Map<String, String> topics, int parallelism, String savepoint)
            throws Exception {
        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        flink.setString("pipeline.auto-generate-uids", "false");
        flink.setString("pipeline.max-parallelism", "720");
        flink.setString("execution.checkpointing.interval", "200 ms");
        flink.setString("restart-strategy.type", "fixed-delay");
        flink.setString("restart-strategy.fixed-delay.attempts", "1000");
        flink.setString("restart-strategy.fixed-delay.delay", "100 ms");
        if (savepoint != null) {
            flink.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        KafkaAccess access =
                new KafkaAccess(
                        BROKER.bootstrapServers(),
                        Files.writeString(
                                        folder.resolve("kafka.properties"),
                                        "partition.discovery.interval.ms=300\n")
                                .toString());
        DataStream<RawEvent> all = null;
        for (String stream : topics.keySet().stream().sorted().toList()) {
            SingleOutputStreamOperator<RawEvent> events =
                    env.fromSource(
                                    KafkaEvents.of(access, topics.get(stream), "memberflow-test"),
                                    Idle.forever(),
                                    stream)
                            .uid(stream);
            SingleOutputStreamOperator<LedgerEvent> read =
                    events.process(reader(stream)).name("read " + stream).uid("read-" + stream);
            read.getSideOutput(ReadOrders.REJECTED)
                    .sinkTo(rejected)
                    .name("rejected " + stream)
                    .uid("rejected-" + stream);
            all = all == null ? events : all.union(events);
        }
        all.keyBy(RawEvent::origin)
                .process(new ReadCounts())
                .name("count")
                .uid("count")
                .sinkTo(seen)
                .name("seen")
                .uid("seen");
        return env.executeAsync("kafka events");
    }

    private static ProcessFunction<RawEvent, LedgerEvent> reader(String stream) {
        return switch (stream) {
            case "orders" -> new ReadOrders(CLEANING, true);
            case "members" -> new ReadMembers(CLEANING);
            default -> new ReadBehaviours(CLEANING);
        };
    }

    /** Waits until the job has seen all that was sent. */
    private void awaitAll(JobClient job) {
        Await.until(
                "That all " + sent.size() + " events are read by job " + job.getJobID(),
                LIMIT,
                () ->
                        seen.soFar().stream()
                                .map(Seen::origin)
                                .collect(Collectors.toSet())
                                .containsAll(sent));
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, Map<String, String> topics, int from, int to)
            throws Exception {
        noteSent(sendAsync(producer, topics, from, to));
    }

    private static List<Future<RecordMetadata>> sendAsync(
            KafkaProducer<byte[], byte[]> producer, Map<String, String> topics, int from, int to) {
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String member = "m-" + i % 7;
            String stream = List.of("orders", "members", "behaviours").get(i % 3);
            byte[] value =
                    switch (stream) {
                        case "orders" -> order("T" + i, member);
                        case "members" ->
                                bytes(
                                        "{\"member_id\":\"%s\",\"updated_at\":\"2025-01-01\"}"
                                                .formatted(member));
                        default -> behaviour("e" + i);
                    };
            futures.add(
                    producer.send(new ProducerRecord<>(topics.get(stream), bytes(member), value)));
        }
        return futures;
    }

    private void noteSent(List<Future<RecordMetadata>> futures) throws Exception {
        for (Future<RecordMetadata> future : futures) {
            note(future);
        }
    }

    private void note(Future<RecordMetadata> future) throws Exception {
        RecordMetadata at = future.get();
        sent.add(at.topic() + "/" + at.partition() + "/" + at.offset());
    }

    private static byte[] order(String id, String member) {
        return bytes(
                "{\"order_id\":\"%s\",\"member_id\":\"%s\",\"status\":\"PAID\",\"amount\":\"120\",\"paid_at\":\"2025-01-01\"}"
                        .formatted(id, member));
    }

    private static byte[] behaviour(String id) {
        return bytes(
                "{\"event_id\":\"%s\",\"member_id\":\"m\",\"at\":\"2025-01-01\",\"type\":\"VIEW\"}"
                        .formatted(id));
    }
}
