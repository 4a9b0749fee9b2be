package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.Faults;
import io.memberflow.job.support.JobCluster;
import io.memberflow.job.support.Runs;
import io.memberflow.job.support.StateTables;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.RawEvent;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.testdata.BatchOracle;
import io.memberflow.testdata.HostileEvent;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OracleAnswer;
import io.memberflow.testdata.OracleQuestion;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.StreamSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job over hostile files, made to fail on the way, against the oracle. */
class JobFailureITCase {
    private static final Map<String, String> CHECKPOINTED =
            Map.of(
                    "execution.checkpointing.interval", "20 ms",
                    "execution.checkpointing.tolerable-failed-checkpoints", "10000",
                    "restart-strategy.type", "fixed-delay",
                    "restart-strategy.fixed-delay.attempts", "100",
                    "restart-strategy.fixed-delay.delay", "1 ms");

    private static JobCluster cluster;
    private static EmbeddedPostgres postgres;
    private static int databases;

    @TempDir Path folder;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = new JobCluster(4);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void whatFailsOnTheWayLeavesNoTrace() {
        Seeds.tryAll(Seeds.from(1, 24), this::failing);
    }

    private void failing(long seed) throws Exception {
        StreamSettings settings = stream(seed);
        List<HostileEvent> events = HostileStreams.events(settings);
        CutPointMode mode = seed % 2 == 0 ? CutPointMode.POPULATION : CutPointMode.FIXED;
        int parallelism = seed % 3 == 0 ? 1 : 2;
        DatabaseConfig database = seed % 8 == 5 || seed % 8 == 6 ? postgres() : h2();
        Path input = folder.resolve("in" + seed);
        Map<String, HostileEvent> byOrigin = write(events, input, parallelism == 1 ? 1 : 3);
        Faults faults = new Faults(seed);

        JobConfig config = config(input, settings, mode, parallelism, CHECKPOINTED);
        String job = cluster.run(config, database, faults);

        assertThat(faults.thrown()).isGreaterThanOrEqualTo(3);
        assertThat(faults.restoredReaders()).as("restarts from a checkpoint").isPositive();
        assertSame(expected(events, settings, mode), StateTables.read(database));
        assertThat(rejected(database)).isEqualTo(rejected(byOrigin));
        Tally tally = new Tables(database).progress(job).get(0);
        assertThat(tally.read()).isEqualTo(events.stream().filter(HostileEvent::isEvent).count());
        assertThat(tally.rejected()).isEqualTo(rejected(byOrigin).size());
        assertThat(tally.applied() + tally.repeats())
                .isEqualTo(HostileStreams.orders(events).size());
        if (parallelism == 1) {
            // One file read by one task: the order of arrival is known, so the split is, too.
            assertThat(tally.applied()).isEqualTo(applied(events, settings));
        }
    }

    @Test
    void theOrderOfArrivalAndTheParallelismLeaveNoTrace() {
        Seeds.tryAll(
                Seeds.from(101, 4),
                seed -> {
                    StreamSettings settings = stream(seed);
                    List<HostileEvent> events = new ArrayList<>(HostileStreams.events(settings));
                    CutPointMode mode =
                            seed % 2 == 0 ? CutPointMode.POPULATION : CutPointMode.FIXED;
                    Map<String, Map<String, String>> expected = expected(events, settings, mode);
                    for (int parallelism : new int[] {1, 2, 4}) {
                        Path input = folder.resolve("in" + seed + "-" + parallelism);
                        write(events, input, parallelism);
                        DatabaseConfig database = h2();
                        JobConfig config = config(input, settings, mode, parallelism, Map.of());
                        cluster.run(config, database);
                        assertSame(expected, StateTables.read(database));
                        Collections.shuffle(events, new Random(seed + parallelism));
                    }
                });
    }

    /** What another run left is superseded, member by member. */
    @Test
    void aRunIntoFilledTablesIsAsGoodAsOneIntoEmptyOnes() {
        Seeds.tryAll(
                Seeds.from(201, 4),
                seed -> {
                    StreamSettings settings = stream(seed);
                    List<HostileEvent> events = HostileStreams.events(settings);
                    Random random = new Random(seed);
                    List<HostileEvent> fewer =
                            events.stream().filter(event -> random.nextInt(3) == 0).toList();
                    CutPointMode mode =
                            seed % 2 == 0 ? CutPointMode.POPULATION : CutPointMode.FIXED;
                    DatabaseConfig database = seed % 4 == 2 ? postgres() : h2();
                    for (List<HostileEvent> run : List.of(events, fewer)) {
                        Path input = folder.resolve("in" + seed + "-" + run.size());
                        write(run, input, 2);
                        cluster.run(config(input, settings, mode, 2, Map.of()), database);
                    }
                    Map<String, Map<String, String>> expected = expected(fewer, settings, mode);
                    Map<String, Map<String, String>> actual = StateTables.read(database);
                    assertThat(actual.keySet())
                            .containsAll(expected(events, settings, mode).keySet());
                    actual.keySet().retainAll(expected.keySet());
                    assertSame(expected, actual);
                });
    }

