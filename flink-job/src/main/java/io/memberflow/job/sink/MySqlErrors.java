package io.memberflow.job.sink;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the error numbers of MySQL and MariaDB mean where their SQLState does not say it: that is
 * HY000 or 42000 for most. The numbers are those of MySQL's server error reference and MariaDB's
 * error codes; other databases use none of them.
 */
final class MySqlErrors {
    private static final Set<Integer> CONNECTION_LOST =
            Set.of(
                    1290, // --read-only: after a switch-over, the old primary
                    1317, // the session or its statement was killed
                    1836, // read only, for good
                    1927, // MariaDB: connection killed
                    3169, // MySQL: session killed
                    4031); // MySQL: closed because nothing came for long

    private static final Set<Integer> PASSING =
            Set.of(
                    1020, // MariaDB: a row has changed since it was read
                    1205, // lock wait timeout
                    1203, // the user has too many connections
                    1226); // the user's resources are used up

    /** One text of the client or server is too long for {@code max_allowed_packet}. */
    private static final int PACKET_TOO_LARGE = 1153;

    private static final String NO_RIGHT =
            "The user lacks a right: let --jdbc-user read and write these tables.";
    private static final String READ_ONLY =
            "The database is read only: give --jdbc-url the one that takes writes.";
    private static final String DISK_FULL =
            "The disk of the database is full: make room and start again.";
    private static final String TOO_FEW_CONNECTIONS =
            "The database is short of resources: allow it more connections, or lower"
                    + " --parallelism.";
    private static final String SHORT_OF_MEMORY =
            "The database is short of memory: allow it more, or lower --parallelism.";
    private static final String NOT_LET_IN =
            "The server does not let this host in: see the hosts of its user, and --jdbc-user.";
    private static final String PASSWORD_EXPIRED =
            "The password has expired: set another one, and see --jdbc-password-file.";

    private static final Map<Integer, String> CURES =
            Map.ofEntries(
                    Map.entry(
                            1046,
                            "No database is named: write it behind the host in --jdbc-url, or"
                                    + " give --schema."),
                    Map.entry(
                            1049,
                            "There is no such database: create it, or correct --jdbc-url and"
                                    + " --schema."),
                    Map.entry(1044, NO_RIGHT),
                    Map.entry(1142, NO_RIGHT),
                    Map.entry(1143, NO_RIGHT),
                    Map.entry(1227, NO_RIGHT),
                    Map.entry(1370, NO_RIGHT),
                    Map.entry(1290, READ_ONLY),
                    Map.entry(1792, READ_ONLY),
                    Map.entry(1836, READ_ONLY),
                    Map.entry(1021, DISK_FULL),
                    Map.entry(1114, DISK_FULL),
                    Map.entry(1040, TOO_FEW_CONNECTIONS),
                    Map.entry(1203, TOO_FEW_CONNECTIONS),
                    Map.entry(1226, TOO_FEW_CONNECTIONS),
                    Map.entry(1037, SHORT_OF_MEMORY),
                    Map.entry(1038, SHORT_OF_MEMORY),
                    Map.entry(1041, SHORT_OF_MEMORY),
                    Map.entry(1206, SHORT_OF_MEMORY),
                    Map.entry(1129, NOT_LET_IN),
                    Map.entry(1130, NOT_LET_IN),
                    Map.entry(1820, PASSWORD_EXPIRED),
                    Map.entry(1862, PASSWORD_EXPIRED),
                    Map.entry(
                            PACKET_TOO_LARGE,
                            "What is written is too long for the server: raise its"
                                    + " max_allowed_packet, to 64M for instance."),
                    Map.entry(
                            1205, "Others hold the same rows for long: end them, or start again."),
                    Map.entry(
                            1665,
                            "The server's binlog_format is STATEMENT: set it to ROW or MIXED."));

    /** The error that names a column, and how its message ends. */
    private static final Map<Integer, Pattern> NAMES =
            Map.of(
                    1048, name("Column '(?<column>%s)' cannot be null"),
                    1264, name("Out of range value for column '(?<column>%s)' at row [0-9]+"),
                    1406, name("Data too long for column '(?<column>%s)' at row [0-9]+"),
                    // The value stands before.
                    1062, name(" for key '(?<key>%s)'"));

    private MySqlErrors() {}

    static boolean isConnectionLost(int code) {
        return CONNECTION_LOST.contains(code);
    }

    static boolean isPassing(int code) {
        return PASSING.contains(code);
    }

    /** Whether it is none that passes, although its SQLState is that of a lost connection. */
    static boolean isLasting(int code) {
        return code == PACKET_TOO_LARGE;
    }

    /** What a person is to do, or null when the number says nothing of that. */
    static String cure(int code) {
        return CURES.get(code);
    }

    /** What a message names of the tables, and none of its values; empty when that is nothing. */
    static String names(int code, String message) {
        Pattern pattern = NAMES.get(code);
        Matcher name = pattern == null || message == null ? null : pattern.matcher(message);
        if (name == null || !name.find()) {
            return "";
        }
        return code == 1062 ? ", key " + name.group("key") : ", column " + name.group("column");
    }

    private static Pattern name(String end) {
        return Pattern.compile(end.formatted("[A-Za-z0-9_.]{1,128}") + "$");
    }
}
