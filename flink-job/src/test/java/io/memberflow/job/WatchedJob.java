package io.memberflow.job;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.metrics.Metric;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.CapturedLog;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.Scrape;
import io.memberflow.job.support.SmallRulebook;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Registry;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A live job that has its share of trouble while somebody listens to all it says: events of every
 * kind, a release that is good and one that is not, batches that fail. What must not be told is
 * planted in the events and in the secrets.
 */
final class WatchedJob implements AutoCloseable {
    /** None of it may be told. */
    static final List<String> PLANTED =
            List.of(
                    "秘密会员",
                    "王小明",
                    "文三路100号",
                    "私密标签",
                    "私密值",
                    "13800138000",
                    "xiaoming@mail.example",
                    "8642.13",
                    "无此状态",
                    "planted-db-secret",
                    KafkaServer.PASSWORD);

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String ORDER =
            """
            {"order_id":"%s","version":1,"member_id":"%s","status":"%s","paid_at":"%s","amount":"8642.13","receiver":{"name":"王小明","phone":"13800138000","address":"文三路100号"}}""";

    private final int port;
    private final KafkaServer broker = Bench.broker();
    private final String orders = Bench.topic("watched-orders", 2);
    private final String members = Bench.topic("watched-members", 1);
    private final String behaviours = Bench.topic("watched-behaviours", 1);
    private final String ticks = Bench.topic("watched-ticks", 1);
    private final KafkaProducer<byte[], byte[]> producer = broker.producer();
    private final Databases databases = new Databases();
    private final DatabaseConfig database;
    private final Registry registry;
    private final JobClient job;

    /** What was logged, all of it. */
    private final CapturedLog log = new CapturedLog();

    /** What was to be seen before the job had to start again. */
    private Scrape before;

    /**
     * Starts it as {@code memberflow run} does.
     *
     * @param port where the metrics are
     * @param folder an empty folder
     */
    WatchedJob(Configuration flink, int port, Path folder) throws Exception {
        this.port = port;
        DatabaseConfig fresh = databases.fresh(Databases.Kind.POSTGRESQL);
        Path password = Files.writeString(folder.resolve("password"), "planted-db-secret\n");
        database = new DatabaseConfig(fresh.url(), fresh.user(), password.toString(), null);
        new Tables(database).migrate();
        registry = new Registry(() -> Connections.open(database));
        registry.create("default", publish(1, "d365.orders"), Stamp.of("test", "begins"));
        Path kafka =
                Files.writeString(
                        folder.resolve("kafka.properties"),
                        KafkaServer.clientProperties(KafkaServer.PASSWORD));
        job = start(flink, kafka);
    }

