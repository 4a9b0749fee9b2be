package io.memberflow.job.chaos;

import io.memberflow.job.sink.Connections;
import io.memberflow.job.sink.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A downstream system that looks into the tables again and again while they are written: every
 * member is whole in each snapshot, and what is known of a member never comes from an older write
 * or an older release than before. A database that is away is looked at again later.
 */
final class WatchfulReader implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    private static final int ENOUGH = 20;

    /** Whose rows are not of one write, or do not say the same in every table, and which. */
    private static final String TORN =
            """
            select p.member_id, 'facts of another write' from member_profile p
              left join member_facts f using (member_id)
             where f.row_version is distinct from p.row_version
            union all
            select p.member_id, 'segments unlike ' || p.segments::text from member_profile p
             where p.segments is distinct from (
                   select coalesce(jsonb_object_agg(s.model, s.value), '{}') from member_segment s
                    where s.member_id = p.member_id and s.row_version = p.row_version
                      and s.rules_version = p.rules_version)
            union all
            select p.member_id, 'tags unlike ' || p.tags::text from member_profile p
             where p.tags is distinct from (
                   select coalesce(jsonb_object_agg(t.tag_key, t.tag_values), '{}') from (
                      select tag_key, jsonb_agg(tag_value order by tag_value) tag_values
                        from member_tag_current c where c.member_id = p.member_id
                       group by tag_key) t)
            union all
            select member_id, 'not decided by release ' || rules_version from member_profile
             where segments ->> 'edition' <> 'e' || rules_version % 3
            union all
            select member_id, 'a segment of another write' from member_segment s
             where not exists (
                   select 1 from member_profile p
                    where p.member_id = s.member_id and p.row_version = s.row_version)
            union all
            select member_id, 'a tag of a later write' from member_tag t where not exists (
                   select 1 from member_profile p
                    where p.member_id = t.member_id and p.row_version >= t.row_version)
            union all
            select member_id, 'facts without a member' from member_facts f where not exists (
                   select 1 from member_profile p where p.member_id = f.member_id)
            """;

    private final DatabaseConfig database;
    private final Map<String, Seen> last = new HashMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "watchful reader");
    private volatile int looks;
    private volatile int rowsSeen;

    private record Seen(long rowVersion, int rulesVersion) {}

    WatchfulReader(DatabaseConfig database) {
        this.database = database;
        thread.start();
    }

    private void watch() {
        try {
            while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && faults.size() < ENOUGH) {
                try (Connection connection = Connections.open(database)) {
                    while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                            && faults.size() < ENOUGH) {
                        look(connection);
                        looks++;
                    }
                } catch (SQLException e) {
                    if (e.getSQLState() == null || !isAway(e.getSQLState())) {
                        faults.add("The reader failed: " + e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lost, refused, starting up or shutting down. */
    private static boolean isAway(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("57");
    }

    private void look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet torn = statement.executeQuery(TORN)) {
                while (torn.next()) {
                    faults.add("%s: %s".formatted(torn.getString(1), torn.getString(2)));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "select member_id, row_version, rules_version from member_profile")) {
                while (rows.next()) {
                    rowsSeen++;
                    Seen now = new Seen(rows.getLong(2), rows.getInt(3));
                    Seen before = last.put(rows.getString(1), now);
                    if (before != null
                            && (before.rowVersion > now.rowVersion
                                    || before.rulesVersion > now.rulesVersion)) {
                        faults.add(
                                "%s went back from %s to %s"
                                        .formatted(rows.getString(1), before, now));
                    }
                }
            }
        }
    }

    /** How often it could look. */
    int looks() {
        return looks;
    }

    /** How many rows it has seen, over all looks. */
    int rowsSeen() {
        return rowsSeen;
    }

    /** What was wrong; not everything of much. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws InterruptedException {
        end.countDown();
        thread.join();
    }
}
