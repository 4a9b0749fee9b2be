package io.memberflow.job.sink;

import io.memberflow.job.progress.Tally;
import io.memberflow.order.Counted;
import io.memberflow.registry.CatalogueRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * The tables as the commands need them, before and after a job: create them, see that they are the
 * right ones, ask them. Every method opens a connection of its own and throws {@link
 * DatabaseProblem}, one clear sentence and its cure, when the database does not let it.
 */
public final class Tables {
    private static final String HISTORY = "memberflow_schema_history";

    /** The tables whose rows belong to a member, the parent last. */
    private static final List<String> MEMBER_TABLES =
            List.of(
                    "member_segment",
                    "member_tag",
                    "member_facts",
                    "member_change",
                    "member_profile");

    private static final List<String> OTHER_TABLES =
            List.of(
                    "cut_points",
                    "rule_release",
                    "rule_catalogue",
                    "rule_channel",
                    "rule_audit",
                    "rule_activation",
                    "rule_shadow",
                    "rejected_event",
                    "job_progress");

    private static final int FETCH_ROWS = 10_000;

    /** A quotient has the digits of what is divided, and four more, in MySQL. */
    private static final String HUNDRED = "cast(100 as decimal(38, 20))";

    private final DatabaseConfig database;

    public Tables(DatabaseConfig database) {
        this.database = database;
    }

