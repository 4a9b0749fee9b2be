package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.progress.Tally;
import io.memberflow.registry.CatalogueRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commands rely on, on every database. */
abstract class TablesContract {
    private static final List<String> TABLES =
            List.of(
                    "member_profile",
                    "member_segment",
                    "member_tag",
                    "member_change",
                    "member_facts",
                    "cut_points",
                    "rule_release",
                    "rule_catalogue",
                    "rule_channel",
                    "rule_audit",
                    "rule_activation",
                    "rule_shadow",
                    "rejected_event",
                    "job_progress");

    private static final List<String> VIEWS =
            List.of(
                    "member_tag_current",
                    "segment_summary",
                    "tag_summary",
                    "stage_flow",
                    "segment_trend",
                    "region_summary",
                    "channel_summary",
                    "repurchase_rate");

    TestDatabase db;
    Tables tables;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void open() {
        db = newDatabase();
        tables = new Tables(db.config);
    }

    @Test
    void migratesFromNothingAndOnlyOnce() {
        assertThat(tables.migrate()).isPositive();
        assertThat(tables.migrate()).isZero();
        tables.check();
        for (List<String> names : List.of(TABLES, VIEWS)) {
            for (String name : names) {
                assertThat(db.rows("select * from " + name)).isEmpty();
            }
        }
    }

    @Test
    void tablesOfOthersInTheSameSchemaStay() {
        db.execute("create table theirs (x int)", "insert into theirs values (1)");
        tables.migrate();
        tables.check();
        assertThat(db.rows("select * from theirs")).containsExactly("1");
    }

    @Test
    void missingTablesAreToldWithTheCure() {
        assertThatThrownBy(tables::check)
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("missing or of an older version")
                .hasMessageContaining("memberflow migrate");
        tables.migrate();
        db.execute("drop table rule_shadow");
        assertThatThrownBy(tables::check)
                .isInstanceOf(DatabaseProblem.class)
                .hasMessageContaining("rule_shadow")
                .hasMessageContaining("memberflow migrate");
    }

    @Test
    void tablesOfANewerVersionAreRefused() {
        tables.migrate();
        String table =
                db.config.dialect() == Dialect.H2
                        ? "\"memberflow_schema_history\""
                        : "memberflow_schema_history";
        String columns =
                "version, description, type, script, installed_by, execution_time, success";
        String quoted =
                db.config.dialect() == Dialect.H2
                        ? "\"" + columns.replace(", ", "\", \"") + "\", \"installed_rank\""
                        : columns + ", installed_rank";
        db.execute(
                "insert into %s (%s) values ('99', 'later', 'SQL', 'V99__later.sql', 'x', 1, true, 99)"
                        .formatted(table, quoted));

        for (Runnable call : List.<Runnable>of(tables::check, tables::migrate)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(DatabaseProblem.class)
                    .hasMessageContaining("of version 99")
                    .hasMessageContaining("knows them up to 2");
        }
    }

    @Test
    void aSchemaOfItsOwn() {
        // On MySQL and MariaDB a schema is a database, so other tests see it.
        String schema = "crm_" + Long.toString(System.nanoTime(), 36);
        DatabaseConfig config = new DatabaseConfig(db.config.url(), db.config.user(), null, schema);
        Tables inSchema = new Tables(config);
        assertThatThrownBy(inSchema::check).isInstanceOf(DatabaseProblem.class);
        assertThatThrownBy(inSchema::rowVersionFloor).isInstanceOf(DatabaseProblem.class);
        inSchema.migrate();
        inSchema.check();
        Writers.write(config, Samples.rows("m", 1));

        assertThat(db.rows("select member_id from " + schema + ".member_profile"))
                .containsExactly("m");
        assertThatThrownBy(tables::check).isInstanceOf(DatabaseProblem.class);
    }

    @Test
    void theFloorIsAboveAllThatWasWritten() {
        tables.migrate();
        assertThat(tables.rowVersionFloor()).isZero();
        Writers.write(
                db.config,
                Samples.rows("a", (5_000L << 31) + 7),
                Samples.rows("b", (4_000L << 31) + Integer.MAX_VALUE));
        long floor = tables.rowVersionFloor();
        assertThat(floor).isEqualTo(5_001);
        assertThat(RowVersions.first(floor)).isGreaterThan((5_000L << 31) + 7);
    }

    @Test
    void removesMembersOfEarlierRunsFromAllTables() {
        tables.migrate();
        for (long version : new long[] {1, 2, 3}) {
            String id = "m" + version;
            Writers.write(
                    db.config,
                    Samples.with(
                            Samples.rows(id, version, Samples.segments(2, "v")),
                            false,
                            Samples.change(version, "v", "ENTER", 1)));
            db.execute(
                    "insert into member_tag (member_id, tag_key, tag_value, source, active, since,"
                            + " as_of, row_version) values ('"
                            + id
                            + "', 'k', 'v', 'MANUAL', true, date '2025-01-01', date '2025-01-01', "
                            + version
                            + ")");
        }

        assertThat(tables.removeMembersBelow(3)).isEqualTo(2);

        for (String table :
                List.of(
                        "member_profile",
                        "member_segment",
                        "member_facts",
                        "member_change",
                        "member_tag")) {
            assertThat(db.rows("select distinct member_id from " + table)).containsExactly("m3");
        }
        assertThat(tables.removeMembersBelow(3)).isZero();
    }

