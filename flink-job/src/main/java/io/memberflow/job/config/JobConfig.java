package io.memberflow.job.config;

import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.DatabaseConfig;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a job was asked to do, typed and complete: every default is filled in. It is made and
 * checked by {@link JobOptions#toConfig}; the constructor checks nothing.
 *
 * @param orders where the orders are: files, a topic or a query, see {@link EventPlace}
 * @param members where the members events are, files or a topic, null for none
 * @param behaviours where the behaviours are, files or a topic, null for none
 * @param zone the shop's zone, in which days are counted
 * @param currency ISO 4217 code that every order must carry or leave out
 * @param windows further windows in days beside 30, 90, 180 and 365, ascending
 * @param retentionDays how many days back single orders are kept, at least {@link #MIN_RETENTION}
 * @param guestIds member ids that stand for nobody
 * @param cutPoints where the bounds between scores come from
 * @param rulesDir the rulebook's folder; null for the shipped one, in a live job for the registry
 * @param asOf the date a bounded run stands on, decided once; null in a live job
 * @param jdbcUrl the database
 * @param jdbcUser the database's user, null for none
 * @param jdbcPasswordFile the file that holds the password, null for none
 * @param schema the schema of the tables, null for the connection's own
 * @param migrate whether the tables are created or upgraded first
 * @param replace whether members that the run did not meet are removed from the tables at its end
 * @param history whether the members' past changes are written too
 * @param rejectedDays how many days rejected events are kept
 * @param parallelism parallel instances of every operator
 * @param flink settings of Flink's own configuration, by key
 * @param ordersQuery what is asked of the database that the orders or their history come from, null
 *     when they do not come from one
 * @param live what only a live job has, null for a bounded run
 */
public record JobConfig(
        String orders,
        String members,
        String behaviours,
        ZoneId zone,
        String currency,
        List<Integer> windows,
        int retentionDays,
        List<String> guestIds,
        CutPointMode cutPoints,
        String rulesDir,
        LocalDate asOf,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPasswordFile,
        String schema,
        boolean migrate,
        boolean replace,
        boolean history,
        int rejectedDays,
        int parallelism,
        Map<String, String> flink,
        OrdersQuery ordersQuery,
        Live live)
        implements Serializable {

    /** The windows that every member has, in days. */
    public static final List<Integer> STANDARD_WINDOWS = List.of(30, 90, 180, 365);

    /** The look back for {@code since} (365 days) through the longest standard window. */
    public static final int MIN_RETENTION = 730;

    /** How many days {@code since} looks back: a window may be as long as retention less this. */
    public static final int LOOK_BACK = 365;

    /** Whether it goes on until it is stopped. */
    public boolean isLive() {
        return live != null;
    }

    /** Whether the rules are those of the registry, which may change at any time. */
    public boolean isFromRegistry() {
        return isLive() && rulesDir == null;
    }

    /**
     * The rulebook's folder, or empty for the one that is shipped in the jar; means nothing when
     * {@link #isFromRegistry}.
     */
    public Optional<Path> rulesFolder() {
        return Optional.ofNullable(rulesDir).map(Path::of);
    }

    /** The streams that are read, by name. */
    public List<String> streams() {
        List<String> streams = new ArrayList<>(List.of(Tally.ORDERS));
        if (members != null) {
            streams.add(Tally.MEMBERS);
        }
        if (behaviours != null) {
            streams.add(Tally.BEHAVIOURS);
        }
        return streams;
    }

    /** Where the tables are. */
    public DatabaseConfig database() {
        return new DatabaseConfig(jdbcUrl, jdbcUser, jdbcPasswordFile, schema);
    }

    /** Which day it is for this job. */
    public ShopCalendar calendar() {
        return new ShopCalendar(zone, asOf);
    }
}
