package io.memberflow.job.bench;

import io.memberflow.job.sink.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL that can be stopped and comes back under its address with what it had. */
public final class PostgresServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Makes and starts a server.
     *
     * @param folder an empty folder for its data and its log
     */
    public static PostgresServer start(Path folder) {
        PostgresServer server = new PostgresServer(folder, FreePorts.of(1)[0]);
        server.start();
        return server;
    }

    /** Starts it again after {@link #stop}. */
    public void start() {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
        try {
            Files.createDirectories(folder);
            server =
                    EmbeddedPostgres.builder()
                            .setPort(port)
                            .setDataDirectory(folder.resolve("data"))
                            .setCleanDataDirectory(false)
                            .setOutputRedirector(log)
                            .setErrorRedirector(log)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as an operator in a hurry does: connections are cut, transactions undone. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new and empty database. */
    public DatabaseConfig createDatabase(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new DatabaseConfig(
                "jdbc:postgresql://localhost:" + port + "/" + name, "postgres", null, null);
    }

    @Override
    public void close() {
        stop();
    }
}
