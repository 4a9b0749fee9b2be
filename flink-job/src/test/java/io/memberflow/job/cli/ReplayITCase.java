package io.memberflow.job.cli;

import static io.memberflow.job.bench.KafkaServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.SettledSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.source.Idle;
import io.memberflow.job.source.KafkaAccess;
import io.memberflow.job.source.KafkaEvents;
import io.memberflow.job.source.ReadOrders;
import io.memberflow.job.support.JobCluster;
import io.memberflow.order.Cleaning;
import io.memberflow.order.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.util.MiniClusterWithClientResource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected events that come again after a fix, through a topic and through a file. */
class ReplayITCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theRowGoesWhenTheEventIsAccepted() throws Exception {
        KafkaServer broker = Bench.broker();
        String topic = Bench.topic("replayed", 2);
        DatabaseConfig database = database();
        String tooLong = "x".repeat(70_000);
        try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
            for (String event :
                    List.of(
                            order("T1", "CNY", ""),
                            order("T2", "USD", ""),
                            order("T3", "USD", tooLong),
                            "{\"order_id\":\"T4\",\"member_id\":7}",
                            "T5,m-1,2025-01-01")) {
                producer.send(new ProducerRecord<>(topic, 0, null, bytes(event))).get();
            }
        }
        MiniClusterWithClientResource cluster =
                new MiniClusterWithClientResource(
                        new MiniClusterResourceConfiguration.Builder()
                                .setNumberTaskManagers(1)
                                .setNumberSlotsPerTaskManager(2)
                                .build());
        cluster.before();
        try {
            JobClient wrong = start(topic, database, "CNY", null);
            awaitRejected(
                    database,
                    topic + "/0/1 WRONG_CURRENCY",
                    topic + "/0/2 WRONG_CURRENCY",
                    topic + "/0/3 MALFORMED",
                    topic + "/0/4 MALFORMED");
            List<String> rejectedOnce = raw(database);
            String t4At = "select at from rejected_event where origin like '%/3'";
            List<String> rejectedAt = answers(database, t4At);
            String savepoint =
                    wrong.stopWithSavepoint(false, folder.toString(), SavepointFormatType.CANONICAL)
                            .get();

            JobClient mended = start(topic, database, "USD", savepoint);
            FAILURES.set(1); // with the first event that comes again
            String[] send = {
                "replay-rejected",
                "--orders=kafka:" + topic,
                "--members=files/*.jsonl",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--jdbc-url=" + database.url(),
                "--since=2020-01-01"
            };
            assertThat(run(send)).isZero();
            assertThat(text(out)).isEqualToNormalizingNewlines("sent 2, left 2\n");
            assertThat(text(err).lines())
                    .containsExactlyInAnyOrder(
                            "orders %s/0/2 (WRONG_CURRENCY) is left: only the beginning of its %d bytes was kept: send it again from where it came."
                                    .formatted(topic, order("T3", "USD", tooLong).length()),
                            "orders %s/0/4 (MALFORMED) is left: it is no JSON object: mend it where it came from."
                                    .formatted(topic));
            awaitRejected(
                    database,
                    topic + "/0/2 WRONG_CURRENCY",
                    topic + "/0/3 MALFORMED",
                    topic + "/0/4 MALFORMED");
            assertThat(FAILURES.get()).as("the failure is still to come").isZero();
            Await.until(
                    "That the event which is still malformed was rejected again",
                    LIMIT,
                    () -> !answers(database, t4At).equals(rejectedAt));
            assertThat(raw(database)).hasSize(3).isSubsetOf(rejectedOnce);
            mended.cancel().get();
        } finally {
            cluster.after();
        }
    }

    @Test
    void aFileTakesTheRowAwayTooOnceItIsReadWithTheRest() throws Exception {
        DatabaseConfig database = database();
        Path orders = Files.createDirectory(folder.resolve("orders"));
        Files.writeString(
                orders.resolve("a.jsonl"),
                order("T1", "CNY", "") + "\n" + order("T2", "CNY", "").replace("m-1", "guest"));
        Path again = orders.resolve("again.jsonl");
        try (JobCluster cluster = new JobCluster(2)) {
            cluster.run(config(orders, "--guest-ids=guest"), database);
            awaitRejected(database, orders + "/a.jsonl:2 NO_MEMBER");
            String[] write = {
                "replay-rejected",
                "--stream=orders",
                "--code=NO_MEMBER",
                "--to-file=" + again,
                "--jdbc-url=" + database.url()
            };

            assertThat(run(append(write, "--dry-run"))).isZero();
            assertThat(text(out)).isEqualToNormalizingNewlines("would send 1, would leave 0\n");
            assertThat(again).doesNotExist();
            assertThat(run(write)).isZero();
            assertThat(text(out)).isEqualToNormalizingNewlines("sent 1, left 0\n");
            assertThat(run(write)).isEqualTo(2);
            assertThat(text(err)).contains("is there already: name a new file.");
            awaitRejected(database, orders + "/a.jsonl:2 NO_MEMBER");

            String job = cluster.run(config(orders), database);

            awaitRejected(database);
            assertThat(new Tables(database).progress(job).get(0))
                    .satisfies(
                            tally -> {
                                assertThat(tally.read()).isEqualTo(3);
                                assertThat(tally.applied()).isEqualTo(2);
                                assertThat(tally.repeats()).isEqualTo(1);
                            });
        }
    }

    private static JobClient start(
            String topic, DatabaseConfig database, String currency, String savepoint)
            throws Exception {
        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        flink.setString("pipeline.auto-generate-uids", "false");
        flink.setString("execution.checkpointing.interval", "200 ms");
        flink.setString("restart-strategy.type", "fixed-delay");
        flink.setString("restart-strategy.fixed-delay.attempts", "3");
        if (savepoint != null) {
            flink.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        SingleOutputStreamOperator<?> read =
                env.fromSource(
                                KafkaEvents.of(
                                        new KafkaAccess(Bench.broker().bootstrapServers(), null),
                                        topic,
                                        "replay"),
                                Idle.forever(),
                                "orders")
                        .uid("orders")
                        .map(ReplayITCase::failing)
                        .returns(RawEvent.class)
                        .uid("failing")
                        .process(
                                new ReadOrders(
                                        Cleaning.live(
                                                ZoneId.of("Asia/Shanghai"),
                                                currency,
                                                Set.of(),
                                                Cleaning.UNLIMITED,
                                                Cleaning.UNLIMITED),
                                        true))
                        .uid("read");
        read.getSideOutput(ReadOrders.REJECTED).sinkTo(RejectedSink.to(database)).uid("rejected");
        read.getSideOutput(ReadOrders.SETTLED).sinkTo(SettledSink.to(database)).uid("settled");
        read.sinkTo(new DiscardingSink<>()).uid("rest");
        return env.executeAsync("replay");
    }

    private static RawEvent failing(RawEvent event) {
        if (FAILURES.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IllegalStateException("Injected");
        }
        return event;
    }

    private void awaitRejected(DatabaseConfig database, String... rows) {
        Await.until(
                "That these are the rejected events: " + List.of(rows),
                LIMIT,
                () -> answers(database, "select origin || ' ' || code from rejected_event"),
                found -> Set.copyOf(found).equals(Set.of(rows)));
    }

    private static List<String> raw(DatabaseConfig database) throws SQLException {
        return answers(database, "select raw || raw_bytes from rejected_event");
    }

    private static List<String> answers(DatabaseConfig database, String sql) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    private DatabaseConfig database() {
        DatabaseConfig database =
                new DatabaseConfig("jdbc:h2:file:" + folder.resolve("db"), null, null, null);
        new Tables(database).migrate();
        return database;
    }

    private static JobConfig config(Path orders, String... more) {
        return JobArguments.parse(
                append(more, "--orders=" + orders, "--as-of=2025-06-30", "--parallelism=2"));
    }

    private static String[] append(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String order(String id, String currency, String shop) {
        return "{\"order_id\":\"%s\",\"member_id\":\"m-1\",\"status\":\"PAID\",\"amount\":\"120\",\"paid_at\":\"2025-06-01\",\"currency\":\"%s\",\"unknown\":\"%s\"}"
                .formatted(id, currency, shop);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new Memberflow(
                        Map.of(),
                        new Terminal(false, false, false, 100),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Clock.systemUTC(),
                        new MemberJob())
                .run(arguments);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
