package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps an embedded database open for as long as a run lasts, and closes it without tidying up: H2
 * 2.3 can lose what was committed when it compacts its file while closing (its issue 4247), and
 * would otherwise close whenever its last connection does. A database server needs neither.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private final Connection connection;

    private EmbeddedDatabase(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens it if it is an embedded one.
     *
     * @throws DatabaseProblem when it cannot be opened
     */
    public static EmbeddedDatabase keepOpen(DatabaseConfig database) {
        if (!database.isEmbeddedFile()) {
            return new EmbeddedDatabase(null);
        }
        try {
            // The schema may not be there yet.
            return new EmbeddedDatabase(
                    Connections.open(
                            new DatabaseConfig(
                                    database.url(),
                                    database.user(),
                                    database.passwordFile(),
                                    null)));
        } catch (SafeSqlException e) {
            throw new DatabaseProblem(e.getMessage(), e);
        }
    }

    /** Everything that was committed is on disk; connections that are still open are cut. */
    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            throw new DatabaseProblem(e.getMessage(), SafeSqlException.of("SHUTDOWN", e));
        }
    }
}