    /**
     * Creates the tables and views, or brings them to this version.
     *
     * @return how many migrations had to be run; 0 when all was there
     */
    public int migrate() {
        tryConnecting();
        Flyway flyway = flyway();
        refuseNewer(flyway);
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw problem("creating the tables", e);
        }
    }

    /** Passes when all tables are there and of this version. */
    public void check() {
        tryConnecting();
        Flyway flyway = flyway();
        refuseNewer(flyway);
        int pending = pending(flyway);
        if (pending > 0) {
            throw new DatabaseProblem(
                    "The tables in %s are missing or of an older version (%s behind).\n"
                                    .formatted(where(), Counted.of(pending, "step", "steps"))
                            + "Run \"memberflow migrate\" with the same --jdbc options.");
        }
        run(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        for (List<String> tables : List.of(MEMBER_TABLES, OTHER_TABLES)) {
                            for (String table : tables) {
                                statement.execute("select 1 from " + table + " where 1 = 0");
                            }
                        }
                    }
                    return null;
                });
    }

    /**
     * The least start of an attempt, in seconds, whose every row_version is greater than all in the
     * tables; 0 when they hold no member. With it a clock that was set back does no harm.
     */
    public long rowVersionFloor() {
        return run(
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "select max(row_version) from member_profile")) {
                        rows.next();
                        long greatest = rows.getLong(1);
                        return rows.wasNull() ? 0 : RowVersions.floorAbove(greatest);
                    }
                });
    }

    /**
     * Removes the members that were last written before {@code rowVersion}, from all tables in one
     * transaction.
     *
     * @return how many
     */
    public long removeMembersBelow(long rowVersion) {
        return run(
                connection -> {
                    connection.setAutoCommit(false);
                    long members = lockMembersBelow(connection, rowVersion);
                    for (String table : MEMBER_TABLES) {
                        String old =
                                table.equals("member_profile")
                                        ? "row_version < ?"
                                        : "member_id in (select member_id from member_profile"
                                                + " where row_version < ?)";
                        try (PreparedStatement statement =
                                connection.prepareStatement(
                                        "delete from " + table + " where " + old)) {
                            statement.setLong(1, rowVersion);
                            statement.executeUpdate();
                        }
                    }
                    connection.commit();
                    return members;
                });
    }

    /**
     * Removes rejected events that were last refused before an instant.
     *
     * @return how many there were
     */
    public long removeRejectedBefore(Instant instant) {
        return run(
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "delete from rejected_event where at < ?")) {
                        Upserts.setInstant(statement, 1, instant);
                        return (long) statement.executeUpdate();
                    }
                });
    }

    /** Makes {@code rows} all that the catalogue says of a release. */
    public void writeCatalogue(int version, List<CatalogueRow> rows) {
        run(
                connection -> {
                    connection.setAutoCommit(false);
                    try (PreparedStatement delete =
                                    connection.prepareStatement(
                                            "delete from rule_catalogue where version = ?");
                            PreparedStatement insert =
                                    connection.prepareStatement(
                                            "insert into rule_catalogue (version, model_or_key,"
                                                    + " value, position, title_zh, title_en,"
                                                    + " advice, target_share, "
                                                    + database.dialect().column("sensitive")
                                                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                        delete.setInt(1, version);
                        delete.executeUpdate();
                        for (CatalogueRow row : rows) {
                            insert.setInt(1, version);
                            insert.setString(2, row.modelOrKey());
                            insert.setString(3, row.value());
                            insert.setInt(4, row.position());
                            insert.setString(5, row.titleZh());
                            insert.setString(6, row.titleEn());
                            insert.setString(7, row.advice());
                            Upserts.setNumber(insert, 8, row.targetShare());
                            insert.setBoolean(9, row.sensitive());
                            insert.addBatch();
                        }
                        insert.executeBatch();
                    }
                    connection.commit();
                    return null;
                });
    }

    /** What a job has counted, a tally for each stream, by name. */
    public List<Tally> progress(String jobId) {
        return run(
                connection -> {
                    List<Tally> tallies = new ArrayList<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "select stream, events_read, applied, repeats, rejected,"
                                            + " event_time from job_progress where job_id = ?"
                                            + " order by stream")) {
                        statement.setString(1, jobId);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                OffsetDateTime time = rows.getObject(6, OffsetDateTime.class);
                                tallies.add(
                                        new Tally(
                                                rows.getString(1),
                                                rows.getLong(2),
                                                rows.getLong(3),
                                                rows.getLong(4),
                                                rows.getLong(5),
                                                time == null
                                                        ? Long.MIN_VALUE
                                                        : ChronoUnit.MICROS.between(
                                                                java.time.Instant.EPOCH,
                                                                time.toInstant())));
                            }
                        }
                    }
                    return tallies;
                });
    }

    /** The members that were written with at least this row_version. */
    public MemberCount countMembers(long minRowVersion) {
        return run(
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "select count(*), coalesce(sum(case when orders_total > 0"
                                            + " then 1 else 0 end), 0)"
                                            + " from member_profile where row_version >= ?")) {
                        statement.setLong(1, minRowVersion);
                        try (ResultSet rows = statement.executeQuery()) {
                            rows.next();
                            return new MemberCount(rows.getLong(1), rows.getLong(2));
                        }
                    }
                });
    }

    /** The view {@code segment_summary}, by model, position and value. */
    public List<SegmentRow> segmentSummary() {
        return run(
                connection -> {
                    List<SegmentRow> summary = new ArrayList<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "select model, value, position, members, share,"
                                                    + " target_share, orders_365d, amount_365d,"
                                                    + " amount_share from segment_summary order by"
                                                    + " model, case when position is null then 1"
                                                    + " else 0 end, position, value")) {
                        while (rows.next()) {
                            summary.add(
                                    new SegmentRow(
                                            rows.getString(1),
                                            rows.getString(2),
                                            rows.getObject(3, Integer.class),
                                            rows.getLong(4),
                                            rows.getBigDecimal(5),
                                            rows.getBigDecimal(6),
                                            rows.getLong(7),
                                            rows.getBigDecimal(8),
                                            rows.getBigDecimal(9)));
                        }
                    }
                    return summary;
                });
    }

    /**
     * The values of a tag key that most members have, most first, as rows of one model; the shares
     * are of all members and of all that they bought.
     *
     * @param values how many at most
     */
    public List<SegmentRow> tagSummary(String key, int values) {
        return run(
                connection -> {
                    List<SegmentRow> summary = new ArrayList<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "select t.tag_value, count(*) as members, round("
                                            + HUNDRED
                                            + " * count(*) / (select count(*) from member_profile),"
                                            + " 2), sum(p.orders_365d), sum(p.amount_365d), round("
                                            + HUNDRED
                                            + " * sum(p.amount_365d) / nullif((select"
                                            + " sum(amount_365d) from member_profile), 0), 2)"
                                            + " from member_tag_current t"
                                            + " join member_profile p on p.member_id = t.member_id"
                                            + " where t.tag_key = ? group by t.tag_value order by"
                                            + " members desc, t.tag_value")) {
                        statement.setString(1, key);
                        statement.setMaxRows(values);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                summary.add(
                                        new SegmentRow(
                                                key,
                                                rows.getString(1),
                                                null,
                                                rows.getLong(2),
                                                rows.getBigDecimal(3),
                                                null,
                                                rows.getLong(4),
                                                rows.getBigDecimal(5),
                                                rows.getBigDecimal(6)));
                            }
                        }
                    }
                    return summary;
                });
    }

    /** Holds the members still, so that every table loses the same ones. */
    private static long lockMembersBelow(Connection connection, long rowVersion)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select member_id from member_profile where row_version < ?"
                                + " order by member_id for update")) {
            statement.setLong(1, rowVersion);
            statement.setFetchSize(FETCH_ROWS);
            long members = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members++;
                }
            }
            return members;
        }
    }

    private Flyway flyway() {
        silenceFlyway();
        FluentConfiguration configuration =
                Flyway.configure(Tables.class.getClassLoader())
                        .dataSource(
                                database.driverUrl(),
                                database.userOrDefault(),
                                database.readPassword())
                        .locations(database.dialect().migrations())
                        .table(HISTORY)
                        // Others may keep tables of their own in the same schema.
                        .baselineOnMigrate(true)
                        .baselineVersion("0");
        if (database.schema() != null) {
            configuration.schemas(storedSchema());
        }
        if (database.dialect() == Dialect.MYSQL) {
            configuration
                    .jdbcProperties(MySqlOptions.PROPERTIES)
                    .placeholders(Map.of("collation", mySqlCollation()));
        }
        return configuration.load();
    }

    /** Tells what Flyway would not, or at length. */
    private String mySqlCollation() {
        try (Connection connection = openAnySchema()) {
            MySqlServer server = MySqlServer.of(connection);
            server.check(connection);
            if (database.schema() == null && connection.getCatalog() == null) {
                throw new DatabaseProblem(
                        "The database URL \"%s\" names no database.\n".formatted(database.url())
                                + "Write one behind the host, or give --schema.");
            }
            return server.collation();
        } catch (SQLException e) {
            throw problem("reading the server's version", e);
        }
    }

    private String storedSchema() {
        try (Connection connection = openAnySchema()) {
            return Connections.storedName(connection, database.schema());
        } catch (SQLException e) {
            throw problem("reading the schema's name", e);
        }
    }

    private void refuseNewer(Flyway flyway) {
        try {
            MigrationVersion known = MigrationVersion.EMPTY;
            MigrationVersion there = MigrationVersion.EMPTY;
            for (MigrationInfo migration : flyway.info().all()) {
                if (migration.getVersion() == null) {
                    continue;
                }
                if (migration.getState().isResolved()) {
                    known = max(known, migration.getVersion());
                }
                if (migration.getState().isApplied()) {
                    there = max(there, migration.getVersion());
                }
            }
            if (there.compareTo(known) > 0) {
                throw new DatabaseProblem(
                        "The tables in %s are of version %s; this Memberflow knows them up to %s.\n"
                                        .formatted(where(), there, known)
                                + "Use the Memberflow that made them, or a newer one.");
            }
        } catch (FlywayException e) {
            throw problem("reading the tables' version", e);
        }
    }

    private static MigrationVersion max(MigrationVersion a, MigrationVersion b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private int pending(Flyway flyway) {
        try {
            return flyway.info().pending().length;
        } catch (FlywayException e) {
            throw problem("reading the tables' version", e);
        }
    }

    /** Tells a wrong password or an unreachable host before Flyway does, at length. */
    private void tryConnecting() {
        try {
            openAnySchema().close();
        } catch (SQLException e) {
            throw problem("connecting to " + database.url(), e);
        }
    }

    /** With a schema that is not there yet no connection opens. */
    private Connection openAnySchema() throws SQLException {
        return Connections.open(
                new DatabaseConfig(database.url(), database.user(), database.passwordFile(), null));
    }

    private String where() {
        return database.schema() == null
                ? database.url()
                : database.url() + ", schema " + database.schema();
    }

    @FunctionalInterface
    private interface Query<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T run(Query<T> query) {
        try (Connection connection = Connections.open(database)) {
            return query.on(connection);
        } catch (SQLException e) {
            throw problem("a statement", e);
        }
    }

    private static DatabaseProblem problem(String operation, SQLException e) {
        SafeSqlException safe = SafeSqlException.of(operation, e);
        return new DatabaseProblem(safe.getMessage(), safe);
    }

    private static DatabaseProblem problem(String operation, FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return problem(operation, sql);
            }
        }
        return new DatabaseProblem(
                "The database's migrations do not fit: %s.\n".formatted(operation)
                        + e.getMessage().strip()
                        + "\nRestore the tables from a backup, or start with an empty schema.");
    }

    private static void silenceFlyway() {
        LogFactory.setLogCreator(type -> new SilentLog());
    }

    /** What Flyway has to say comes back as results and exceptions. */
    private static final class SilentLog implements org.flywaydb.core.api.logging.Log {
        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public void debug(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}

        @Override
        public void error(String message, Exception e) {}

        @Override
        public void notice(String message) {}
    }
}
