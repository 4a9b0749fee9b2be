package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.job.bench.Await;
import io.memberflow.job.clock.Clocks;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.release.ReleaseSource;
import io.memberflow.job.sink.ActivationSink;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.SettledSink;
import io.memberflow.job.sink.ShadowSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.source.WatchedFolder;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.SavepointStates;
import io.memberflow.job.support.StateDump;
import io.memberflow.member.FactSchema;
import io.memberflow.registry.Registry;
import io.memberflow.registry.Stamp;
import io.memberflow.rulebook.Release;
import io.memberflow.testdata.HostileShops;
import io.memberflow.testdata.OrderRules;
import io.memberflow.testdata.ShopEvent;
import io.memberflow.testdata.StreamSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a live job keeps, so that a later version of it can go on. A savepoint of each version that
 * was released lies in the repository, with the events that were read before it and those that come
 * after; the list of states says when one of them has another form, and that its savepoint is due.
 */
class StateMigrationITCase {
    private static final Path KEPT = Path.of("src/test/resources/savepoints");
    private static final String REWRITE = "memberflow.golden.rewrite";
    private static final String STATES = "states.txt";
    private static final List<String> STREAMS = List.of("orders", "members", "behaviours");
    private static final StreamSettings SETTINGS = StreamSettings.shanghai(7, 12, 120);
    private static final LocalDate AS_OF = SETTINGS.asOf();
    private static final LocalDate SAVED_ON = AS_OF.minusDays(70);
    private static final int BEHAVIOUR_DAYS = 365;

