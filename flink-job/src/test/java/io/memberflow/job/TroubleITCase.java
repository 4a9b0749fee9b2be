package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.memberflow.job.cli.BoundedRun;
import io.memberflow.job.cli.JobFailed;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.cli.RunListener;
import io.memberflow.job.cli.RunSummary;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.CapturedLog;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.StateDump;
import io.memberflow.order.RejectCode;
import io.memberflow.testdata.HostileEvent;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.StreamSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator fears: tables that are not empty, a database that goes away, telling logs. */
class TroubleITCase {
    private static final Databases DATABASES = new Databases();

    @TempDir Path folder;

    @AfterAll
    static void stop() throws Exception {
        DATABASES.close();
    }

    @ParameterizedTest
    @EnumSource(Databases.Kind.class)
    void tablesOfAnEarlierRunDoNotShowThrough(Databases.Kind kind) throws Exception {
        Path many = orders("many.csv", 1, 400);
        Path few = orders("few.csv", 2, 300);
        DatabaseConfig used = DATABASES.fresh(kind);
        run(used, many, "--as-of", "2025-06-30", "--cut-points", "population");
        SortedMap<String, String> before = StateDump.of(used);
        DatabaseConfig fresh = DATABASES.fresh(kind);
        run(fresh, few, "--as-of", "2025-05-31");
        SortedMap<String, String> expected = StateDump.of(fresh);

        run(used, few, "--as-of", "2025-05-31");

        SortedMap<String, String> kept = StateDump.of(used);
        assertThat(kept).containsAllEntriesOf(expected);
        before.keySet().removeAll(expected.keySet());
        assertThat(before).as("members that the second run did not meet").isNotEmpty();
        assertThat(kept).containsAllEntriesOf(before).hasSize(before.size() + expected.size());

        run(used, few, "--as-of", "2025-05-31", "--replace");

        assertThat(StateDump.of(used)).isEqualTo(expected);
    }

    @Test
    void aLostConnectionLosesAndDoublesNothing() throws Exception {
        Path orders = orders("orders.csv", 3, 2_500);
        DatabaseConfig quiet = DATABASES.fresh(Databases.Kind.POSTGRESQL);
        RunSummary expected = run(quiet, orders, "--as-of", "2025-06-30", "--history");
        DatabaseConfig shaken = DATABASES.fresh(Databases.Kind.POSTGRESQL);
        JobConfig config = config(shaken, orders, "--as-of", "2025-06-30", "--history");
        // The tables must be there before the reader looks at them.
        new Tables(shaken).migrate();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> killed =
                CompletableFuture.supplyAsync(() -> killSessions(shaken, over));
        CompletableFuture<List<String>> torn =
                CompletableFuture.supplyAsync(() -> tornMembers(shaken, over));

        RunSummary summary;
        try {
            summary = new BoundedRun(new MemberJob()).execute(config, RunListener.SILENT);
        } finally {
            over.set(true);
        }

        assertThat(killed.get()).as("sessions killed while they wrote").isPositive();
        assertThat(torn.get()).as("members seen with rows of two versions").isEmpty();
        assertThat(StateDump.of(shaken)).isEqualTo(StateDump.of(quiet));
        assertThat(summary.tallies()).isEqualTo(expected.tallies());
        assertThat(summary.members()).isEqualTo(expected.members());
        assertThat(changes(shaken)).isEqualTo(changes(quiet)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Databases.Kind.class)
    void nothingOfARowIsToldWhenABatchFails(Databases.Kind kind) throws Exception {
        Path orders =
                Files.writeString(
                        folder.resolve("orders.jsonl"),
                        """
                        {"order_id":"T1","member_id":"王小明","status":"PAID","paid_at":"2025-01-01","amount":"1234.56","receiver":{"address":"文三路100号"}}
                        {"order_id":"T2","member_id":"王小明","status":"无此状态","paid_at":"2025-01-01","amount":"1234.56","receiver":{"address":"文三路100号"}}
                        """);
        for (String table : List.of("member_profile", "rejected_event")) {
            DatabaseConfig database = DATABASES.fresh(kind);
            new Tables(database).migrate();
            execute(database, "alter table " + table + " add constraint no_more check (1 = 0)");
            try (CapturedLog log = new CapturedLog()) {
                Throwable failure = catchThrowable(() -> run(database, orders));

                assertThat(failure).isInstanceOf(JobFailed.class);
                StringWriter told = new StringWriter();
                failure.printStackTrace(new PrintWriter(told));
                told.write(log.text());
                assertThat(log.text())
                        .as("the failure is logged")
                        .containsPattern("SQLState (23|HY000, code 3819)");
                assertThat(told.toString()).doesNotContain("王小明", "文三路", "1234.56", "无此状态");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.Kind.class)
    void hostileTextStopsNeitherJobNorSink(Databases.Kind kind) throws Exception {
        StreamSettings settings =
                StreamSettings.shanghai(5, 20, 0).withGuests("guest").withCurrency("CNY");
        List<HostileEvent> events = new ArrayList<>(HostileStreams.everyDirtyLine(settings));
        events.addAll(HostileStreams.sizeEdges(settings));
        Path file = Files.write(folder.resolve("hostile.jsonl"), HostileStreams.file(events));
        Map<String, String> expected = new TreeMap<>();
        for (int line = 1; line <= events.size(); line++) {
            RejectCode code = events.get(line - 1).code();
            if (code != null) {
                expected.put(file + ":" + line, code.name());
            }
        }
        DatabaseConfig database = DATABASES.fresh(kind);

        RunSummary summary =
                run(
                        database,
                        file,
                        "--as-of",
                        settings.asOf().toString(),
                        "--guest-ids",
                        String.join(",", settings.guestIds()));

        assertThat(rejected(database)).isEqualTo(expected).hasSizeGreaterThan(60);
        Tally orders = summary.tallies().get(0);
        assertThat(orders.rejected()).isEqualTo(expected.size());
        assertThat(orders.read())
                .isEqualTo(orders.applied() + orders.repeats() + orders.rejected())
                .isEqualTo(events.stream().filter(HostileEvent::isEvent).count());
    }

    private static Map<String, String> rejected(DatabaseConfig database) throws SQLException {
        Map<String, String> codes = new TreeMap<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select origin, code, message, raw from rejected_event")) {
            while (rows.next()) {
                codes.put(rows.getString("origin"), rows.getString("code"));
                assertThat(rows.getString("message")).isNotBlank();
                assertThat(rows.getString("raw").length()).isLessThanOrEqualTo(65_536);
            }
        }
        return codes;
    }

    private static RunSummary run(DatabaseConfig database, Path orders, String... options)
            throws Exception {
        return new BoundedRun(new MemberJob())
                .execute(config(database, orders, options), RunListener.SILENT);
    }

    private static JobConfig config(DatabaseConfig database, Path orders, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--orders",
                                orders.toString(),
                                "--jdbc-url",
                                database.url(),
                                "--parallelism",
                                "2",
                                "--migrate"));
        if (database.user() != null) {
            arguments.addAll(List.of("--jdbc-user", database.user()));
        }
        arguments.addAll(List.of(options));
        return JobArguments.parse(arguments.toArray(String[]::new));
    }