    /** Nobody to measure: no cut points, no scores, and no failure. */
    @Test
    void aPopulationOfNobodyIsNoFailure() throws Exception {
        Path input = Files.createDirectories(folder.resolve("nobody")).resolve("orders.jsonl");
        Files.writeString(
                input,
                "{\"order_id\":\"T1\",\"member_id\":\"m-1\",\"status\":\"CREATED\","
                        + "\"created_at\":\"2025-02-01T10:00:00+08:00\",\"amount\":\"1.00\"}\n");
        StreamSettings settings = StreamSettings.shanghai(1, 1, 0);
        DatabaseConfig database = h2();

        cluster.run(config(input, settings, CutPointMode.POPULATION, 2, Map.of()), database);

        assertThat(StateTables.read(database)).containsOnlyKeys("m-1");
        Map<String, String> member = StateTables.read(database).get("m-1");
        assertThat(member).containsEntry("segments", "{\"contact_grade\":\"其他客户\"}");
        assertThat(member.get("cut_points_id")).isNull();
        assertThat(member.get("rfm")).isNull();
    }

    // ---- runs ----

    private static StreamSettings stream(long seed) {
        int events = 40 + (int) (seed * 37 % 160);
        return switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> StreamSettings.saoPaulo2018(seed, 8, events);
            case 1 -> StreamSettings.apia2011(seed, 8, events);
            default -> StreamSettings.shanghai(seed, 12, events);
        };
    }

    private static JobConfig config(
            Path input,
            StreamSettings settings,
            CutPointMode mode,
            int parallelism,
            Map<String, String> flink) {
        JobConfig c =
                Runs.config(
                        input,
                        settings.asOf(),
                        settings.zone(),
                        settings.currency(),
                        mode,
                        parallelism);
        return new JobConfig(
                c.orders(),
                c.members(),
                c.behaviours(),
                c.zone(),
                c.currency(),
                c.windows(),
                c.retentionDays(),
                settings.guestIds(),
                c.cutPoints(),
                c.rulesDir(),
                c.asOf(),
                c.jdbcUrl(),
                c.jdbcUser(),
                c.jdbcPasswordFile(),
                c.schema(),
                c.migrate(),
                c.replace(),
                c.history(),
                c.rejectedDays(),
                c.parallelism(),
                flink,
                c.ordersQuery(),
                c.live());
    }

    private static DatabaseConfig h2() {
        return new DatabaseConfig(
                "jdbc:h2:mem:failure" + databases++ + ";DB_CLOSE_DELAY=-1", null, null, null);
    }

    private static DatabaseConfig postgres() throws IOException {
        if (postgres == null) {
            postgres = EmbeddedPostgres.builder().start();
        }
        return new DatabaseConfig(
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                "postgres",
                null,
                "failure" + databases++);
    }

    // ---- what is to be ----

    private static void assertSame(
            Map<String, Map<String, String>> expected, Map<String, Map<String, String>> actual) {
        assertThat(StateTables.differences(expected, actual)).isEmpty();
        assertThat(actual).isEqualTo(expected);
    }

    private static Map<String, Map<String, String>> expected(
            List<HostileEvent> events, StreamSettings settings, CutPointMode mode) {
        OracleAnswer answer =
                BatchOracle.answer(
                        HostileStreams.orders(events),
                        mode == CutPointMode.POPULATION
                                ? OracleQuestion.population(settings.asOf())
                                : OracleQuestion.fixed(settings.asOf()));
        return StateTables.expected(answer, settings.asOf());
    }

    /** How many events change what stands when they come in this order. */
    private static long applied(List<HostileEvent> events, StreamSettings settings) {
        OrderReader reader =
                new OrderReader(
                        Cleaning.bounded(
                                settings.zone(),
                                settings.currency(),
                                Set.copyOf(settings.guestIds()),
                                settings.asOf()));
        Map<String, LedgerState> states = new HashMap<>();
        long applied = 0;
        for (HostileEvent event : events) {
            byte[] line = event.line();
            if (event.order() != null
                    && reader.read(new RawEvent("", line, line.length, null), 0)
                            instanceof Order order) {
                MemberLedger ledger =
                        new MemberLedger(
                                states.computeIfAbsent(order.memberId(), m -> LedgerState.empty()));
                applied += ledger.apply(order) ? 1 : 0;
                states.put(order.memberId(), ledger.state());
            }
        }
        return applied;
    }

    /** Writes the lines one after the other into some files; says where each came to stand. */
    private static Map<String, HostileEvent> write(List<HostileEvent> events, Path input, int files)
            throws IOException {
        Files.createDirectories(input);
        Map<String, HostileEvent> byOrigin = new HashMap<>();
        int each = (events.size() + files - 1) / files;
        for (int i = 0; i < files; i++) {
            Path file = input.resolve("orders-" + i + ".jsonl");
            List<HostileEvent> part =
                    events.subList(
                            Math.min(i * each, events.size()),
                            Math.min((i + 1) * each, events.size()));
            Files.write(file, HostileStreams.file(part));
            for (int line = 0; line < part.size(); line++) {
                byOrigin.put(file.toAbsolutePath() + ":" + (line + 1), part.get(line));
            }
        }
        return byOrigin;
    }

    private static Map<String, String> rejected(Map<String, HostileEvent> byOrigin) {
        Map<String, String> codes = new TreeMap<>();
        byOrigin.forEach(
                (origin, event) -> {
                    if (event.code() != null) {
                        codes.put(origin, event.code().name());
                    }
                });
        return codes;
    }

    private static Map<String, String> rejected(DatabaseConfig database) throws Exception {
        Map<String, String> codes = new TreeMap<>();
        try (Connection connection = new Connections(database).getOrEstablishConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select origin, code, message, stream from rejected_event")) {
            while (rows.next()) {
                assertThat(rows.getString("message")).endsWith(".");
                assertThat(rows.getString("stream")).isEqualTo("orders");
                codes.put(rows.getString("origin"), rows.getString("code"));
            }
        }
        return codes;
    }
}
