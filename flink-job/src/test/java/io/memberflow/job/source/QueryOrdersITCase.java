package io.memberflow.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memberflow.job.bench.Await;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.OrdersQuery;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.support.Collected;
import io.memberflow.job.support.Databases;
import io.memberflow.job.support.JobCluster;
import io.memberflow.job.support.StateDump;
import io.memberflow.order.RawEvent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders of a shop's own database. */
class QueryOrdersITCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Databases DATABASES = new Databases();
    private static final String ORDERS =
            "select order_id, member_id, paid_at, amount, refund from shop_orders";
    private static final String LINES =
            "select order_id, member_id, paid_at, sku, quantity as item_quantity, price as"
                    + " ITEM_PRICE, n as unknown_column from shop_lines order by n";

    private static JobCluster cluster;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        cluster = new JobCluster(2);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        DATABASES.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Databases.Kind.class,
            names = {"H2", "POSTGRESQL"})
    void aQueryGivesWhatTheSameCsvGives(Databases.Kind kind) throws Exception {
        DatabaseConfig shop = DATABASES.fresh(kind);
        for (String table : List.of("orders", "lines")) {
            Path csv = folder.resolve(table + ".csv");
            String sql = fill(shop, csv, table);
            Path query = Files.writeString(folder.resolve(table + ".sql"), sql + ";\n");
            DatabaseConfig fromCsv = DATABASES.fresh(Databases.Kind.H2);
            DatabaseConfig fromQuery = DATABASES.fresh(Databases.Kind.H2);

            String csvJob = cluster.run(config("--orders=" + csv), fromCsv);
            String queryJob =
                    cluster.run(
                            config(
                                    "--orders=" + shop.url(),
                                    "--orders-query-file=" + query,
                                    "--orders-jdbc-user="
                                            + (shop.user() == null ? "sa" : shop.user())),
                            fromQuery);

            assertThat(StateDump.text(fromQuery)).isEqualTo(StateDump.text(fromCsv)).isNotEmpty();
            assertThat(counts(fromQuery, queryJob))
                    .isEqualTo(counts(fromCsv, csvJob))
                    .satisfies(tally -> assertThat(tally.rejected()).isPositive());
            assertThat(rejected(fromQuery)).isEqualTo(rejected(fromCsv));
            assertThat(origins(fromQuery)).allMatch(origin -> origin.matches("jdbc:row \\d+"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Databases.Kind.class,
            names = {"H2", "POSTGRESQL"})
    void everyRowIsReadOnceThoughTheJobFails(Databases.Kind kind) throws Exception {
        DatabaseConfig shop = DATABASES.fresh(kind);
        int rows = 4_000;
        try (Connection connection = Connections.open(shop);
                Statement statement = connection.createStatement()) {
            statement.execute("create table shop_orders (n int primary key, order_id varchar(20))");
            statement.execute(
                    kind == Databases.Kind.H2
                            ? "insert into shop_orders select x, 'T' || x from system_range(1, 4000)"
                            : "insert into shop_orders select x, 'T' || x from generate_series(1, 4000) x");
        }
        Collected<ReadCounts.Seen> seen = new Collected<>();
        int before = ReadCounts.checkpoints();

        JobClient job = startCounting(shop, seen);
        Await.until(
                "That some rows are part of a checkpoint",
                LIMIT,
                () -> seen.size() > 100 && ReadCounts.checkpoints() >= before + 8);
        ReadCounts.fail();
        job.getJobExecutionResult().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(ReadCounts.isToFail()).as("the failure is still to come").isFalse();
        assertThat(seen.soFar()).allMatch(s -> s.times() == 1);
        Set<String> origins =
                seen.soFar().stream().map(ReadCounts.Seen::origin).collect(Collectors.toSet());
        assertThat(origins)
                .isEqualTo(
                        IntStream.rangeClosed(1, rows)
                                .mapToObj(n -> "jdbc:row " + n)
                                .collect(Collectors.toCollection(HashSet::new)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Databases.Kind.class,
            names = {"H2", "POSTGRESQL"})
    void whatIsWrongWithAQueryIsToldBeforeTheStart(Databases.Kind kind) throws Exception {
        DatabaseConfig shop = DATABASES.fresh(kind);
        fill(shop, folder.resolve("orders.csv"), "orders");

        assertThat(wrong(shop, "selekt 1"))
                .startsWith("--orders-query-file: the database at " + shop.url())
                .contains("the SQL is not valid): mend it.");
        assertThat(wrong(shop, "select * from no_such_table")).contains("a table is missing");
        assertThat(wrong(shop, "select no_such_column from shop_orders"))
                .contains("a column is missing");
        assertThat(wrong(shop, "select order_id, member_id, paid_at from shop_orders"))
                .startsWith("--orders-query-file selects order_id,member_id,paid_at, but")
                .contains("has no column amount");
        assertThat(wrong(shop, "delete from shop_orders"))
                .isEqualTo("The orders' query gives no rows: begin it with select.");
        check(shop, ORDERS);
    }

    private static JobClient startCounting(DatabaseConfig shop, Collected<ReadCounts.Seen> seen)
            throws Exception {
        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        flink.setString("pipeline.auto-generate-uids", "false");
        flink.setString("execution.checkpointing.interval", "20 ms");
        flink.setString("restart-strategy.type", "fixed-delay");
        flink.setString("restart-strategy.fixed-delay.attempts", "2");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        env.fromSource(
                        new QueryOrders(
                                new OrdersQuery(
                                        shop.url(),
                                        "select order_id from shop_orders order by n",
                                        shop.user(),
                                        null)),
                        WatermarkStrategy.noWatermarks(),
                        "orders")
                .uid("orders")
                .map(QueryOrdersITCase::held)
                .returns(TypeInformation.of(RawEvent.class))
                .uid("hold")
                .keyBy(RawEvent::origin)
                .process(new ReadCounts())
                .uid("count")
                .sinkTo(seen)
                .uid("seen");
        return env.executeAsync("query");
    }

    /** Slow enough that checkpoints come while rows do. */
    private static RawEvent held(RawEvent event) {
        LockSupport.parkNanos(100_000);
        return event;
    }

    /** Fills a table of the shop, typed as shops do, and a file with the same rows. */
    private static String fill(DatabaseConfig shop, Path csv, String table) throws Exception {
        boolean lines = table.equals("lines");
        Random random = new Random(7);
        List<String> file = new ArrayList<>();
        file.add(
                lines
                        ? "order_id,member_id,paid_at,sku,item_quantity,item_price,unknown_column"
                        : "order_id,member_id,paid_at,amount,refund_amount");
        try (Connection connection = Connections.open(shop);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    lines
                            ? "create table shop_lines (n int, order_id varchar(20), member_id varchar(20), paid_at timestamp, sku varchar(40), quantity int, price numeric(12,4))"
                            : "create table shop_orders (order_id varchar(20), member_id varchar(20), paid_at timestamp with time zone, amount numeric(12,2), refund numeric(12,2))");
            PreparedStatement insert =
                    connection.prepareStatement(
                            lines
                                    ? "insert into shop_lines values (?,?,?,?,?,?,?)"
                                    : "insert into shop_orders values (?,?,?,?,?)");
            for (int i = 0; i < 600; i++) {
                String order = "T" + (lines ? i / 3 : i);
                String member = i % 97 == 5 ? null : "m-" + (lines ? i / 3 : i) % 40;
                OffsetDateTime paid =
                        OffsetDateTime.of(2025, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                                .plusSeconds(random.nextInt(180 * 86_400))
                                .plusNanos(random.nextInt(1_000_000) * 1_000L);
                BigDecimal price = BigDecimal.valueOf(random.nextInt(50_000), 2);
                if (lines) {
                    String sku = random.nextInt(5) == 0 ? null : "袜子, \"" + i % 11 + "\"\n黑色";
                    Integer quantity = random.nextInt(9) == 0 ? null : random.nextInt(4) - 1;
                    insert.setInt(1, i);
                    insert.setString(2, order);
                    insert.setString(3, member);
                    insert.setObject(4, paid.toLocalDateTime());
                    insert.setString(5, sku);
                    insert.setObject(6, quantity);
                    insert.setBigDecimal(7, price);
                    file.add(
                            String.join(
                                    ",",
                                    order,
                                    text(member),
                                    paid.toLocalDateTime().toString(),
                                    sku == null ? "" : '"' + sku.replace("\"", "\"\"") + '"',
                                    text(quantity),
                                    price.setScale(4).toPlainString(),
                                    text(i)));
                } else {
                    BigDecimal refund = random.nextInt(8) == 0 ? price : null;
                    insert.setString(1, order);
                    insert.setString(2, member);
                    insert.setObject(3, paid);
                    insert.setBigDecimal(4, price);
                    insert.setBigDecimal(5, refund);
                    file.add(
                            String.join(
                                    ",",
                                    order,
                                    text(member),
                                    paid.toInstant().toString(),
                                    price.toPlainString(),
                                    text(refund)));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        Files.write(csv, file);
        return lines ? LINES : ORDERS.replace("refund", "refund as refund_amount");
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static JobConfig config(String... orders) {
        List<String> arguments = new ArrayList<>(List.of(orders));
        arguments.addAll(List.of("--as-of=2025-06-30", "--parallelism=2"));
        return JobArguments.parse(arguments.toArray(String[]::new));
    }

    private String wrong(DatabaseConfig shop, String sql) {
        return catchThrowableOfType(WrongUse.class, () -> check(shop, sql)).getMessage();
    }

    private void check(DatabaseConfig shop, String sql) throws Exception {
        Path file = Files.writeString(folder.resolve("query.sql"), sql);
        List<String> arguments =
                new ArrayList<>(List.of("--orders=" + shop.url(), "--orders-query-file=" + file));
        if (shop.user() != null) {
            arguments.add("--orders-jdbc-user=" + shop.user());
        }
        new MemberJob().checkInputs(JobArguments.parse(arguments.toArray(String[]::new)));
    }

    private static Tally counts(DatabaseConfig database, String jobId) {
        Tally tally = new Tables(database).progress(jobId).get(0);
        return new Tally(
                tally.stream(),
                tally.read(),
                tally.applied(),
                tally.repeats(),
                tally.rejected(),
                tally.eventTime());
    }

    private static Set<String> rejected(DatabaseConfig database) throws Exception {
        return answers(
                database,
                "select code || count(*) || min(raw) || max(raw) from rejected_event group by code");
    }

    private static Set<String> origins(DatabaseConfig database) throws Exception {
        return answers(database, "select origin from rejected_event");
    }

    private static Set<String> answers(DatabaseConfig database, String sql) throws Exception {
        Set<String> answers = new TreeSet<>();
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }
}
