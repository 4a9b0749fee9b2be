package io.memberflow.job.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mariadb.jdbc.util.log.Loggers;

/**
 * How a session with MySQL or MariaDB is opened, so that it is the same whatever the server's
 * settings are: strict, in UTC, each statement seeing what is committed.
 */
final class MySqlOptions {
    private static final String NO_DRIVER_LOG = "mariadb.logging.disable";

    static {
        silenceDriver();
    }

    /**
     * READ COMMITTED locks rows and no gaps between them, so that writers of different members do
     * not wait for each other. Batches go over the wire in one way, also to a MariaDB that knows a
     * second one.
     */
    static final Map<String, String> PROPERTIES =
            Map.of(
                    "connectTimeout",
                    "10000",
                    "connectionAttributes",
                    "program_name:memberflow",
                    "transactionIsolation",
                    "READ-COMMITTED",
                    "connectionTimeZone",
                    "UTC",
                    "preserveInstants",
                    "true",
                    "sessionVariables",
                    "time_zone='+00:00',sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'",
                    "useBulkStmtsForInserts",
                    "false",
                    "allowLocalInfile",
                    "false");

    /**
     * What stands in the URL goes before properties, so these may not stand there: they change what
     * our statements mean, let the server read files of this machine, or let values into messages.
     */
    private static final Set<String> OURS =
            Set.of(
                    "allowlocalinfile",
                    "allowmultiqueries",
                    "autocommit",
                    "connectiontimezone",
                    "dumpqueriesonexception",
                    "forceconnectiontimezonetosession",
                    "includeinnodbstatusindeadlockexceptions",
                    "initsql",
                    "preserveinstants",
                    "rewritebatchedstatements",
                    "sessionvariables",
                    "timezone",
                    "transactionisolation",
                    "transactionreplay",
                    "useaffectedrows",
                    "usebulkstmts",
                    "usebulkstmtsforinserts");

    private MySqlOptions() {}

    /**
     * Passes a URL that our settings hold for.
     *
     * @throws DatabaseProblem naming what is to be changed
     */
    static void check(String url) {
        if (!url.contains("//")) {
            throw new DatabaseProblem(
                    "The database URL \"%s\" names no host.\n".formatted(url)
                            + "Write it as jdbc:mysql://HOST:3306/DATABASE.");
        }
        int options = url.indexOf('?');
        List<String> refused =
                options < 0
                        ? List.of()
                        : Arrays.stream(url.substring(options + 1).split("&"))
                                .map(option -> option.replaceFirst("=.*", ""))
                                .filter(name -> OURS.contains(name.toLowerCase(Locale.ROOT)))
                                .toList();
        if (!refused.isEmpty()) {
            throw new DatabaseProblem(
                    "The database URL sets %s, which Memberflow settles by itself.\n"
                                    .formatted(String.join(", ", refused))
                            + "Take it out of --jdbc-url.");
        }
    }

    /** The URL as the driver, which is MariaDB's, takes it. */
    static String driverUrl(String url) {
        return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    /**
     * The driver logs each error of the server, and those quote rows; what they say otherwise comes
     * with the exceptions. The property is read once, and set back for other drivers in this JVM.
     */
    private static void silenceDriver() {
        String before = System.getProperty(NO_DRIVER_LOG);
        System.setProperty(NO_DRIVER_LOG, "true");
        Loggers.init();
        if (before == null) {
            System.clearProperty(NO_DRIVER_LOG);
        } else {
            System.setProperty(NO_DRIVER_LOG, before);
        }
    }
}
