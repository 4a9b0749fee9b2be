package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the tables at a time, for Flink's JDBC sink and our own. What travels with the
 * job is where the database is, never the password. No exception that leaves a connection quotes a
 * row; see {@link SafeSqlException}.
 */
public final class Connections implements JdbcConnectionProvider {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    static final Duration DEFAULT_RETRY = Duration.ofSeconds(60);

    private static final int CHECK_SECONDS = 10;

    private final DatabaseConfig config;
    private final Duration retryFor;
    private transient Connection connection;

    public Connections(DatabaseConfig config) {
        this(config, DEFAULT_RETRY);
    }

    /**
     * @param retryFor how long {@link #reestablishConnection} tries before it gives up
     */
    Connections(DatabaseConfig config, Duration retryFor) {
        this.config = config;
        this.retryFor = retryFor;
    }

    /**
     * A new connection for a command: statements may take as long as they need.
     *
     * @throws DatabaseProblem when the password file cannot be read
     */
    public static Connection open(DatabaseConfig config) throws SafeSqlException {
        return open(config, Map.of());
    }

    /** A new connection with further properties of the driver. */
    static Connection open(DatabaseConfig config, Map<String, String> properties)
            throws SafeSqlException {
        JdbcConnectionOptions.JdbcConnectionOptionsBuilder options =
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(config.driverUrl())
                        .withDriverName(config.dialect().driver())
                        .withConnectionCheckTimeoutSeconds(CHECK_SECONDS)
                        .withPassword(config.readPassword());
        if (config.userOrDefault() != null) {
            options.withUsername(config.userOrDefault());
        }
        if (config.dialect() == Dialect.POSTGRESQL) {
            options.withProperty("ApplicationName", "memberflow")
                    .withProperty("logServerErrorDetail", "false")
                    .withProperty("connectTimeout", "10")
                    .withProperty("loginTimeout", "20")
                    .withProperty("tcpKeepAlive", "true");
            if (config.schema() != null) {
                options.withProperty("currentSchema", config.schema());
            }
        }
        if (config.dialect() == Dialect.MYSQL) {
            MySqlOptions.PROPERTIES.forEach(options::withProperty);
        }
        if (config.dialect() == Dialect.H2 && !config.url().contains("TRACE_LEVEL_FILE")) {
            // H2 would write statements with their values into a trace file beside the database.
            options.withProperty("TRACE_LEVEL_FILE", "0");
        }
        if (config.dialect() == Dialect.H2) {
            // Else threads of its own write what was committed, and closing the database in a
            // thread that is interrupted does not wait for them.
            options.withProperty("WRITE_DELAY", "0");
        }
        properties.forEach(options::withProperty);
        Connection opened;
        try {
            opened = new SimpleJdbcConnectionProvider(options.build()).getOrEstablishConnection();
        } catch (SQLException e) {
            throw SafeSqlException.of(
                    "connecting to " + config.url(),
                    e,
                    "See host, port and options in --jdbc-url, those of TLS among them.");
        } catch (ClassNotFoundException e) {
            throw new DatabaseProblem(
                    "The driver %s is missing.\n".formatted(config.dialect().driver())
                            + "Put its jar beside Memberflow's.");
        }
        switch (config.dialect()) {
            case POSTGRESQL -> {}
            case MYSQL -> {
                prepareMySql(opened, config);
                opened = WholeBatches.wrap(opened);
            }
            case H2 -> prepareH2(opened, config);
        }
        return SafeJdbc.wrap(opened);
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isConnectionValid() throws SQLException {
        return connection != null && connection.isValid(CHECK_SECONDS);
    }

    @Override
    public Connection getOrEstablishConnection() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = open(config, config.dialect().sinkProperties());
        }
        return connection;
    }

    @Override
    public void closeConnection() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.info(
                        "A connection that is given up did not close. sqlState={}",
                        e.getSQLState());
            }
            connection = null;
        }
    }

    /** A new connection in place of a broken one; waits for a server that restarts. */
    @Override
    public Connection reestablishConnection() throws SQLException {
        try {
            return new Retries(retryFor)
                    .run(
                            "Connecting to the database again",
                            () -> {
                                closeConnection();
                                return getOrEstablishConnection();
                            },
                            failure -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while connecting to the database again", "08000");
        }
    }

    private static void prepareH2(Connection connection, DatabaseConfig config)
            throws SafeSqlException {
        try (Statement statement = connection.createStatement()) {
            // Column names that H2 keeps for itself: with this one SQL serves every database.
            statement.execute("SET NON_KEYWORDS VALUE, KEY, MONTH");
            if (config.schema() != null) {
                statement.execute("SET SCHEMA \"" + storedName(connection, config.schema()) + '"');
            }
        } catch (SQLException e) {
            throw failedAtItsStart(connection, SafeSqlException.of("SET SCHEMA", e));
        }
    }

    /** A schema is a database there; the URL may name another one, or none. */
    private static void prepareMySql(Connection connection, DatabaseConfig config)
            throws SafeSqlException {
        if (config.schema() == null) {
            return;
        }
        try {
            connection.setCatalog(config.schema());
        } catch (SQLException e) {
            throw failedAtItsStart(connection, SafeSqlException.of("USE " + config.schema(), e));
        }
    }

    private static SafeSqlException failedAtItsStart(
            Connection connection, SafeSqlException failure) {
        try {
            connection.close();
        } catch (SQLException closing) {
            LOG.debug("A connection that failed at its start did not close either");
        }
        return failure;
    }

    /** A plain name as the database stores it when it is not quoted. */
    static String storedName(Connection connection, String name) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }
}
