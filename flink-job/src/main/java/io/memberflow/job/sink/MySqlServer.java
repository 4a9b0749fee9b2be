package io.memberflow.job.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which of the two a server is, and whether it will do.
 *
 * @param mariaDb whether it is MariaDB
 * @param version as it calls itself
 */
record MySqlServer(boolean mariaDb, String version, int major, int minor, int patch) {

    static MySqlServer of(Connection connection) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        return of(metaData.getDatabaseProductName(), metaData.getDatabaseProductVersion());
    }

    static MySqlServer of(String product, String version) {
        String[] numbers = version.replaceFirst("[^0-9.].*", "").split("\\.");
        return new MySqlServer(
                product.equals("MariaDB"),
                version,
                number(numbers, 0),
                number(numbers, 1),
                number(numbers, 2));
    }

    /**
     * The collation of ids and values: by code point, and blanks at the end count. Each has one,
     * and neither knows the other's.
     */
    String collation() {
        return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }

    /**
     * Passes a server that the tables can live in.
     *
     * @throws DatabaseProblem when it is too old, or its log would refuse our writes
     */
    void check(Connection connection) throws SQLException {
        if (!isNewEnough()) {
            throw new DatabaseProblem(
                    "The database server is %s %s, which is too old.\n"
                                    .formatted(mariaDb ? "MariaDB" : "MySQL", version)
                            + "Give --jdbc-url one of MySQL 8.0.17 or newer, or of MariaDB 10.11"
                            + " or newer.");
        }
        if ("ON".equals(variable(connection, "log_bin"))
                && "STATEMENT".equals(variable(connection, "binlog_format"))) {
            throw new DatabaseProblem(
                    "The database server's binlog_format is STATEMENT, with which it refuses our"
                            + " writes.\nSet it to ROW or MIXED.");
        }
    }

    boolean isNewEnough() {
        return mariaDb ? isAtLeast(10, 11, 0) : isAtLeast(8, 0, 17);
    }

    private boolean isAtLeast(int wantedMajor, int wantedMinor, int wantedPatch) {
        if (major != wantedMajor) {
            return major > wantedMajor;
        }
        return minor != wantedMinor ? minor > wantedMinor : patch >= wantedPatch;
    }

    /** A setting of this session, or null where there is none of that name. */
    private static String variable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "show variables where variable_name = '" + name + "'")) {
            return rows.next() ? rows.getString(2) : null;
        }
    }

    private static int number(String[] numbers, int place) {
        return place < numbers.length && !numbers[place].isEmpty()
                ? Integer.parseInt(numbers[place])
                : 0;
    }
}
