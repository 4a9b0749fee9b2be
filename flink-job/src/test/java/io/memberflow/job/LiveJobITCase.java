package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.bench.KafkaServer;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.release.BadReleases;
import io.memberflow.job.release.RegistryByHand;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.StateTables;
import io.memberflow.member.FactSchema;
import io.memberflow.order.RejectCode;
import io.memberflow.registry.Activation;
import io.memberflow.registry.Registry;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import io.memberflow.testdata.BatchOracle;
import io.memberflow.testdata.HostileEvent;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OracleQuestion;
import io.memberflow.testdata.OrderRules;
import io.memberflow.testdata.StreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole live job: history from files and then orders from a real broker, a clock of ticks,
 * releases that change, a savepoint with another parallelism; the tables against the oracle.
 */
class LiveJobITCase {
    private static final long SEED = 7;
    private static final Pattern SINCE = Pattern.compile("since (\\S+) \\| from [^|]* \\|");

    /** One of each kind; all there are come before the coordinator in its own tests. */
    private static final Set<String> ON_A_CLUSTER =
            Set.of(
                    "syntax",
                    "attack",
                    "files too large",
                    "missing catalogue value",
                    "unknown fact",
                    "unsigned",
                    "forged",
                    "wrong channel");

    private static final KafkaServer BROKER = Bench.broker();

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    @TempDir private Path folder;

    private final StreamSettings settings = StreamSettings.shanghai(SEED, 30, 500);
    private final Random random = new Random(SEED);
    private final LocalDate asOf = settings.asOf();
    private DatabaseConfig database;
    private Registry registry;
    private String orders;
    private String ticks;

    @Test
    void historyAndLiveWithReleasesAndASavepointAreWhatTheOracleSays() throws Exception {
        try (Databases databases = new Databases();
                KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
            database = databases.fresh(Databases.Kind.POSTGRESQL);
            new Tables(database).migrate();
            registry = new Registry(() -> Connections.open(database));
            int first = publish("the first");
            registry.create("default", first, Stamp.of("test", "begins"));
            orders = Bench.topic("live-orders", 3);
            ticks = Bench.topic("live-ticks", 1);

            // What a live job cannot know is later than its day is no event of this test.
            List<HostileEvent> events =
                    new ArrayList<>(HostileStreams.events(settings))
                            .stream().filter(event -> event.code() != RejectCode.FUTURE).toList();
            int middle = events.size() / 2;
            Files.writeString(folder.resolve("trusted.pem"), BadReleases.KEY.publicPem());
            Path history = folder.resolve("history.jsonl");
            Files.write(history, HostileStreams.file(events.subList(0, middle)));
            List<HostileEvent> live =
                    new ArrayList<>(events.subList(middle * 2 / 3, events.size()));
            live.addAll(List.copyOf(live));
            Collections.shuffle(live, random);

            JobClient job = start(history, 2, null);
            send(producer, live.subList(0, live.size() / 2));
            tick(producer, asOf.minusDays(400));
            awaitActive(1, 2);
            tick(producer, asOf.minusDays(30));

            badReleasesChangeNothing(first);
            int second = publish("the second");
            long seq =
                    registry.activate(
                                    registry.channel("default").orElseThrow(),
                                    second,
                                    Stamp.of("test", "better"))
                            .seq();
            awaitActive(seq, 2);
            awaitVersion(second);

            String savepoint =
                    job.stopWithSavepoint(false, folder.toString(), SavepointFormatType.CANONICAL)
                            .get();
            send(producer, live.subList(live.size() / 2, live.size()));
            long back =
                    registry.rollback(
                                    registry.channel("default").orElseThrow(),
                                    first,
                                    Stamp.of("test", "back"))
                            .seq();
            job = start(history, 3, savepoint);
            tick(producer, asOf.minusDays(1));
            awaitActive(back, 3);
            tick(producer, asOf);

            Map<String, Map<String, String>> expected =
                    StateTables.expected(
                            BatchOracle.answer(
                                    HostileStreams.orders(events), OracleQuestion.fixed(asOf)),
                            asOf);
            awaitTables(expected);
            awaitVersion(first);
            job.cancel().get();
            assertThat(journalLeft()).as("ENTER less LEAVE is what stands").isZero();
        }
    }

    private int publish(String note) throws Exception {
        Map<String, String> files = new TreeMap<>();
        Release rules = OrderRules.release();
        for (int i = 0; i < rules.paths().length; i++) {
            files.put(rules.paths()[i], rules.texts()[i]);
        }
        files.computeIfPresent("segments/pyramid.drl", (path, text) -> text + "// " + note + "\n");
        Release release = Release.of(0, files);
        try (CompiledRules compiled =
                RuleCompiler.compile(release, new FactSchema(List.of())).orThrow()) {
            return registry.publish(
                    release,
                    compiled,
                    "test",
                    note,
                    ReleaseSignature.sign(release.sha256(), List.of("default"), BadReleases.KEY));
        }
    }

