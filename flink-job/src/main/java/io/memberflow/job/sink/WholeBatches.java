package io.memberflow.job.sink;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Connections on which a batch outside a transaction is one of its own, as PostgreSQL's driver has
 * it. MySQL and MariaDB would commit, and sync their logs, for each of its rows: Flink's JDBC sink
 * leaves that to the connection.
 */
final class WholeBatches {
    private WholeBatches() {}

    static Connection wrap(Connection connection) {
        return proxy(
                Connection.class,
                (proxy, method, args) -> {
                    Object result = call(connection, method, args);
                    return result instanceof PreparedStatement statement
                            ? wrap(connection, statement)
                            : result;
                });
    }

    private static PreparedStatement wrap(Connection connection, PreparedStatement statement) {
        return proxy(
                PreparedStatement.class,
                (proxy, method, args) ->
                        method.getName().equals("executeBatch") && connection.getAutoCommit()
                                ? whole(connection, statement)
                                : call(statement, method, args));
    }

    private static int[] whole(Connection connection, PreparedStatement statement)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            int[] counts = statement.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
            return counts;
        } catch (SQLException e) {
            try {
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException lost) {
                // Then the server has rolled back, or will; the first failure says why.
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    private static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        WholeBatches.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
