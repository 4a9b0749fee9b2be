package io.memberflow.job.sink;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * Connections out of which no exception comes that quotes a row: whatever their statements and
 * results throw is replaced by a {@link SafeSqlException}. Nor do statements print themselves with
 * their parameters, as drivers' own do.
 */
final class SafeJdbc {
    /** What is wrapped, special before general. */
    private static final List<Class<?>> WRAPPED =
            List.of(
                    Connection.class,
                    CallableStatement.class,
                    PreparedStatement.class,
                    Statement.class,
                    ResultSet.class,
                    DatabaseMetaData.class);

    private SafeJdbc() {}

    static Connection wrap(Connection connection) {
        return (Connection) wrap(Connection.class, connection, "a call on the connection");
    }

    private static Object wrap(Class<?> type, Object target, String operation) {
        return Proxy.newProxyInstance(
                SafeJdbc.class.getClassLoader(),
                new Class<?>[] {type},
                new Handler(target, operation));
    }

    private record Handler(Object target, String operation) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> operation;
                };
            }
            boolean namesSql =
                    args != null
                            && args.length > 0
                            && args[0] instanceof String
                            && (method.getName().startsWith("prepare")
                                    || method.getName().startsWith("execute")
                                    || method.getName().equals("addBatch"));
            String doing = namesSql ? SafeSqlException.operation((String) args[0]) : operation;
            try {
                Object result = method.invoke(target, args);
                if (result != null) {
                    for (Class<?> type : WRAPPED) {
                        if (type.isAssignableFrom(method.getReturnType())) {
                            return wrap(type, result, doing);
                        }
                    }
                }
                return result;
            } catch (InvocationTargetException e) {
                throw safe(method, doing, e.getCause());
            }
        }

        private static Throwable safe(Method method, String doing, Throwable thrown) {
            if (thrown instanceof Error) {
                return thrown;
            }
            if (thrown instanceof SQLException e
                    && Arrays.asList(method.getExceptionTypes()).contains(SQLException.class)) {
                return SafeSqlException.of(doing, e);
            }
            // A driver that trips over a value may quote it too.
            IllegalStateException safe =
                    new IllegalStateException(
                            "The driver failed in %s: %s"
                                    .formatted(doing, thrown.getClass().getName()));
            safe.setStackTrace(thrown.getStackTrace());
            return safe;
        }
    }
}