    @Test
    void removesRejectedEventsThatAreOldEnough() {
        tables.migrate();
        for (String day : List.of("2025-01-01", "2025-03-01")) {
            db.execute(
                    "insert into rejected_event (id, stream, origin, code, message, raw, raw_bytes,"
                            + " at) values ('"
                            + day
                            + "', 'orders', 'f:1', 'NO_TIME', 'm', 'r', 1, timestamp '"
                            + day
                            + " 00:00:00')");
        }

        assertThat(tables.removeRejectedBefore(Instant.parse("2025-02-01T00:00:00Z"))).isEqualTo(1);

        assertThat(db.rows("select trim(id) from rejected_event")).containsExactly("2025-03-01");
    }

    @Test
    void countsMembersOfARun() {
        tables.migrate();
        assertThat(tables.countMembers(0)).isEqualTo(new MemberCount(0, 0));
        Writers.write(
                db.config,
                Samples.rows("a", 1),
                Samples.rows("b", 2),
                Samples.rows("c", 2, Samples.profile(0, 0), Samples.NO_SEGMENTS, "{}"));
        assertThat(tables.countMembers(2)).isEqualTo(new MemberCount(2, 1));
    }

    @Test
    void aCatalogueIsWrittenOverAgain() {
        tables.migrate();
        CatalogueRow top =
                new CatalogueRow(
                        "pyramid", "塔尖", 1, "塔尖", "Top", "serve best", new BigDecimal("10"), false);
        CatalogueRow body = new CatalogueRow("pyramid", "塔身", 2, "塔身", "Body", "keep", null, false);
        tables.writeCatalogue(1, List.of(top));
        tables.writeCatalogue(0, List.of(body, top));
        tables.writeCatalogue(0, List.of(top, body));
        assertThat(
                        db.rows(
                                "select version, value, position, target_share from rule_catalogue"
                                        + " order by 1, 3"))
                .containsExactly("0|塔尖|1|10.00", "0|塔身|2|null", "1|塔尖|1|10.00");
    }

    @Test
    void progressComesBackAsTallies() {
        tables.migrate();
        db.execute(
                "insert into job_progress values ('j', 'orders', 10, 7, 2, 1,"
                        + " timestamp with time zone '2025-03-10 00:00:00.000001+00', date"
                        + " '2025-03-10', timestamp with time zone '2025-03-10 00:00:00+00'), ('j',"
                        + " 'members', 0, 0, 0, 0, null, date '2025-03-10', timestamp with time zone"
                        + " '2025-03-10 00:00:00+00'), ('other', 'orders', 1, 1, 1, 1, null, date"
                        + " '2025-03-10', timestamp with time zone '2025-03-10 00:00:00+00')");
        assertThat(tables.progress("j"))
                .containsExactly(
                        new Tally("members", 0, 0, 0, 0, Long.MIN_VALUE),
                        new Tally("orders", 10, 7, 2, 1, 1_741_564_800_000_001L));
    }

    @Test
    void everyViewGivesTheRightFigures() {
        tables.migrate();
        ViewsSample.fill(db, tables);
        ViewsSample.EXPECTED.forEach(
                (query, rows) -> assertThat(db.rows(query)).as(query).containsExactly(rows));
        assertThat(tables.segmentSummary())
                .filteredOn(r -> r.model().equals("pyramid"))
                .extracting(SegmentRow::value, SegmentRow::members, SegmentRow::position)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("塔尖", 1L, 1),
                        org.assertj.core.groups.Tuple.tuple("塔身", 2L, 2),
                        org.assertj.core.groups.Tuple.tuple("塔基", 0L, 3),
                        org.assertj.core.groups.Tuple.tuple("塔底", 1L, null));
    }

    /** A share that lies this close below a tie is rounded up by who rounds twice. */
    @Test
    void sharesAreRoundedOnce() {
        tables.migrate();
        long all = 100_000_007;
        long one =
                BigInteger.valueOf(all / 2)
                        .multiply(BigInteger.valueOf(10_000).modInverse(BigInteger.valueOf(all)))
                        .mod(BigInteger.valueOf(all))
                        .longValueExact();
        String share = BigDecimal.valueOf(10_000 * one / all, 2).toPlainString();
        Writers.write(db.config, ofAmount("one", one), ofAmount("others", all - one));

        assertThat(db.rows("select amount_share from segment_summary where value = 'one'"))
                .containsExactly(share);
        assertThat(tables.tagSummary("k", 2))
                .filteredOn(row -> row.value().equals("one"))
                .extracting(row -> row.amountShare().toPlainString())
                .containsExactly(share);
    }

    private static MemberRows ofAmount(String value, long amount) {
        MemberRows rows =
                Samples.rows(
                        value,
                        1,
                        Samples.profile(1, amount),
                        new MemberRows.Segment[] {Samples.segment("model", value)},
                        "{}");
        return Samples.tagged(rows, "{}", Samples.tag("k", value, "SELF", 1));
    }

    @Test
    void viewsOfEmptyTablesAreEmptyOrZero() {
        tables.migrate();
        assertThatCode(tables::segmentSummary).doesNotThrowAnyException();
        assertThat(tables.segmentSummary()).isEmpty();
    }
}
