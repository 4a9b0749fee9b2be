package io.memberflow.editor;

import io.memberflow.registry.ConnectionSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The database that holds the tables. The password is read from its file when a connection is
 * opened.
 *
 * @param user null for the driver's own
 * @param passwordFile null for no password
 * @param schema null for the connection's own
 */
record Database(String url, String user, String passwordFile, String schema)
        implements ConnectionSource {
    private static final Pattern KNOWN = Pattern.compile("jdbc:(postgresql|mysql|mariadb|h2):.*");
    private static final Pattern PASSWORD =
            Pattern.compile(
                    "[?&;][a-z]*password[0-9]?=|://[^/?]*:[^/?]*@", Pattern.CASE_INSENSITIVE);
    private static final Pattern H2_FILE =
            Pattern.compile("jdbc:h2:(?:file:)?(?![a-zA-Z]{2,}:)(.*)", Pattern.DOTALL);
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    static Database of(String url, String user, String passwordFile, String schema) {
        if (!KNOWN.matcher(url).matches()) {
            throw Stop.wrongUse(Message.NO_DATABASE_KIND, url);
        } else if (PASSWORD.matcher(url).find()) {
            throw Stop.wrongUse(Message.PASSWORD_IN_URL);
        } else if (schema != null && !PLAIN_NAME.matcher(schema).matches()) {
            throw Stop.wrongUse(Message.NO_SCHEMA_NAME, schema);
        }
        return new Database(url, user, passwordFile, schema);
    }

    /** A connection as the registry wants it: plain names, instants in UTC. */
    @Override
    public Connection open() throws SQLException {
        Properties properties = new Properties();
        String password = password();
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (isH2()) {
            properties.putIfAbsent("user", "sa");
            properties.putIfAbsent("TRACE_LEVEL_FILE", "0");
            properties.setProperty("IFEXISTS", "TRUE");
        } else if (isPostgres()) {
            properties.setProperty("ApplicationName", RuleEditor.NAME);
            properties.setProperty("connectTimeout", "10");
            // Details of an error quote rows.
            properties.setProperty("logServerErrorDetail", "false");
            if (schema != null) {
                properties.setProperty("currentSchema", schema);
            }
        } else {
            properties.setProperty("connectTimeout", "10000");
            properties.setProperty("connectionTimeZone", "UTC");
            properties.setProperty("preserveInstants", "true");
            properties.setProperty("transactionIsolation", "READ-COMMITTED");
            properties.setProperty(
                    "sessionVariables", "time_zone='+00:00',sql_mode='STRICT_ALL_TABLES'");
            properties.setProperty("allowLocalInfile", "false");
        }
        Connection connection = DriverManager.getConnection(driverUrl(), properties);
        try {
            prepare(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** A parameter for a JSON column, a literal for one of its members. */
    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    private boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    private void prepare(Connection connection) throws SQLException {
        if (isH2()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET NON_KEYWORDS VALUE, KEY, MONTH");
                if (schema != null) {
                    statement.execute("SET SCHEMA \"" + schema.toUpperCase(Locale.ROOT) + '"');
                }
            }
        } else if (!isPostgres() && schema != null) {
            connection.setCatalog(schema);
        }
    }

    /** The job opens the same file by the same name, so that both can be in one process. */
    private String driverUrl() {
        Matcher file = H2_FILE.matcher(url);
        return file.matches()
                ? "jdbc:h2:async:" + file.group(1)
                : url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    private String password() {
        if (passwordFile == null) {
            return "";
        }
        try {
            return Files.readString(Path.of(passwordFile)).replaceFirst("\\R+\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw Stop.wrongUse(Message.NO_PASSWORD_FILE, passwordFile);
        }
    }

    /** One sentence with the cure, without anything that a driver may have quoted of a row. */
    Stop failed(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals("42P01") || state.startsWith("42S0") || state.equals("90079")) {
            return Stop.wrongUse(Message.NO_TABLES, url);
        } else if (state.startsWith("28")) {
            return Stop.wrongUse(Message.NO_LOGIN, url);
        } else if (state.equals("90020")) {
            return Stop.wrongUse(Message.DATABASE_IN_USE, url);
        } else if (state.equals("90146") || state.equals("3D000") || state.equals("90013")) {
            return Stop.wrongUse(Message.NO_DATABASE, url);
        } else if (state.startsWith("08") || state.equals("90067")) {
            return Stop.wrongUse(Message.DATABASE_AWAY, url);
        }
        return Stop.wrongUse(Message.DATABASE_FAILED, url, state + " " + e.getErrorCode());
    }
}
