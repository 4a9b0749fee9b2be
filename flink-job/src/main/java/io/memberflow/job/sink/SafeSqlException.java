package io.memberflow.job.sink;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What is left of a database's exception once everything that may quote a row is gone: the
 * operation, SQLState and vendor code, names of tables and constraints, and the cure. Drivers put
 * values and whole statements into their messages, and Flink logs exceptions whole. It has neither
 * cause nor next exception; the stack trace is the driver's.
 */
final class SafeSqlException extends SQLException {
    private static final long serialVersionUID = 1L;

    private static final Pattern OPERATION =
            Pattern.compile(
                    "\\s*(insert\\s+into|merge\\s+into|delete\\s+from|update|select)\\b"
                            + "(?:\\s*([a-z_][a-z0-9_]*))?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FROM =
            Pattern.compile("\\bfrom\\s+([a-z_][a-z0-9_]*)", Pattern.CASE_INSENSITIVE);

    private SafeSqlException(String message, String state, int code) {
        super(message, state, code);
    }

    /**
     * The safe form of an exception.
     *
     * @param operation what was being done, without values; see {@link #operation}
     */
    static SafeSqlException of(String operation, SQLException e) {
        return of(operation, e, "");
    }

    /**
     * The safe form of an exception.
     *
     * @param otherwise what is to be done when neither SQLState nor code says it
     */
    static SafeSqlException of(String operation, SQLException e, String otherwise) {
        if (e instanceof SafeSqlException safe) {
            return safe;
        }
        SQLException told = telling(e);
        String state = told.getSQLState();
        String known = cure(state, told.getErrorCode());
        String cure = known.isEmpty() ? otherwise : known;
        SafeSqlException safe =
                new SafeSqlException(
                        "The database refused: %s (SQLState %s, code %d%s).%s"
                                .formatted(
                                        operation,
                                        state,
                                        told.getErrorCode(),
                                        names(e),
                                        cure.isEmpty() ? "" : "\n" + cure),
                        state,
                        told.getErrorCode());
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }

    /**
     * The first that has a SQLState: that of a batch often has none, but its next or cause does.
     */
    private static SQLException telling(SQLException e) {
        SQLException told = e;
        while (told.getSQLState() == null) {
            if (told.getNextException() != null) {
                told = told.getNextException();
            } else if (told.getCause() instanceof SQLException cause && cause != told) {
                told = cause;
            } else {
                break;
            }
        }
        return told.getSQLState() == null ? e : told;
    }

    /** What a statement does, in words that hold none of its values: verb and table. */
    static String operation(String sql) {
        Matcher verb = OPERATION.matcher(sql);
        if (!verb.lookingAt()) {
            return "a statement";
        }
        String name = verb.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (!name.equals("select")) {
            return verb.group(2) == null ? name : name + " " + verb.group(2);
        }
        Matcher from = FROM.matcher(sql);
        return from.find() ? "select from " + from.group(1) : name;
    }

    /** Whether the connection is of no more use. */
    boolean isConnectionLost() {
        String state = String.valueOf(getSQLState());
        if (MySqlErrors.isLasting(getErrorCode())) {
            return false;
        }
        return state.startsWith("08")
                || MySqlErrors.isConnectionLost(getErrorCode())
                || state.startsWith("57P0")
                || state.equals("25006") // after a switch-over: the old primary, now read only
                || state.equals("90067") // H2: connection broken
                || state.equals("90098") // H2: database closed
                || state.equals("90121") // H2: closed by shutdown
                || state.equals("90007"); // H2: object closed
    }

    /** Whether the same work may well succeed when it is done again. */
    boolean isTransient() {
        String state = String.valueOf(getSQLState());
        return isConnectionLost()
                || MySqlErrors.isPassing(getErrorCode())
                || state.equals("40001")
                || state.equals("40P01")
                || state.equals("55P03")
                || state.equals("53300")
                || state.equals("HYT00") // H2: lock timeout
                || state.equals("90131") // H2: concurrent update
                || (state.equals("23505") && getErrorCode() == 23505); // H2: two merges of one key
    }

    private static String names(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof PSQLException p && p.getServerErrorMessage() != null) {
                ServerErrorMessage server = p.getServerErrorMessage();
                return name(", table ", server.getTable())
                        + name(", column ", server.getColumn())
                        + name(", constraint ", server.getConstraint());
            }
        }
        return MySqlErrors.names(telling(e).getErrorCode(), telling(e).getMessage());
    }

    private static String name(String label, String name) {
        return name == null ? "" : label + name;
    }

    private static String cure(String state, int code) {
        if (MySqlErrors.cure(code) != null) {
            return MySqlErrors.cure(code);
        }
        if (state == null) {
            return "";
        }
        switch (state) {
            case "28P01", "28000":
                return "User or password are not accepted: see --jdbc-user and"
                        + " --jdbc-password-file.";
            case "3D000":
                return "There is no such database: create it, or correct --jdbc-url.";
            case "3F000", "90079":
                return "The schema is missing: run \"memberflow migrate\", or correct --schema.";
            case "42P01", "42S02", "42S04", "42703", "42S22":
                return "A table is missing or of another version: run \"memberflow migrate\".";
            case "42501", "90096":
                return "The user lacks a right: let --jdbc-user read and write these tables.";
            case "25006", "90097":
                return "The database is read only: give --jdbc-url the one that takes writes.";
            case "53100":
                return "The disk of the database is full: make room and start again.";
            case "S1009":
                return "The server takes passwords only under TLS or with its RSA key: add"
                        + " sslMode=verify-full or serverRsaPublicKeyFile=FILE to --jdbc-url.";
            case "90020":
                return "Another process has the database file open: end it, or use another file.";
            case "90011":
                return "Write the path of the file as jdbc:h2:./NAME or as an absolute path.";
            case "90028", "90031", "90062":
                return "The database file cannot be written: give --jdbc-url a directory where"
                        + " this user may write.";
            case "90013", "90146":
                return "There is no such database yet: run \"memberflow migrate\", or correct"
                        + " --jdbc-url.";
            default:
        }
        if (state.startsWith("08") || state.startsWith("57P0") || code == 90067) {
            return "The database cannot be reached, or the connection was lost: see that it runs,"
                    + " and check host and port in --jdbc-url.";
        }
        if (state.startsWith("53")) {
            return "The database is short of resources: allow it more connections or memory, or"
                    + " lower --parallelism.";
        }
        if (state.startsWith("40")) {
            return "Others write the same rows: end them, or start again.";
        }
        return "";
    }
}
