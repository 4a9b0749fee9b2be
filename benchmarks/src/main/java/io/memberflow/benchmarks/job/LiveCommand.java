package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.MemberRows;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.connector.sink2.Sink;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code job.sh live}. */
@Command(
        name = "live",
        sortOptions = false,
        showDefaultValues = true,
        mixinStandardHelpOptions = true,
        description = {
            "One live job through its phases: preload (orders while there is no clock: the job"
                    + " without rules), clock (everybody is decided for the first time), latency"
                    + " (orders at --rate until their rows are committed), rules (orders as fast"
                    + " as they go), release (everybody is decided anew meanwhile), midnights.",
            ""
        })
final class LiveCommand implements Callable<Integer> {
    /** The shop's day: fixed, so that runs on other days do the same. */
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);

    @Option(names = "--members", description = "How many members there are.")
    private int members = 1_000_000;

    @Option(names = "--orders-each", description = "How many orders each has before the clock.")
    private int ordersEach = 8;

    @Option(
            names = "--items",
            description = "Items of an order on average; 0 leaves addresses out too.")
    private double items = 2.5;

    @Option(
            names = "--shoppers",
            description = "How many different members of a generated shop the orders are of.")
    private int shoppers = 5_000;

    @Option(
            names = "--backend",
            converter = BackendConverter.class,
            description = "Where state is: heap or rocksdb.")
    private Backend backend = Backend.HEAP;

    @Option(names = "--managed-mb", description = "Managed memory, which RocksDB uses, in MB.")
    private int managedMegabytes = 1_024;

    @Option(names = "--checkpoint-seconds", description = "From one checkpoint to the next.")
    private int checkpointSeconds = 10;

    @Option(
            names = "--phases",
            split = ",",
            converter = PhaseConverter.class,
            description = "Which phases, with commas between; latency is not among the default.")
    private Set<Phase> phases = EnumSet.complementOf(EnumSet.of(Phase.LATENCY));

    @Option(names = "--warm-seconds", description = "How long a phase runs before it is measured.")
    private int warmSeconds = 20;

    @Option(names = "--seconds", description = "How long a phase of orders is measured.")
    private int seconds = 30;

    @Option(names = "--rate", description = "Orders a second of the phase latency.")
    private long rate = 10_000;

    @Option(names = "--days", description = "How many midnights.")
    private int days = 31;

    @Option(names = "--spread", description = "Midnight's spread, as in PT4H.")
    private Duration spread = Duration.ZERO;

    @Option(names = "--rules", description = "shipped, or a rulebook's folder.")
    private String rules = "shipped";

    @Option(names = "--parallelism", description = "Parallel instances of every operator.")
    private int parallelism = 2;

    @Option(
            names = "--sink",
            description =
                    "discard; postgres for a PostgreSQL that is started and thrown away; or the"
                            + " jdbc: URL of an empty database.")
    private String sink = "discard";

    @Option(names = "--jdbc-user", description = "The database's user.")
    private String jdbcUser;

    @Option(names = "--jdbc-password-file", description = "The file that holds its password.")
    private String jdbcPasswordFile;

    @Option(names = "--flink", description = "A setting of Flink, KEY=VALUE; may be repeated.")
    private Map<String, String> flink = new HashMap<>();

    @Option(
            names = "--folder",
            description = "Where checkpoints and RocksDB's files go; removed at the end.")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    /** Where a job keeps its state. */
    private enum Backend {
        HEAP("hashmap"),
        ROCKSDB("rocksdb");

        private final String flinkName;

        Backend(String flinkName) {
            this.flinkName = flinkName;
        }
    }

    private static final class BackendConverter implements ITypeConverter<Backend> {
        @Override
        public Backend convert(String word) {
            return Backend.valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private static final class PhaseConverter implements ITypeConverter<Phase> {
        @Override
        public Phase convert(String word) {
            return Phase.valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    @Override
    public Integer call() throws Exception {
        measure().print(System.out);
        return 0;
    }

    /** What the options ask for, done. */
    Figures measure() throws Exception {
        Folder folder = new Folder(Files.createTempDirectory(parent, "memberflow-job-benchmark"));
        try (Database database = Database.of(sink, jdbcUser, jdbcPasswordFile)) {
            return measure(folder, database == null ? null : database.members());
        } finally {
            folder.delete();
        }
    }

    private Figures measure(Folder folder, Sink<MemberRows> rows) throws Exception {
        OrderMaker.Plan orders = new OrderMaker.Plan(members, ordersEach, items, shoppers, DAY);
        Map<String, String> settings = new HashMap<>();
        settings.put("state.backend.type", backend.flinkName);
        settings.put("execution.checkpointing.incremental", "" + (backend == Backend.ROCKSDB));
        settings.put("taskmanager.memory.managed.size", managedMegabytes + "m");
        settings.putAll(flink);
        OrderFeed feed = new OrderFeed(OrderMaker.of(orders));
        Release rulebook =
                rules.equals("shipped")
                        ? RulebookFiles.shipped()
                        : RulebookFiles.folder(Path.of(rules));
        LiveJob.Settings job =
                new LiveJob.Settings(
                        parallelism, rows, spread, checkpointSeconds, folder.path(), settings);
        LivePlan plan =
                new LivePlan(
                        orders,
                        phases,
                        backend == Backend.ROCKSDB,
                        rows == null,
                        warmSeconds,
                        seconds,
                        rate,
                        days);
        try (LiveJob running = new LiveJob(job, feed);
                Progress progress = new Progress(System.err, running)) {
            return new LiveBenchmark(plan, rulebook, running, folder, progress).run();
        }
    }
}
