package io.memberflow.editor;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An empty database with the tables that the job makes. */
final class Registries implements AutoCloseable {
    private static final Path TABLES =
            Path.of("..", "flink-job/src/main/resources/db/migration/h2/V1__tables.sql");

    private final String url;
    private final Connection connection;

    Registries(String name) throws SQLException {
        url = "jdbc:h2:mem:" + name;
        connection = DriverManager.getConnection(url, "sa", "");
        execute("SET NON_KEYWORDS VALUE, KEY, MONTH");
        execute("RUNSCRIPT FROM '" + TABLES + "' CHARSET 'UTF-8'");
    }

    String url() {
        return url;
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
