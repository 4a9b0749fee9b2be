package io.memberflow.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.config.OrdersQuery;
import io.memberflow.order.RawEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuerySplitReaderTest {
    private static final String URL = "jdbc:h2:mem:query;DB_CLOSE_DELAY=-1";
    private static final String ORDERS =
            "select order_id, member_id, paid_at, amount from orders order by n";
    private static final int ROWS = 2_500;

    private Connection database;

    @BeforeEach
    void fill() throws SQLException {
        database = DriverManager.getConnection(URL, "sa", "");
        execute(
                "create table orders (n int primary key, order_id varchar, member_id varchar,"
                        + " paid_at timestamp with time zone, amount numeric(18,2), sku varchar)",
                "insert into orders select x, 'T' || x, 'm' || mod(x, 7),"
                        + " timestamp with time zone '2025-03-01 10:15:30+08', 12.50, 'a, \"b\"'"
                        + " from system_range(1, "
                        + ROWS
                        + ")");
    }

    @AfterEach
    void drop() throws SQLException {
        execute("drop all objects");
        database.close();
    }

    @Test
    void everyRowIsACsvRecordThatKnowsWhereItStands() {
        List<QuerySplitReader.Row> rows = read(ORDERS, QueryPosition.START);

        assertThat(rows).hasSize(ROWS);
        RawEvent first = rows.get(0).event();
        assertThat(first.header()).isEqualTo("order_id,member_id,paid_at,amount");
        assertThat(first.origin()).isEqualTo("jdbc:row 1");
        assertThat(text(first)).isEqualTo("T1,m1,2025-03-01T02:15:30Z,12.50");
        assertThat(first.length()).isEqualTo(first.bytes().length);
        assertThat(rows.get(ROWS - 1).event().origin()).isEqualTo("jdbc:row " + ROWS);
    }

    @Test
    void valuesAreWrittenAsAFileWouldHoldThem() throws SQLException {
        execute("delete from orders where n > 1", "update orders set amount = null");

        assertThat(
                        text(
                                read(
                                                "select sku, cast('2025-03-01 10:00:00.5' as timestamp) as Paid_At,"
                                                        + " date '2025-03-02', amount, 7, 1e3, true,"
                                                        + " 'two' || char(10) || 'lines' from orders",
                                                QueryPosition.START)
                                        .get(0)
                                        .event()))
                .isEqualTo(
                        "\"a, \"\"b\"\"\",2025-03-01T10:00:00.500,2025-03-02,,7,1000,TRUE,\"two\nlines\"");
    }

    @Test
    void readingGoesOnBehindTheRowsThatWereHandedOn() {
        List<QuerySplitReader.Row> all = read(ORDERS, QueryPosition.START);
        for (int done : new int[] {1, 999, 1_000, 1_001, ROWS}) {
            List<QuerySplitReader.Row> rest = read(ORDERS, all.get(done - 1).position());

            assertThat(rest).hasSize(ROWS - done);
            assertThat(origins(rest)).isEqualTo(origins(all.subList(done, ROWS)));
        }
    }

    @Test
    void ordersThatMovedMeanwhileAreAllReadAgain() throws SQLException {
        QueryPosition done = read(ORDERS, QueryPosition.START).get(1_200).position();
        execute("delete from orders where n = 5"); // so that all others stand one further up

        List<QuerySplitReader.Row> again = read(ORDERS, done);

        assertThat(again).hasSize(ROWS - 1);
        assertThat(origins(again)).doesNotHaveDuplicates();
    }

    @Test
    void ordersThatAreFewerThanBeforeAreAllReadAgain() throws SQLException {
        QueryPosition done = read(ORDERS, QueryPosition.START).get(1_200).position();
        execute("delete from orders where n > 100");

        assertThat(read(ORDERS, done)).hasSize(100);
    }

    @Test
    void linesOfOrdersThatMovedMeanwhileAreToldOf() throws SQLException {
        String lines = "select order_id, member_id, paid_at, amount, sku from orders order by n";
        QueryPosition done = read(lines, QueryPosition.START).get(1_200).position();
        execute("update orders set sku = 'other' where n = 5");

        assertThatThrownBy(() -> read(lines, done))
                .isInstanceOf(QueryProblem.class)
                .hasMessageContaining("start again without state")
                .hasMessageNotContaining("other");
    }

    @Test
    void aRowOverOneMebibyteIsCut() throws SQLException {
        execute(
                "delete from orders where n > 1",
                "update orders set sku = repeat('x', " + (3 << 20) + ")");

        RawEvent event = read("select sku from orders", QueryPosition.START).get(0).event();

        assertThat(event.length()).isEqualTo(3 << 20);
        assertThat(event.bytes()).hasSize(RawEvent.MAX_BYTES);
    }

    @Test
    void aQueryThatFailsOnTheWayQuotesNoRow() {
        String failing =
                "select cast(case when n < 1500 then '1' else 'planted value' end as int) from orders";

        assertThatThrownBy(() -> read(failing, QueryPosition.START))
                .isInstanceOf(QueryProblem.class)
                .hasMessageStartingWith("The orders' database gave no more rows after row ")
                .satisfies(
                        failure -> {
                            for (Throwable t = failure; t != null; t = t.getCause()) {
                                assertThat(t.toString()).doesNotContain("planted value");
                            }
                        });
    }

    private static List<QuerySplitReader.Row> read(String sql, QueryPosition from) {
        List<QuerySplitReader.Row> rows = new ArrayList<>();
        QuerySplitReader reader = new QuerySplitReader(new OrdersQuery(URL, sql, null, null));
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(from)));
        boolean finished = false;
        while (!finished) {
            RecordsWithSplitIds<QuerySplitReader.Row> batch = reader.fetch();
            while (batch.nextSplit() != null) {
                QuerySplitReader.Row row;
                while ((row = batch.nextRecordFromSplit()) != null) {
                    rows.add(row);
                }
            }
            finished = !batch.finishedSplits().isEmpty();
        }
        reader.close();
        return rows;
    }

    private static List<String> origins(List<QuerySplitReader.Row> rows) {
        return rows.stream().map(row -> row.event().origin() + " " + text(row.event())).toList();
    }

    private static String text(RawEvent event) {
        return new String(event.bytes(), StandardCharsets.UTF_8);
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