    private JobClient start(Configuration flink, Path kafka) throws Exception {
        JobConfig config =
                JobArguments.read(
                                Map.of(),
                                "--orders=kafka:" + orders,
                                "--members=kafka:" + members,
                                "--behaviours=kafka:" + behaviours,
                                "--bootstrap-servers=" + broker.securedServers(),
                                "--kafka-properties=" + kafka,
                                "--clock=ticks:kafka:" + ticks,
                                "--midnight-spread=0s",
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user(),
                                "--jdbc-password-file=" + database.passwordFile(),
                                "--parallelism=2")
                        .toConfig(Clock.systemUTC());
        Configuration settings = new Configuration(flink);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), settings);
        new MemberJob()
                .build(env, config, new TablesBefore(new Tables(database).rowVersionFloor(), 0));
        return env.executeAsync("watched");
    }

    private int publish(int number, String fact) throws Exception {
        Release release = SmallRulebook.release(0, number, fact, "v" + number);
        // Compiled with a window that the job does not keep.
        try (CompiledRules compiled =
                RuleCompiler.compile(release, new FactSchema(List.of(400))).orThrow()) {
            return registry.publish(release, compiled, "test", "number " + number, null);
        }
    }

    /** All that can come on the topics; ends with a scrape that has seen it. */
    void receive() throws Exception {
        order("T1", "秘密会员-1", "PAID", "2025-05-30");
        order("T1", "秘密会员-1", "PAID", "2025-05-30");
        order("T2", "秘密会员-2", "PAID", "2025-05-30");
        order("T3", "秘密会员-3", "无此状态", "2025-05-30");
        order("T4", "", "PAID", "2025-05-30");
        send(orders, "{\"order_id\":\"T5\",\"member_id\":\"秘密会员-5\" 王小明");
        send(
                members,
                """
                {"member_id":"秘密会员-1","updated_at":"2025-05-30T00:00:00+08:00","gender":"男","attributes":{"姓名":"王小明"},"tags":[{"key":"私密标签","value":"私密值","source":"MANUAL"}]}""");
        send(members, "王小明 xiaoming@mail.example");
        send(
                behaviours,
                """
                {"event_id":"e1","member_id":"秘密会员-1","at":"2025-05-30T10:00:00+08:00","type":"VIEW","category":"内衣"}""");
        send(behaviours, "{\"member_id\":\"秘密会员-1\"}");
        tick("2025-06-01T12:00:00+08:00");
        awaitSum(1, Metric.CHANNEL_SEQ);
        awaitRows("member_profile", 2);

        order("T6", "秘密会员-2", "PAID", "2010-01-01");
        order("T7", "秘密会员-2", "PAID", "2025-05-20");
        awaitSum(3, Metric.EVENTS_APPLIED, "stream", "orders");
        send(
                members,
                """
                {"member_id":"秘密会员-2","updated_at":"2025-06-01T00:00:00+08:00","forget":true}""");
        awaitSum(2, Metric.EVENTS_APPLIED, "stream", "members");
        order("T8", "秘密会员-2", "PAID", "2025-05-21");
        send(ticks, "王小明");
        tick("2025-06-02T12:00:00+08:00");
        Await.until(
                "That all orders are counted",
                () -> {
                    Scrape now = scrape();
                    double read = now.sum(Metric.EVENTS_READ.prometheusName(), "stream", "orders");
                    return read == 9 && read == becameOf(now, "orders");
                });
    }

    /** How many events of a stream were applied, repeats or rejected. */
    static double becameOf(Scrape scrape, String stream) {
        return scrape.sum(Metric.EVENTS_APPLIED.prometheusName(), "stream", stream)
                + scrape.sum(Metric.EVENTS_REPEATED.prometheusName(), "stream", stream)
                + scrape.sum(Metric.EVENTS_REJECTED.prometheusName(), "stream", stream);
    }

    /** One that is good, and one that this job cannot use. */
    void release() throws Exception {
        registry.activate(
                registry.channel("default").orElseThrow(),
                publish(2, "d365.orders"),
                Stamp.of("test", "better"));
        Await.until(
                "That both subtasks decide by the second release and have gone through all",
                () -> {
                    Scrape now = scrape();
                    return now.sum(Metric.RELEASE_VERSION.prometheusName()) == 4
                            && now.sum(Metric.SWEEP_VISITED.prometheusName()) == 1;
                });
        registry.activate(
                registry.channel("default").orElseThrow(),
                publish(3, "d400.orders"),
                Stamp.of("test", "worse"));
        awaitSum(1, Metric.RELEASES_REJECTED);
        before = scrape();
    }

    /** Batches of both sinks fail and the job starts again, until the cause is mended. */
    void breakBatches() throws Exception {
        for (String table : List.of("member_profile", "rejected_event")) {
            execute("alter table " + table + " add constraint no_more check (1 = 0) not valid");
            int failures = failures();
            order("B-" + table, "秘密会员-9", "PAID", "2025-05-30");
            order("R-" + table, "秘密会员-9", "无此状态", "2025-05-30");
            Await.until("That the job has failed", () -> failures() > failures);
            execute("alter table " + table + " drop constraint no_more");
        }
        awaitRows("rejected_event where origin like 'watched-orders%' and code = 'MALFORMED'", 4);
        // After a restart a clock of ticks stands until the next one.
        tick("2025-06-02T13:00:00+08:00");
        awaitRows("member_profile where orders_total = 2", 1);
    }

    private int failures() {
        return log.text().split("SQLState 23514", -1).length;
    }

    /** Before the job had to start again. */
    Scrape before() {
        return before;
    }

    Scrape scrape() throws Exception {
        return Scrape.of(port);
    }

    String log() {
        return log.text();
    }

    private void awaitSum(double wanted, Metric metric, String... labels) {
        Await.until(
                "That " + metric + " is " + wanted,
                LIMIT,
                () -> scrape().sum(metric.prometheusName(), labels),
                sum -> sum >= wanted);
    }

    private void awaitRows(String from, long wanted) {
        Await.until(
                "That there are " + wanted + " rows of " + from,
                LIMIT,
                () -> count(from),
                count -> count == wanted);
    }

    private long count(String from) throws Exception {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void order(String id, String member, String status, String day) {
        send(orders, ORDER.formatted(id, member, status, day + "T10:00:00+08:00"));
    }

    private void tick(String instant) {
        send(ticks, instant);
    }

    private void send(String topic, String text) {
        producer.send(new ProducerRecord<>(topic, KafkaServer.bytes(text)));
        producer.flush();
    }

    @Override
    public void close() throws Exception {
        List<AutoCloseable> all = new ArrayList<>(List.of(producer, databases, log));
        job.cancel().get();
        for (AutoCloseable one : all) {
            one.close();
        }
    }
}