    /** So much that somebody differs. */
    private static final Map<String, Integer> OTHERWISE =
            Map.of("honeymoonDays", 5, "activeDays", 61, "deathDays", 180, "pyramidBaseAov", 7);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(5)
                            .build());

    @TempDir private Path folder;

    /** One job with what it reads and writes. */
    private final class Shop implements AutoCloseable {
        private final Path input;
        private final DatabaseConfig database;
        private final Registry registry;
        private JobClient job;

        Shop(String name, Databases databases) throws Exception {
            input = folder.resolve(name);
            for (String stream : List.of("orders", "members", "behaviours", "ticks")) {
                Files.createDirectories(input.resolve(stream));
            }
            database = databases.fresh(Databases.Kind.H2);
            new Tables(database).migrate();
            registry = new Registry(() -> Connections.open(database));
            registry.create("default", publish(Map.of()), Stamp.of("test", "begins"));
            registry.shadow(
                    registry.channel("default").orElseThrow(),
                    publish(OTHERWISE),
                    Stamp.of("test", "tries"));
        }

        private int publish(Map<String, Integer> changes) throws Exception {
            Map<String, String> files = new TreeMap<>();
            Release rules = OrderRules.release();
            for (int i = 0; i < rules.paths().length; i++) {
                files.put(rules.paths()[i], rules.texts()[i]);
            }
            changes.forEach(
                    (parameter, value) ->
                            files.computeIfPresent(
                                    "rulebook.yaml",
                                    (path, text) ->
                                            text.replaceFirst(
                                                    "(" + parameter + ": .*?value: )\\d+",
                                                    "$1" + value)));
            Release release = Release.of(0, files);
            try (CompiledRules compiled =
                    RuleCompiler.compile(release, new FactSchema(List.of())).orThrow()) {
                return registry.publish(release, compiled, "test", "note", null);
            }
        }

        void start(int parallelism, Path savepoint) throws Exception {
            JobConfig config =
                    JobArguments.read(
                                    Map.of(),
                                    "--orders=kafka:none",
                                    "--bootstrap-servers=none:1",
                                    "--cut-points=population",
                                    "--clock=ticks:kafka:none",
                                    "--midnight-spread=0s",
                                    "--zone=" + SETTINGS.zone(),
                                    "--currency=" + SETTINGS.currency(),
                                    "--retention-days=5000",
                                    "--behaviour-days=" + BEHAVIOUR_DAYS,
                                    "--jdbc-url=" + database.url(),
                                    "--parallelism=" + parallelism)
                            .toConfig(Clock.systemUTC());
            Configuration flink = new Configuration();
            flink.set(PipelineOptions.GENERIC_TYPES, false);
            flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
            flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
            // One file that can be put anywhere.
            flink.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
            if (savepoint != null) {
                flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
            }
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(flink);
            env.setParallelism(parallelism);
            MemberPipeline.build(
                    env,
                    config,
                    TablesBefore.EMPTY,
                    new MemberPipeline.Inputs(
                            WatchedFolder.of(input.resolve("orders")),
                            null,
                            WatchedFolder.of(input.resolve("members")),
                            WatchedFolder.of(input.resolve("behaviours")),
                            null,
                            new ReleaseSource(
                                    new ReleaseSource.Settings(
                                            database,
                                            "default",
                                            parallelism,
                                            List.of(),
                                            Duration.ofMillis(100),
                                            null)),
                            to -> Clocks.ticks(to, WatchedFolder.of(input.resolve("ticks")))),
                    new MemberPipeline.Outputs(
                            new MemberSink(database),
                            RejectedSink.to(database),
                            CutPointsSink.to(database),
                            ProgressSink.to(database),
                            SettledSink.to(database),
                            ActivationSink.to(database),
                            ShadowSink.to(database),
                            null));
            job = env.executeAsync("migration");
        }

        /** Hands the files of a part over and waits until they are counted. */
        void read(Path part, long eventsUntilNow) throws Exception {
            for (String stream : STREAMS) {
                Path file = part.resolve(stream + ".jsonl");
                Path target = input.resolve(stream).resolve(part.getFileName() + ".jsonl");
                Files.copy(file, target.resolveSibling("." + target.getFileName()));
                Files.move(target.resolveSibling("." + target.getFileName()), target);
            }
            Await.until(
                    "That " + eventsUntilNow + " events are read",
                    () ->
                            new Tables(database)
                                            .progress(job.getJobID().toString()).stream()
                                                    .mapToLong(Tally::read)
                                                    .sum()
                                    == eventsUntilNow);
        }

        /** Under other names the same events would be read again. */
        void forgetInput() throws Exception {
            try (Stream<Path> files = Files.walk(input)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }

        void tick(LocalDate day) throws Exception {
            Path target = input.resolve("ticks").resolve(day + ".jsonl");
            Path hidden = target.resolveSibling("." + day);
            Files.writeString(hidden, day.atTime(12, 0).atZone(SETTINGS.zone()).toInstant() + "\n");
            Files.move(hidden, target);
            Await.until(
                    "That somebody is decided on " + day,
                    () -> count("member_profile where as_of = date '" + day + "'") > 0);
        }

        private long count(String from) throws SQLException {
            try (Connection connection = Connections.open(database);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
                rows.next();
                return rows.getLong(1);
            }
        }

        /** Everything but what only says when and by which attempt it was written. */
        Map<String, String> state() throws SQLException {
            Map<String, String> state = new TreeMap<>(StateDump.of(database));
            try (Connection connection = Connections.open(database);
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "select model_or_key, from_value, to_value, members from"
                                            + " rule_shadow where members > 0 and as_of ="
                                            + " date '"
                                            + AS_OF
                                            + "'")) {
                while (rows.next()) {
                    state.put(
                            "shadow %s %s %s"
                                    .formatted(
                                            rows.getString(1),
                                            rows.getString(2),
                                            rows.getString(3)),
                            rows.getString(4));
                }
            }
            return state;
        }

        @Override
        public void close() throws Exception {
            if (job != null) {
                job.cancel().get();
            }
        }

        Path stop() throws Exception {
            JobClient stopped = job;
            job = null;
            return Path.of(
                    URI.create(
                            stopped.stopWithSavepoint(
                                            false,
                                            folder.toUri().toString(),
                                            SavepointFormatType.CANONICAL)
                                    .get()));
        }
    }

    @Test
    void theStatesAreTheKnownOnes() throws Exception {
        Path newest = versions().get(versions().size() - 1);
        if (Boolean.getBoolean(REWRITE)) {
            writeEvents(newest);
        }
        try (Databases databases = new Databases();
                Shop shop = new Shop("now", databases)) {
            shop.start(2, null);
            shop.read(newest.resolve("before"), events(newest.resolve("before")));
            shop.tick(SAVED_ON);
            awaitShadow(shop);
            Path savepoint = shop.stop();

            String states = String.join("\n", SavepointStates.of(savepoint)) + "\n";
            if (Boolean.getBoolean(REWRITE)) {
                Files.writeString(newest.resolve(STATES), states);
                Files.copy(
                        savepoint.resolve("_metadata"),
                        newest.resolve("_metadata"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(Files.readString(newest.resolve(STATES)))
                    .as(
                            "A state that has another form needs a savepoint of its own: docs/operations.md")
                    .isEqualTo(states);
        }
    }

    @Test
    void aJobGoesOnFromTheSavepointOfEachVersion() throws Exception {
        for (Path version : versions()) {
            Path before = version.resolve("before");
            Path after = version.resolve("after");
            try (Databases databases = new Databases();
                    Shop throughout = new Shop(version.getFileName() + "-throughout", databases);
                    Shop goesOn = new Shop(version.getFileName() + "-goes-on", databases)) {
                throughout.start(2, null);
                throughout.read(before, events(before));
                throughout.tick(SAVED_ON);
                awaitShadow(throughout);

                // The tables as the job left them that the savepoint is of.
                goesOn.start(2, null);
                goesOn.read(before, events(before));
                goesOn.tick(SAVED_ON);
                awaitShadow(goesOn);
                awaitSame(goesOn, throughout);
                goesOn.stop();
                throughout.read(after, events(before) + events(after));
                throughout.tick(AS_OF);
                goesOn.forgetInput();
                goesOn.start(3, version);
                goesOn.read(after, events(before) + events(after));
                goesOn.tick(AS_OF);

                awaitSame(goesOn, throughout);
            }
        }
    }

    private static void awaitSame(Shop one, Shop other) throws Exception {
        try {
            Await.until(
                    "That both have the same State",
                    () -> {
                        Map<String, String> state = one.state();
                        return !state.isEmpty() && state.equals(other.state());
                    });
        } catch (AssertionError e) {
            Map<String, String> expected = other.state();
            one.state()
                    .forEach(
                            (member, rows) ->
                                    assertThat(rows).as(member).isEqualTo(expected.get(member)));
            throw e;
        }
    }

    private static void awaitShadow(Shop shop) {
        Await.until("That a candidate is tried", () -> shop.count("rule_shadow") > 0);
    }

    private static List<Path> versions() throws Exception {
        try (Stream<Path> folders = Files.list(KEPT)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static long events(Path part) throws Exception {
        long lines = 0;
        for (String stream : STREAMS) {
            lines += Files.readAllLines(part.resolve(stream + ".jsonl")).size();
        }
        return lines;
    }

    /** Hostile events, the first half before the savepoint. */
    private static void writeEvents(Path version) throws Exception {
        List<HostileShops.Line> lines =
                HostileShops.lines(SETTINGS).stream()
                        .filter(line -> !isLate(line.event()))
                        .toList();
        int half = lines.size() / 2;
        write(version.resolve("before"), lines.subList(0, half));
        write(version.resolve("after"), lines.subList(half, lines.size()));
    }

    /** Whether it depends on the clock, which one of the jobs has earlier, if it is accepted. */
    private static boolean isLate(ShopEvent event) {
        return event instanceof ShopEvent.Did did
                && !did.madeAt()
                        .atZone(SETTINGS.zone())
                        .toLocalDate()
                        .isAfter(AS_OF.minusDays(BEHAVIOUR_DAYS));
    }

    private static void write(Path part, List<HostileShops.Line> lines) throws Exception {
        Files.createDirectories(part);
        for (String stream : STREAMS) {
            List<String> own = new ArrayList<>();
            lines.stream()
                    .filter(line -> line.stream().equals(stream))
                    .map(HostileShops.Line::json)
                    .forEach(own::add);
            Files.write(part.resolve(stream + ".jsonl"), own);
        }
    }
}
