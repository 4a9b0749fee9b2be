package io.memberflow.job.sink;

import io.memberflow.job.support.MariaDb;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database for a test, and questions to it that go round the code under test. */
final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres server;

    final DatabaseConfig config;

    private TestDatabase(DatabaseConfig config) {
        this.config = config;
    }

    static TestDatabase postgres() {
        String name = "t" + COUNT.incrementAndGet();
        try (Connection connection = postgresServer().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(
                new DatabaseConfig(
                        "jdbc:postgresql://localhost:" + server.getPort() + "/" + name,
                        "postgres",
                        null,
                        null));
    }

    /** MariaDB, or the server of its kind that the tests are told to use. */
    static TestDatabase mariaDb() {
        return new TestDatabase(MariaDb.fresh());
    }

    static TestDatabase h2(Path directory) {
        return new TestDatabase(
                new DatabaseConfig(
                        "jdbc:h2:" + directory.resolve("t" + COUNT.incrementAndGet()),
                        null,
                        null,
                        null));
    }

    static TestDatabase at(DatabaseConfig config) {
        return new TestDatabase(config);
    }

    /** One server for all tests of a JVM; it ends with it. */
    static synchronized EmbeddedPostgres postgresServer() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    TestDatabase migrated() {
        new Tables(config).migrate();
        return this;
    }

    Connection open() throws SQLException {
        return Connections.open(config);
    }

    void execute(String... statements) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(spoken(sql));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of an answer, their values as text between bars. */
    List<String> rows(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(spoken(sql))) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(text(result, i));
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The databases have their own words for truth. */
    private static String text(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        int type = result.getMetaData().getColumnType(column);
        return text != null && (type == Types.BIT || type == Types.BOOLEAN)
                ? String.valueOf(result.getBoolean(column))
                : text;
    }

    /** The tests' SQL as the dialect speaks it: two reserved words, and instants without a zone. */
    private String spoken(String sql) {
        return config.dialect() != Dialect.MYSQL
                ? sql
                : sql.replaceAll("(?<![\\w`'])(change|key)(?=[ ,])(?! \\()", "`$1`")
                        .replaceAll(
                                "timestamp with time zone '([^'+]*)[+]00(:00)?'", "timestamp '$1'");
    }

    String one(String sql) {
        return rows(sql).get(0);
    }

    /** Ends every session of Memberflow in this database, as an operator or a crash would. */
    void endSessions() {
        if (config.dialect() == Dialect.POSTGRESQL) {
            rows(
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                            + " where application_name = 'memberflow'"
                            + " and datname = current_database() and pid <> pg_backend_pid()");
        } else if (config.dialect() == Dialect.MYSQL) {
            rows("select id from information_schema.processlist"
                            + " where db = database() and id <> connection_id()")
                    .forEach(id -> execute("kill " + id));
        } else {
            rows(
                    "select abort_session(session_id) from information_schema.sessions"
                            + " where session_id <> session_id()");
        }
    }
}
