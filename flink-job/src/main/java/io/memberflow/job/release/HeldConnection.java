package io.memberflow.job.release;

import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.registry.ConnectionSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One connection that stays open from one look at the registry to the next. For one thread. After a
 * failure it has to be given up; a new one is opened when it is next asked for.
 */
final class HeldConnection implements ConnectionSource {
    private final Connections connections;

    HeldConnection(DatabaseConfig database) {
        this.connections = new Connections(database);
    }

    @Override
    public Connection open() throws SQLException {
        Connection real = connections.getOrEstablishConnection();
        return (Connection)
                Proxy.newProxyInstance(
                        HeldConnection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                return null;
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    void giveUp() {
        connections.closeConnection();
    }
}
