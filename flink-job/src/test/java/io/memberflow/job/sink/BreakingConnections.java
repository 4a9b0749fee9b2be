package io.memberflow.job.sink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;

/** Connections on which something happens once, before or after a call that is waited for. */
final class BreakingConnections implements JdbcConnectionProvider {
    private static final long serialVersionUID = 1L;

    private final transient Connections real;
    private final transient Predicate<String> call;
    private final boolean after;
    private final transient Runnable accident;
    private boolean happened;

    /**
     * @param call which call it is: the SQL of a prepared statement, else the method's name
     */
    BreakingConnections(
            DatabaseConfig database, Predicate<String> call, boolean after, Runnable accident) {
        this.real = new Connections(database);
        this.call = call;
        this.after = after;
        this.accident = accident;
    }

    boolean happened() {
        return happened;
    }

    @Override
    public Connection getConnection() {
        return real.getConnection() == null ? null : watched(real.getConnection());
    }

    @Override
    public Connection getOrEstablishConnection() throws SQLException {
        return watched(real.getOrEstablishConnection());
    }

    @Override
    public boolean isConnectionValid() throws SQLException {
        return real.isConnectionValid();
    }

    @Override
    public void closeConnection() {
        real.closeConnection();
    }

    @Override
    public Connection reestablishConnection() throws SQLException {
        return watched(real.reestablishConnection());
    }

    private Connection watched(Connection connection) {
        return (Connection)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, args) -> {
                            String name =
                                    method.getName().equals("prepareStatement")
                                            ? (String) args[0]
                                            : method.getName();
                            boolean now = !happened && call.test(name);
                            happened |= now;
                            if (now && !after) {
                                accident.run();
                            }
                            try {
                                Object result = method.invoke(connection, args);
                                if (now && after) {
                                    accident.run();
                                    // The answer is lost on its way.
                                    throw new SQLException("gone", "08006");
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
