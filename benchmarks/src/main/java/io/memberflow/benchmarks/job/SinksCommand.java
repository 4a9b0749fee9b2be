package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code job.sh sinks}. */
@Command(
        name = "sinks",
        sortOptions = false,
        showDefaultValues = true,
        mixinStandardHelpOptions = true,
        description = {
            "The job's sink into PostgreSQL against a bare loop of COPY and upsert of the same"
                    + " rows over as many connections: first into empty tables, then over what is"
                    + " there, the two ways in turn.",
            ""
        })
final class SinksCommand implements Callable<Integer> {
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);
    private static final double GOAL = 0.8;
    private static final long FIRST_VERSION = 1L << 31;

    @Option(names = "--members", description = "How many members are written in a pass.")
    private int members = 50_000;

    @Option(
            names = "--distinct",
            description = "How many of them are decided by the job; the others are the same again.")
    private int distinct = 2_000;

    @Option(names = "--items", description = "Items of an order on average.")
    private double items = 2.5;

    @Option(names = "--rounds", description = "How often each way is measured.")
    private int rounds = 3;

    @Option(names = "--batch", description = "Members in a transaction of the bare loop.")
    private int batch = 1_000;

    @Option(names = "--parallelism", description = "Writers of the job, connections of the loop.")
    private int parallelism = 2;

    @Option(names = "--rules", description = "shipped, or a rulebook's folder.")
    private String rules = "shipped";

    @Option(
            names = "--sink",
            description = "postgres for one that is thrown away, or an empty database's jdbc: URL.")
    private String sink = "postgres";

    @Option(names = "--jdbc-user", description = "The database's user, who needs no password.")
    private String jdbcUser;

    @Override
    public Integer call() throws Exception {
        measure().print(System.out);
        return 0;
    }

    /** What the options ask for, done. */
    Figures measure() throws Exception {
        Folder folder = new Folder(Files.createTempDirectory("memberflow-job-benchmark"));
        try (Database database = Database.of(sink, jdbcUser, null)) {
            System.err.println("-- decide " + distinct);
            MemberCopies copies = new MemberCopies(decided(folder.path()), members);
            return measure(copies, database.config(), folder.path());
        } finally {
            folder.delete();
        }
    }

    private List<MemberRows> decided(Path folder) throws Exception {
        Release rulebook =
                rules.equals("shipped")
                        ? RulebookFiles.shipped()
                        : RulebookFiles.folder(Path.of(rules));
        OrderMaker orders = OrderMaker.of(new OrderMaker.Plan(distinct, 8, items, distinct, DAY));
        Map<String, MemberRows> rows = new ConcurrentHashMap<>();
        LiveJob.Settings settings =
                new LiveJob.Settings(parallelism, null, Duration.ZERO, 10, folder, Map.of());
        try (LiveJob job = new LiveJob(settings, new OrderFeed(orders))) {
            job.output().listen(member -> rows.put(member.memberId(), member));
            job.begin(LiveRules.first(rulebook));
            job.orders().upTo(orders.before());
            job.await(() -> job.arrived() >= orders.before());
            long noon = DAY.atTime(12, 0).atZone(OrderMaker.ZONE).toInstant().toEpochMilli();
            job.clock(noon);
            job.await(() -> job.output().clock() >= noon && job.isSwept(0));
        }
        return List.copyOf(new TreeMap<>(rows).values());
    }

    /** How long the two passes of a way took, in seconds. */
    private record Passes(double insert, double update) {
        double seconds(boolean first) {
            return first ? insert : update;
        }
    }

    private Figures measure(MemberCopies copies, DatabaseConfig database, Path folder)
            throws Exception {
        Figures figures = new Figures();
        List<Passes> job = new ArrayList<>();
        List<Passes> bare = new ArrayList<>();
        String after = null;
        // The first round warms both up.
        for (int round = 0; round <= rounds; round++) {
            Passes ofJob = withJob(copies, database, folder);
            String left = counts(database);
            Passes ofBare = withBareLoop(copies, database);
            after = counts(database);
            if (!left.equals(after)) {
                throw new IllegalStateException(
                        "The job left the rows %s, the bare loop %s".formatted(left, after));
            }
            System.err.printf("round %d: job %s, bare loop %s%n", round, ofJob, ofBare);
            if (round > 0) {
                job.add(ofJob);
                bare.add(ofBare);
            }
        }
        long rows = copies.rows();
        figures.add("members in a pass", members, "members");
        figures.add("rows of a member", (double) rows / members, "rows");
        for (boolean first : new boolean[] {true, false}) {
            String what = first ? "into empty tables" : "over what is there";
            double ofJob = middle(job, first);
            double ofBare = middle(bare, first);
            figures.add("job " + what, rows / ofJob, "rows/s");
            figures.add("- members", members / ofJob, "members/s");
            figures.add("bare loop " + what, rows / ofBare, "rows/s");
            figures.add("- members", members / ofBare, "members/s");
            figures.atLeast("- the job's share", ofBare / ofJob, "", GOAL);
        }
        figures.add("load of the machine at the end", Machine.load(), "");
        return figures;
    }

    private static double middle(List<Passes> passes, boolean first) {
        double[] sorted = passes.stream().mapToDouble(p -> p.seconds(first)).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Passes withJob(MemberCopies copies, DatabaseConfig database, Path folder)
            throws Exception {
        empty(database);
        try (SinkJob job = new SinkJob(copies, database, parallelism, folder)) {
            return new Passes(job.pass(FIRST_VERSION), job.pass(FIRST_VERSION + 1));
        }
    }

    private Passes withBareLoop(MemberCopies copies, DatabaseConfig database) throws Exception {
        empty(database);
        List<Connection> connections = new ArrayList<>();
        List<BareCopy> writers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(parallelism);
        try {
            for (int i = 0; i < parallelism; i++) {
                connections.add(connect(database));
                writers.add(new BareCopy(connections.get(i)));
            }
            return new Passes(
                    bare(copies, writers, threads, FIRST_VERSION),
                    bare(copies, writers, threads, FIRST_VERSION + 1));
        } finally {
            threads.shutdown();
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private double bare(
            MemberCopies copies, List<BareCopy> writers, ExecutorService threads, long version)
            throws InterruptedException, ExecutionException {
        Rate rate = new Rate(() -> 0);
        List<Future<?>> parts = new ArrayList<>();
        for (int part = 0; part < writers.size(); part++) {
            int from = (int) ((long) members * part / writers.size());
            int to = (int) ((long) members * (part + 1) / writers.size());
            BareCopy writer = writers.get(part);
            parts.add(
                    threads.submit(
                            () -> {
                                for (int start = from; start < to; start += batch) {
                                    List<MemberRows> some = new ArrayList<>();
                                    for (int i = start; i < Math.min(start + batch, to); i++) {
                                        some.add(copies.rows(i, version));
                                    }
                                    writer.write(some);
                                }
                                return null;
                            }));
        }
        for (Future<?> part : parts) {
            part.get();
        }
        return rate.seconds();
    }

    private Connection connect(DatabaseConfig database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), null);
    }

    private void empty(DatabaseConfig database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("truncate " + BareCopy.tables());
            statement.execute("checkpoint");
        }
    }

    /** How many rows each table has. */
    private String counts(DatabaseConfig database) throws SQLException {
        StringBuilder counts = new StringBuilder();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String table : BareCopy.tables().split(", ")) {
                try (ResultSet count = statement.executeQuery("select count(*) from " + table)) {
                    count.next();
                    counts.append(table).append(' ').append(count.getLong(1)).append(' ');
                }
            }
        }
        return counts.toString();
    }
}
