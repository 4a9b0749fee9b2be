package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesMariaDbITCase extends TablesContract {
    @TempDir Path directory;

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariaDb();
    }

    @Test
    void idsCompareByCodePointAndTheirBlanksCount() {
        tables.migrate();
        List<String> ids =
                List.of("B", "a", "b", "b ", "b  ", "ss", "ß", "ä", "\uFF5E", "\uD83D\uDE00");
        Writers.write(
                db.config, ids.stream().map(id -> Samples.rows(id, 1)).toArray(MemberRows[]::new));
        assertThat(db.rows("select member_id from member_profile order by member_id"))
                .containsExactlyElementsOf(ids);
        assertThat(db.rows("select member_id from member_profile where member_id = 'b'"))
                .containsExactly("b");
    }

    @Test
    void eitherPrefixReachesTheSameServer() {
        tables.migrate();
        for (String prefix : List.of("jdbc:mysql:", "jdbc:mariadb:")) {
            String url = db.config.url().replaceFirst("^jdbc:[a-z]+:", prefix);
            new Tables(new DatabaseConfig(url, db.config.user(), null, null)).check();
        }
    }

    /** A reader has settings of its own; what is there must not depend on them. */
    @Test
    void aPlainConnectionReadsTheTablesWhateverItsSettings() throws Exception {
        tables.migrate();
        ViewsSample.fill(db, tables);
        try (Connection connection =
                        DriverManager.getConnection(db.config.driverUrl(), db.config.user(), "");
                Statement statement = connection.createStatement()) {
            for (String mode : List.of("", "ANSI,ONLY_FULL_GROUP_BY", "TRADITIONAL")) {
                statement.execute("set time_zone = '-11:00', sql_mode = '" + mode + "'");
                assertThat(first(statement, "select evaluated_at from member_profile"))
                        .startsWith("2025-03-10 09:46:40.123");
                assertThat(first(statement, "select share from segment_summary order by 1 desc"))
                        .isEqualTo("100.00");
                assertThat(first(statement, "select held from segment_trend order by 1 desc"))
                        .isEqualTo("2");
                assertThat(
                                first(
                                        statement,
                                        "select mean_recency_days from region_summary order by 1 desc"))
                        .isEqualTo("15.0");
            }
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void tablesAreThoseOfTransactionsWhateverTheServersDefault() {
        tables.migrate();
        assertThat(
                        db.rows(
                                "select distinct engine, row_format from information_schema.tables"
                                        + " where table_schema = database() and table_type ="
                                        + " 'BASE TABLE' and table_name not like '%history'"))
                .containsExactly("InnoDB|Dynamic");
        assertThat(
                        db.rows(
                                "select distinct character_set_name from information_schema.columns"
                                        + " where table_schema = database() and"
                                        + " character_set_name is not null and table_name like"
                                        + " 'member%' and table_name not like '%history'"))
                .containsExactly("utf8mb4");
    }

    /** A statement is one packet, and the server takes 16 MiB at once. */
    @Test
    void manyLongFactsPass() {
        tables.migrate();
        String facts = "{\"t\":\"" + "\u4F1A".repeat(400_000) + "\"}";
        MemberRows[] rows = new MemberRows[24];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Samples.rows("m" + i, 1, Samples.profile(1, 100), Samples.NO_SEGMENTS, facts);
        }
        Writers.write(db.config, rows);
        assertThat(
                        db.rows(
                                "select char_length(json_unquote(json_extract(facts, '$.t'))),"
                                        + " count(*) from member_facts group by 1"))
                .containsExactly("400000|24");
    }

    @Test
    void aDatabaseThatIsNamedAsSchemaNeedsNoneInTheUrl() {
        tables.migrate();
        Writers.write(db.config, Samples.rows("m", 1));
        String name = db.one("select database()");
        DatabaseConfig config = new DatabaseConfig(server(), db.config.user(), null, name);
        new Tables(config).check();
        assertThat(new Tables(config).countMembers(0)).isEqualTo(new MemberCount(1, 1));
    }

    @Test
    void noDatabaseAtAllIsToldWithTheCure() {
        problem(new DatabaseConfig(server(), db.config.user(), null, null))
                .hasMessageContaining("names no database")
                .hasMessageContaining("--schema");
    }

    @Test
    void anUnreachableHostIsToldWithTheCure() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        problem(new DatabaseConfig("jdbc:mysql://localhost:" + free + "/x", "u", null, null))
                .hasMessageContaining("localhost:" + free)
                .hasMessageContaining("see that it runs");
    }

    @Test
    void aUrlThatTheDriverRefusesIsToldWithTheCure() {
        for (String url :
                List.of("jdbc:mysql://localhost:port/x", db.config.url() + "?sslMode=nonsense")) {
            problem(new DatabaseConfig(url, db.config.user(), null, null))
                    .hasMessageContaining(url)
                    .hasMessageContaining("options in --jdbc-url");
        }
    }

    @Test
    void aMissingDatabaseIsToldWithTheCure() {
        problem(new DatabaseConfig(server() + "nowhere", db.config.user(), null, null))
                .hasMessageContaining("/nowhere")
                .hasMessageContaining("create it");
        tables.migrate();
        problem(new DatabaseConfig(db.config.url(), db.config.user(), null, "nowhere"))
                .hasMessageContaining("memberflow migrate");
        assertThatThrownBy(
                        () ->
                                new Tables(
                                                new DatabaseConfig(
                                                        db.config.url(),
                                                        db.config.user(),
                                                        null,
                                                        "nowhere"))
                                        .rowVersionFloor())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("USE nowhere")
                .hasMessageContaining("--schema");
    }

    @Test
    void aWrongPasswordIsToldWithTheCureAndTheRightOneIsReadAtEachConnection() throws Exception {
        db.execute(
                "drop user if exists locked@'%'",
                "create user locked@'%' identified by 'right one'",
                "grant all on *.* to locked@'%'");
        Path file = directory.resolve("password");
        Files.writeString(file, "wrong-secret\n");
        // MySQL asks for the key of the password's encryption, or for TLS.
        String url = db.config.url() + "?allowPublicKeyRetrieval=true";
        DatabaseConfig config = new DatabaseConfig(url, "locked", file.toString(), null);

        problem(config)
                .hasMessageContaining("28000")
                .hasMessageContaining("--jdbc-password-file")
                .hasMessageNotContaining("secret");
        Files.writeString(file, "right one\n");
        assertThat(new Tables(config).migrate()).isPositive();

        Files.delete(file);
        problem(config).hasMessageContaining(file.toString());
    }

    @Test
    void aMissingRightIsToldWithTheCure() {
        tables.migrate();
        String name = db.one("select database()");
        db.execute(
                "drop user if exists reader@'%'",
                "create user reader@'%'", "grant select on " + name + ".cut_points to reader@'%'");
        DatabaseConfig config = new DatabaseConfig(db.config.url(), "reader", null, null);
        assertThatThrownBy(() -> new Tables(config).rowVersionFloor())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("select from member_profile")
                .hasMessageContaining("lacks a right");
        DatabaseConfig elsewhere =
                new DatabaseConfig(db.config.url(), "reader", null, "not_for_readers");
        assertThatThrownBy(() -> new Tables(elsewhere).migrate())
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("lacks a right");
    }

    @Test
    void aServerWhoseLogRefusesOurWritesIsToldWithTheCure() {
        String before = db.one("select @@global.binlog_format");
        db.execute("set global binlog_format = 'STATEMENT'");
        try {
            assertThatThrownBy(tables::migrate)
                    .isInstanceOf(DatabaseProblem.class)
                    .hasMessageContaining("binlog_format is STATEMENT")
                    .hasMessageContaining("ROW or MIXED");
        } finally {
            db.execute("set global binlog_format = '" + before + "'");
        }
        assertThat(tables.migrate()).isPositive();
    }

    private String server() {
        return db.config.url().replaceFirst("[^/]*$", "");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> problem(DatabaseConfig config) {
        return assertThatThrownBy(() -> new Tables(config).check())
                .isInstanceOf(DatabaseProblem.class);
    }
}
