package io.memberflow.job.support;

import io.memberflow.job.sink.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases of every kind; a server starts with the first one asked for. */
public final class Databases implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private EmbeddedPostgres postgres;

    /** What a test can ask for. */
    public enum Kind {
        H2,
        POSTGRESQL,
        /** See {@link MariaDb}. */
        MARIADB
    }

    /** A database that nobody has used. */
    public DatabaseConfig fresh(Kind kind) throws IOException, SQLException {
        String name = "memberflow" + NUMBER.incrementAndGet();
        if (kind == Kind.H2) {
            return new DatabaseConfig(
                    "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", null, null, null);
        }
        if (kind == Kind.MARIADB) {
            return MariaDb.fresh();
        }
        if (postgres == null) {
            postgres = EmbeddedPostgres.builder().start();
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
        return new DatabaseConfig(url, "postgres", null, null);
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
