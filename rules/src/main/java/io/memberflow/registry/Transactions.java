package io.memberflow.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Does work on the registry as a whole or not at all, and again when others were in the way. */
final class Transactions {
    private static final int ATTEMPTS = 30;
    private static final int LONGEST_PAUSE_MS = 20;

    /**
     * Deadlocks, serialization failures, lock timeouts. MySQL's lock timeout is told by its code.
     */
    private static final Set<String> IN_THE_WAY =
            Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    private static final int MYSQL_LOCK_TIMEOUT = 1205;
    private static final int MYSQL_DUPLICATE = 1062;

    private final ConnectionSource connections;

    Transactions(ConnectionSource connections) {
        this.connections = connections;
    }

    /** Work that can be done again from its beginning. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** The result of the work; a key that is taken is a failure like any other. */
    <T> T run(Work<T> work) throws SQLException {
        return run(work, false);
    }

    /** The result of the work, which looks anew for a free key when another has taken it. */
    <T> T runUntilKeyIsFree(Work<T> work) throws SQLException {
        return run(work, true);
    }

    private <T> T run(Work<T> work, boolean retryTakenKey) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                boolean again = isInTheWay(e) || (retryTakenKey && isKeyTaken(e));
                if (!again || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            pause();
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
            return result;
        }
    }

    private static void rollBack(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e); // what failed first is what is told
        }
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for others", "57014", e);
        }
    }

    static boolean isKeyTaken(SQLException e) {
        return "23505".equals(e.getSQLState())
                || e.getErrorCode() == MYSQL_DUPLICATE
                || (e instanceof SQLIntegrityConstraintViolationException
                        && "23000".equals(e.getSQLState()));
    }

    private static boolean isInTheWay(SQLException e) {
        return (e.getSQLState() != null && IN_THE_WAY.contains(e.getSQLState()))
                || e.getErrorCode() == MYSQL_LOCK_TIMEOUT;
    }
}