    /** Orders of {@code members} members from 2023 on, the same for the same seed. */
    private Path orders(String name, long seed, int members) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>(List.of("order_id,member_id,paid_at,amount"));
        for (int i = 0; i < members * 5; i++) {
            lines.add(
                    "T%d-%d,m%d,%s,%d.%02d"
                            .formatted(
                                    seed,
                                    i,
                                    random.nextInt(members),
                                    LocalDate.of(2023, 1, 1).plusDays(random.nextInt(880)),
                                    random.nextInt(900),
                                    random.nextInt(100)));
        }
        return Files.write(folder.resolve(name), lines);
    }

    /** Ends the sessions that write members, a few times while the job runs. */
    private static int killSessions(DatabaseConfig database, AtomicBoolean over) {
        int killed = 0;
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            while (!over.get() && killed < 6) {
                try (ResultSet rows =
                        statement.executeQuery(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                        + " where datname = current_database()"
                                        + " and pid <> pg_backend_pid()"
                                        + " and query ilike '%insert into member_%'"
                                        + " and state <> 'idle'")) {
                    rows.next();
                    killed += rows.getInt(1);
                }
            }
            return killed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Members that one statement sees with a parent and children that do not belong together. */
    private static List<String> tornMembers(DatabaseConfig database, AtomicBoolean over) {
        List<String> torn = new ArrayList<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                try (ResultSet rows =
                        statement.executeQuery(
                                """
                                select p.member_id from member_profile p
                                where (select count(*) from member_segment s
                                       where s.member_id = p.member_id
                                         and s.row_version = p.row_version)
                                      <> (select count(*) from jsonb_object_keys(p.segments))
                                   or not exists (select 1 from member_facts f
                                       where f.member_id = p.member_id
                                         and f.row_version = p.row_version)
                                """)) {
                    while (rows.next()) {
                        torn.add(rows.getString(1));
                    }
                }
            }
            return torn;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long changes(DatabaseConfig database) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from member_change")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(DatabaseConfig database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