    /** Each is reported in a row of its own, and nobody is decided by it. */
    private void badReleasesChangeNothing(int inUse) throws Exception {
        RegistryByHand byHand = new RegistryByHand(() -> Connections.open(database));
        List<BadReleases.Bad> bad =
                Stream.concat(BadReleases.all(), BadReleases.unsigned())
                        .filter(one -> ON_A_CLUSTER.contains(one.toString()))
                        .toList();
        assertThat(bad).hasSameSizeAs(ON_A_CLUSTER);
        for (BadReleases.Bad one : bad) {
            one.preparation().on(byHand);
            long seq = registry.channel("default").orElseThrow().seq();
            List<Activation> rows =
                    Await.until(
                            "That somebody says what is wrong: " + one,
                            Duration.ofMinutes(2),
                            () ->
                                    registry.activations(seq, 2).stream()
                                            .filter(row -> row.state() == Activation.State.REJECTED)
                                            .toList(),
                            said -> !said.isEmpty());
            assertThat(rows.get(0).message()).contains(one.said()).contains("未启用");
            byHand.execute("delete from rule_release where version = 2");
        }
        awaitVersion(inUse);
        byHand.use(inUse);
    }

    private JobClient start(Path history, int parallelism, String savepoint) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--orders=kafka:" + orders,
                                "--orders-history=" + history,
                                "--bootstrap-servers=" + BROKER.bootstrapServers(),
                                "--clock=ticks:kafka:" + ticks,
                                "--midnight-spread=0s",
                                "--zone=" + settings.zone(),
                                "--currency=" + settings.currency(),
                                "--retention-days=5000",
                                "--trusted-keys=" + folder.resolve("trusted.pem"),
                                "--jdbc-url=" + database.url(),
                                "--jdbc-user=" + database.user(),
                                "--parallelism=" + parallelism));
        String guests =
                settings.guestIds().stream()
                        .filter(id -> !id.isBlank())
                        .collect(Collectors.joining(","));
        if (!guests.isEmpty()) {
            arguments.add("--guest-ids=" + guests);
        }
        if (database.schema() != null) {
            arguments.add("--schema=" + database.schema());
        }
        JobConfig config =
                JobArguments.read(Map.of(), arguments.toArray(String[]::new))
                        .toConfig(Clock.systemUTC());
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        new MemberJob()
                .build(env, config, new TablesBefore(new Tables(database).rowVersionFloor(), 0));
        return env.executeAsync("live");
    }

    private void send(KafkaProducer<byte[], byte[]> producer, List<HostileEvent> events)
            throws Exception {
        for (HostileEvent event : events) {
            producer.send(new ProducerRecord<>(orders, random.nextInt(3), null, event.line()));
        }
        producer.flush();
    }

    /** Noon of a day. */
    private void tick(KafkaProducer<byte[], byte[]> producer, LocalDate day) {
        String instant = day.atTime(12, 0).atZone(settings.zone()).toOffsetDateTime().toString();
        producer.send(new ProducerRecord<>(ticks, KafkaServer.bytes(instant)));
        producer.flush();
    }

    private void awaitActive(long seq, int subtasks) throws Exception {
        Await.until(
                "That " + subtasks + " subtasks have gone through all members for " + seq,
                () -> {
                    try (Connection connection = Connections.open(database);
                            Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "select count(*) from rule_activation where seq = "
                                                    + seq
                                                    + " and state = '"
                                                    + Activation.State.ACTIVE
                                                    + "' and subtask >= 0 and swept = to_sweep")) {
                        rows.next();
                        return rows.getInt(1) >= subtasks;
                    }
                });
    }

    private void awaitTables(Map<String, Map<String, String>> expected) throws Exception {
        try {
            Await.until("That the tables are as expected", () -> state().equals(state(expected)));
        } catch (AssertionError e) {
            assertThat(StateTables.differences(state(expected), state())).isEmpty();
            throw e;
        }
    }

    private Map<String, Map<String, String>> state() throws Exception {
        return state(StateTables.read(database));
    }

    /**
     * The rows without what only says when they were written, and with runs of days that are longer
     * than is looked back as long as that: a live row goes on naming the day it knew.
     */
    private Map<String, Map<String, String>> state(Map<String, Map<String, String>> rows) {
        String oldest = asOf.minusDays(365).toString();
        Map<String, Map<String, String>> state = new TreeMap<>();
        rows.forEach(
                (member, cells) -> {
                    Map<String, String> kept = new TreeMap<>(cells);
                    kept.keySet().removeAll(List.of("as_of", "facts as_of", "rules_version"));
                    kept.replaceAll((name, cell) -> clipped(cell, oldest));
                    state.put(member, kept);
                });
        return state;
    }

    private static String clipped(String cell, String oldest) {
        if (cell == null) {
            return null;
        }
        Matcher since = SINCE.matcher(cell);
        return since.find() && since.group(1).compareTo(oldest) <= 0
                ? since.replaceFirst(Matcher.quoteReplacement("since " + oldest + " | from null |"))
                : cell;
    }

    /** Decided is not yet written: rows wait for a batch. */
    private void awaitVersion(int version) {
        Await.until(
                "That every row names release " + version,
                () -> versions().keySet().equals(Set.of(version)));
    }

    private Map<Integer, Long> versions() throws Exception {
        Map<Integer, Long> versions = new TreeMap<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select rules_version, count(*) from member_profile group by 1")) {
            while (rows.next()) {
                versions.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return versions;
    }

    /** Values that the journal and the table do not agree on. */
    private long journalLeft() throws Exception {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select count(*) from (select member_id, name, value,"
                                        + " sum(case change when 'ENTER' then 1 else -1 end) n"
                                        + " from member_change where kind <> 'TAG'"
                                        + " group by 1, 2, 3) j full join member_segment s"
                                        + " on j.member_id = s.member_id and j.name = s.model"
                                        + " and j.value = s.value"
                                        + " where coalesce(j.n, 0) <>"
                                        + " case when s.member_id is null then 0 else 1 end")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
