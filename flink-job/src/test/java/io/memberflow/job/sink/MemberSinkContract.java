package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.sink.MemberRows.Profile;
import io.memberflow.job.sink.MemberRows.Tag;
import io.memberflow.job.support.CapturedLog;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What writing members promises, on every database. */
abstract class MemberSinkContract {
    /** Every table's rows of each member, and whether they are of the parent's version. */
    private static final String MIXED =
            "select count(*) from member_profile p where exists (select 1 from member_segment s"
                    + " where s.member_id = p.member_id and s.row_version <> p.row_version) or exists"
                    + " (select 1 from member_facts f where f.member_id = p.member_id and f.row_version"
                    + " <> p.row_version)";

    private static final List<String> ALL_TABLES =
            List.of(
                    "member_profile",
                    "member_segment",
                    "member_tag",
                    "member_facts",
                    "member_change",
                    "rejected_event");

    TestDatabase db;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void createTables() {
        db = newDatabase().migrated();
    }

    @Test
    void writesEveryColumn() {
        Profile profile = Samples.profile(3, 59_998);
        MemberRows plain = Samples.rows("m-1", 5L << 31 | 9);
        MemberRows rows =
                new MemberRows(
                        plain.memberId(),
                        plain.rowVersion(),
                        Samples.DAY,
                        1_741_600_000_123L,
                        7,
                        20_250_309L,
                        profile,
                        new MemberRows.Segment[] {
                            Samples.segment("rfm_class", "重要价值"), Samples.stage("lifecycle", "成熟期")
                        },
                        "{\"recencyDays\":40}",
                        false,
                        new MemberRows.Change[] {
                            Samples.change(5L << 31 | 8, "成长期", "LEAVE", Samples.DAY)
                        });

        Writers.write(db.config, rows);

        assertThat(db.rows("select * from member_profile"))
                .singleElement()
                .asString()
                .startsWith(
                        "m-1|2025-03-10|0|0.00|0|0|3|599.98|3|0|3|599.98|3|1|3|599.98|3|1|199.99"
                                + "|3|599.98|3|9|1|1.50|199.99|2024-11-30|2025-01-29|60|4|2|5|425|")
                .contains("|{}|2025-04-29|7|20250309|10737418249|");
        assertThat(db.one("select segments from member_profile").replace(" ", ""))
                .isEqualTo("{\"lifecycle\":\"成熟期\",\"rfm_class\":\"重要价值\"}");
        assertThat(
                        db.rows(
                                "select member_id, model, value, kind, previous_value, since,"
                                        + " next_value, next_on, rule, as_of, rules_version,"
                                        + " row_version from member_segment order by model"))
                .containsExactly(
                        "m-1|lifecycle|成熟期|STAGE|before|2025-03-07|after|2025-03-15"
                                + "|lifecycle/lifecycle|2025-03-10|7|10737418249",
                        "m-1|rfm_class|重要价值|SEGMENT|null|2025-03-07|null|null"
                                + "|segments/rfm_class|2025-03-10|7|10737418249");
        assertThat(
                        db.rows(
                                "select member_id, row_version, kind, name, value, change, on_date,"
                                        + " cause, rule, rules_version from member_change"))
                .containsExactly("m-1|10737418248|STAGE|lifecycle|成长期|LEAVE|2025-03-10|ORDER|r|7");
        assertThat(db.one("select facts from member_facts").replace(" ", ""))
                .isEqualTo("{\"recencyDays\":40}");
        assertThat(
                        db.one(
                                "select count(*) from member_profile where evaluated_at ="
                                        + " timestamp with time zone '2025-03-10 09:46:40.123+00'"))
                .isEqualTo("1");
    }

    @Test
    void olderAndEqualWritesChangeNothingAnywhere() {
        Writers.write(
                db.config,
                Samples.with(
                        Samples.tagged(
                                Samples.rows("m", 10, Samples.segments(3, "new")),
                                "{}",
                                Samples.tag("k", "new", "SELF", 1)),
                        false,
                        Samples.change(10, "new", "ENTER", Samples.DAY)));
        List<String> before = everything();

        for (long version : new long[] {9, 10}) {
            Writers.write(
                    db.config,
                    Samples.with(
                            Samples.tagged(
                                    Samples.rows("m", version, Samples.segments(5, "old")),
                                    "{}",
                                    Samples.tag("k", "old", "SELF", 1)),
                            true,
                            Samples.change(version - 5, "old", "ENTER", Samples.DAY)));
        }

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aNewerWriteReplacesAllRowsOfTheMemberAndOfNobodyElse() {
        Writers.write(
                db.config,
                Samples.rows("m", 1, Samples.segments(3, "old")),
                Samples.rows("n", 1, Samples.segments(3, "other")));

        Writers.write(
                db.config,
                Samples.rows("m", 2, Samples.profile(0, 0), Samples.segments(1, "new"), null));

        assertThat(db.rows("select member_id, model, value from member_segment order by 1, 2"))
                .containsExactly(
                        "m|model_00|new",
                        "n|model_00|other",
                        "n|model_01|other",
                        "n|model_02|other");
        assertThat(db.rows("select member_id from member_facts")).containsExactly("n");
        assertThat(db.one("select rfm, aov_total from member_profile where member_id = 'm'"))
                .isEqualTo("null|null");
    }

    @Test
    void writesEveryColumnOfTags() {
        Writers.write(
                db.config,
                Samples.tagged(
                        Samples.rows("m", 5),
                        "{\"职业\":[\"教师\"],\"身份\":[\"白领族\",\"金融族\"]}",
                        Samples.tag("身份", "金融族", "RULE", Samples.DAY - 9),
                        Samples.tag("职业", "教师", "SELF", Samples.DAY - 9),
                        new Tag("职业", "医生", "MANUAL", false, 0, null, null, null, null)));

        assertThat(db.one("select tags from member_profile").replace(" ", ""))
                .isEqualTo("{\"职业\":[\"教师\"],\"身份\":[\"白领族\",\"金融族\"]}");
        assertThat(db.rows("select * from member_tag order by source desc"))
                .extracting(row -> row.replace(" ", ""))
                .containsExactly(
                        "m|职业|教师|SELF|true|2025-03-01|2025-03-31|null|null|2025-03-10|null|5",
                        "m|身份|金融族|RULE|true|2025-03-01|null|tags/身份|{\"rule\":\"tags/身份\"}"
                                + "|2025-03-10|7|5",
                        "m|职业|医生|MANUAL|false|1970-01-01|null|null|null|2025-03-10|null|5");
        assertThat(db.rows("select tag_value from member_tag where reason is null order by 1"))
                .containsExactlyInAnyOrder("教师", "医生");
    }

    @Test
    void tagsThatAreNoLongerGivenEndAndOthersAreLeftAlone() {
        Tag stays = Samples.tag("k", "stays", "RULE", 10);
        Tag moves = Samples.tag("k", "moves", "SELF", 10);
        Tag ends = Samples.tag("k", "ends", "SELF", 10);
        MemberRows first = Samples.tagged(Samples.rows("m", 1), "{}", stays, moves, ends);
        Writers.write(
                db.config,
                first,
                Samples.tagged(Samples.rows("n", 1), "{}", ends),
                Samples.rows("without", 1));
        Writers.write(
                db.config,
                Samples.on(
                        Samples.DAY + 1,
                        Samples.tagged(
                                Samples.rows("m", 2),
                                "{}",
                                stays,
                                Samples.tag("k", "moves", "SELF", 20),
                                Samples.tag("k", "ends", "BATCH", 20))),
                Samples.rows("without", 2));

        assertThat(tags())
                .containsExactly(
                        "m|k|ends|BATCH|true|1970-01-21|1970-02-20|2025-03-11|2",
                        "m|k|ends|SELF|false|1970-01-11|1970-02-10|2025-03-11|2",
                        "m|k|moves|SELF|true|1970-01-21|1970-02-20|2025-03-11|2",
                        "m|k|stays|RULE|true|1970-01-11|null|2025-03-10|1",
                        "n|k|ends|SELF|true|1970-01-11|1970-02-10|2025-03-10|1");

        Writers.write(db.config, Samples.on(Samples.DAY + 2, Samples.rows("m", 3)));
        assertThat(tags())
                .containsExactly(
                        "m|k|ends|BATCH|false|1970-01-21|1970-02-20|2025-03-12|3",
                        "m|k|ends|SELF|false|1970-01-11|1970-02-10|2025-03-11|2",
                        "m|k|moves|SELF|false|1970-01-21|1970-02-20|2025-03-12|3",
                        "m|k|stays|RULE|false|1970-01-11|null|2025-03-12|3",
                        "n|k|ends|SELF|true|1970-01-11|1970-02-10|2025-03-10|1");

        Writers.write(
                db.config,
                Samples.tagged(Samples.rows("m", RowVersions.first(1) + 1), "{}", stays),
                Samples.rows("n", 1));
        assertThat(tags())
                .containsExactly(
                        "m|k|stays|RULE|true|1970-01-11|null|2025-03-10|2147483649",
                        "n|k|ends|SELF|true|1970-01-11|1970-02-10|2025-03-10|1");
    }

    @Test
    void everyColumnOfATagThatChangesIsWritten() {
        Tag before = new Tag("k", "v", "RULE", true, 1, 2, "r", "{\"n\":1}", 1);
        List<Tag> changed =
                List.of(
                        new Tag("k", "v", "RULE", false, 1, 2, "r", "{\"n\":1}", 1),
                        new Tag("k", "v", "RULE", true, 2, 2, "r", "{\"n\":1}", 1),
                        new Tag("k", "v", "RULE", true, 1, null, "r", "{\"n\":1}", 1),
                        new Tag("k", "v", "RULE", true, 1, 2, null, "{\"n\":1}", 1),
                        new Tag("k", "v", "RULE", true, 1, 2, "r", "{\"n\":2}", 1),
                        new Tag("k", "v", "RULE", true, 1, 2, "r", null, 1),
                        new Tag("k", "v", "RULE", true, 1, 2, "r", "{\"n\":1}", 2));
        long version = 0;
        for (Tag after : changed) {
            Writers.write(db.config, Samples.tagged(Samples.rows("m", version + 1), "{}", before));
            Writers.write(db.config, Samples.tagged(Samples.rows("m", version + 2), "{}", after));
            version += 2;
            assertThat(
                            db.rows(
                                    "select active, since, until, rule, reason, rules_version,"
                                            + " row_version from member_tag"))
                    .as(after.toString())
                    .singleElement()
                    .extracting(row -> row.replace(" ", ""))
                    .isEqualTo(
                            "%s|%s|%s|%s|%s|%s|%s"
                                    .formatted(
                                            after.active(),
                                            LocalDate.ofEpochDay(after.since()),
                                            after.until() == null
                                                    ? null
                                                    : LocalDate.ofEpochDay(after.until()),
                                            after.rule(),
                                            after.reason(),
                                            after.rulesVersion(),
                                            version));
        }
    }

    @Test
    void aMemberThatIsForgottenHasNoRowAnywhere() {
        fillAllTables("m", 10);
        fillAllTables("M", 10);
        fillAllTables("m ", 10);
        fillAllTables("stale", 10);
        rejected("r1", "unknown");
        rejected("r2", null);

        Writers.write(
                db.config,
                MemberRows.forget("m", 11, Samples.DAY, 0, 7),
                MemberRows.forget("stale", 10, Samples.DAY, 0, 7),
                MemberRows.forget("unknown", 1, Samples.DAY, 0, 7));

        for (String table : ALL_TABLES) {
            assertThat(
                            db.rows(
                                    "select distinct member_id from "
                                            + table
                                            + " where member_id is not null order by 1"))
                    .as(table)
                    .containsExactlyInAnyOrder("M", "m ", "stale");
        }
        assertThat(db.rows("select trim(id) from rejected_event where member_id is null"))
                .containsExactly("r2");
    }

    @Test
    void aForgottenMemberComesBackAsANewOne() {
        fillAllTables("m", 10);
        fillAllTables("n", 10);
        MemberRows back =
                Samples.with(
                        Samples.tagged(
                                Samples.rows("m", 13, Samples.segment("new", "v")),
                                "{}",
                                Samples.tag("new", "v", "SELF", 3)),
                        false,
                        Samples.change(13, "new", "ENTER", 3));
        MemberRows forget = MemberRows.forget("m", 12, Samples.DAY, 0, 7);

        // All within one batch.
        Writers.write(
                db.config,
                Samples.with(Samples.rows("m", 11), true, Samples.change(11, "old", "ENTER", 3)),
                forget,
                back);
        Writers.write(db.config, forget, MemberRows.forget("n", 12, Samples.DAY, 0, 7));
        Writers.write(db.config, Samples.rows("n", 13, Samples.segment("new", "v")));

        assertThat(db.rows("select member_id, row_version from member_profile order by 1"))
                .containsExactly("m|13", "n|13");
        assertThat(db.rows("select member_id, model from member_segment order by 1"))
                .containsExactly("m|new", "n|new");
        assertThat(db.rows("select member_id, tag_key from member_tag")).containsExactly("m|new");
        assertThat(db.rows("select member_id, value from member_change")).containsExactly("m|new");
        assertThat(db.rows("select member_id from rejected_event")).isEmpty();
    }

    private void fillAllTables(String id, long version) {
        Writers.write(
                db.config,
                Samples.with(
                        Samples.tagged(
                                Samples.rows(id, version, Samples.segment("old", "v")),
                                "{}",
                                Samples.tag("old", "v", "SELF", 3)),
                        false,
                        Samples.change(version, "v", "ENTER", 3)));
        rejected(Integer.toHexString(id.hashCode()), id);
    }

    private void rejected(String id, String memberId) {
        db.execute(
                "insert into rejected_event (id, stream, origin, code, message, raw, raw_bytes,"
                        + " member_id, at) values ('%s', 'orders', 'f:1', 'NO_TIME', 'm', 'r', 1,"
                                .formatted(id)
                        + (memberId == null ? " null" : " '" + memberId + "'")
                        + ", timestamp '2025-01-01 00:00:00')");
    }

    @Test
    void changesOfTagsHaveTheirCauses() {
        Writers.write(
                db.config,
                Samples.with(
                        Samples.rows("m", 9),
                        false,
                        new Change(9, "TAG", "职业", "教师", "ENTER", 1, "PROFILE", null, null),
                        new Change(9, "TAG", "高意向", "鞋", "ENTER", 1, "BEHAVIOUR", "r", "{}"),
                        new Change(9, "TAG", "高意向", "帽", "LEAVE", 1, "POPULATION", "r", "{}")));
        assertThat(
                        db.rows(
                                "select name, value, change, cause, rule, reason from member_change"
                                        + " order by cause"))
                .containsExactly(
                        "高意向|鞋|ENTER|BEHAVIOUR|r|{}",
                        "高意向|帽|LEAVE|POPULATION|r|{}",
                        "职业|教师|ENTER|PROFILE|null|null");
        assertThat(db.rows("select value from member_change where reason is null"))
                .containsExactly("教师");
    }

    @Test
    void aWholeHistoryReplacesTheEarlierOneAndOthersAppend() {
        MemberRows rows = Samples.rows("m", 10);
        Writers.write(db.config, Samples.with(rows, true, Samples.change(9, "a", "ENTER", 1)));
        Writers.write(
                db.config,
                Samples.with(Samples.rows("m", 20), false, Samples.change(20, "b", "ENTER", 2)));
        assertThat(changes()).containsExactly("9|a", "20|b");

        Writers.write(
                db.config,
                Samples.with(Samples.rows("m", 30), true, Samples.change(29, "c", "ENTER", 3)));
        assertThat(changes()).containsExactly("29|c");
    }

    @Test
    void collapsesToTheNewestOfAMemberWhateverTheOrder() {
        Writers.write(
                db.config,
                Samples.with(Samples.rows("m", 3), false, Samples.change(3, "c", "ENTER", 3)),
                Samples.with(Samples.rows("m", 1), false, Samples.change(1, "a", "ENTER", 1)),
                Samples.with(Samples.rows("m", 2), false, Samples.change(2, "b", "ENTER", 2)),
                Samples.with(Samples.rows("m", 3), false, Samples.change(3, "c", "ENTER", 3)));

        assertThat(db.rows("select member_id, row_version from member_profile"))
                .containsExactly("m|3");
        assertThat(changes()).containsExactly("1|a", "2|b", "3|c");
    }

    @Test
    void hostileTextsPass() {
        List<String> hostile =
                List.of(
                        "a'b\"c\\d",
                        "{\"x\":[1,null]}",
                        "'); drop table member_profile; --",
                        "\uD83D\uDE00\uD867\uDE3D \u202E\u200B\uFEFF",
                        "\t\n\r,;{}()$1?",
                        "\uD83D\uDE00".repeat(64),
                        "NULL",
                        "\\N");
        List<MemberRows> rows = new ArrayList<>();
        for (int i = 0; i < hostile.size(); i++) {
            String text = hostile.get(i);
            String json = "{\"t\":" + json(text) + "}";
            rows.add(
                    new MemberRows(
                            text,
                            i + 1,
                            Samples.DAY,
                            0,
                            0,
                            null,
                            Samples.profile(1, 100),
                            new MemberRows.Segment[] {
                                new MemberRows.Segment(
                                        "model", text, "STAGE", text, 0, text, 0, text, json)
                            },
                            new Tag[] {new Tag(text, text, "BATCH", true, 0, null, text, json, 1)},
                            json,
                            json,
                            false,
                            false,
                            new MemberRows.Change[] {
                                new MemberRows.Change(
                                        1, "STAGE", text, text, "ENTER", 0, "ORDER", text, json)
                            }));
        }

        Writers.write(Writers.open(db.config, 1_000), rows);

        assertThat(db.rows("select member_id from member_profile"))
                .containsExactlyInAnyOrderElementsOf(hostile);
        assertThat(db.rows("select value from member_segment"))
                .containsExactlyInAnyOrderElementsOf(hostile);
        assertThat(db.rows("select name from member_change"))
                .containsExactlyInAnyOrderElementsOf(hostile);
        assertThat(db.rows("select tag_value from member_tag where tag_key = tag_value"))
                .containsExactlyInAnyOrderElementsOf(hostile);
        assertThat(db.rows("select facts from member_facts").stream().map(f -> f.replace(" ", "")))
                .containsExactlyInAnyOrderElementsOf(
                        hostile.stream()
                                .map(t -> "{\"t\":" + json(t) + "}")
                                .map(f -> f.replace(" ", ""))
                                .toList());

        // What is written again finds its own rows.
        for (int i = 0; i < rows.size(); i++) {
            MemberRows row = rows.get(i);
            rows.set(i, Samples.tagged(Samples.rows(row.memberId(), 99), "{}", row.tags()));
        }
        Writers.write(Writers.open(db.config, 1_000), rows);
        assertThat(db.rows("select tag_value from member_tag where active and row_version < 99"))
                .containsExactlyInAnyOrderElementsOf(hostile);
    }

    @Test
    void theGreatestAmountsFit() {
        long most = 999_999_999_999_999_999L;
        Profile profile =
                new Profile(
                        Samples.ints(Integer.MAX_VALUE, 4),
                        Samples.longs(most, 4),
                        Samples.ints(Integer.MAX_VALUE, 4),
                        Samples.ints(Integer.MAX_VALUE, 4),
                        most,
                        Integer.MAX_VALUE,
                        most,
                        Integer.MAX_VALUE,
                        Long.MIN_VALUE,
                        Integer.MAX_VALUE,
                        most,
                        -most,
                        -25_567,
                        2_932_896,
                        Integer.MAX_VALUE,
                        1,
                        1,
                        1,
                        null);
        Writers.write(
                db.config,
                Samples.rows("m", Long.MAX_VALUE, profile, Samples.segments(1, "v"), "{}"),
                Samples.rows("n", Long.MAX_VALUE, profile, Samples.segments(1, "v"), "{}"));

        assertThat(
                        db.one(
                                "select amount_total, aov_total, first_order_on, last_order_on,"
                                        + " items_total from member_profile where member_id = 'm'"))
                .isEqualTo(
                        "9999999999999999.99|-9999999999999999.99|1900-01-01|9999-12-31"
                                + "|-9223372036854775808");
        assertThat(db.one("select orders_365d, amount_365d from segment_summary"))
                .isEqualTo("4294967294|19999999999999999.98");
    }

    @Test
    void anAccidentAtAnyPointLosesAndDoublesNothing() {
        List<Predicate<String>> points =
                List.of(
                        sql -> sql.contains("into member_profile"),
                        sql -> sql.startsWith("delete from member_segment"),
                        sql -> sql.contains("into member_segment"),
                        sql -> sql.contains("into member_change"),
                        sql -> sql.startsWith("delete from member_tag"),
                        sql -> sql.startsWith("update member_tag"),
                        sql -> sql.contains("into member_tag"),
                        "commit"::equals);
        long version = 0;
        for (boolean after : new boolean[] {false, true}) {
            for (Predicate<String> point : points) {
                version += 10;
                long v = version;
                BreakingConnections connections =
                        new BreakingConnections(db.config, point, after, db::endSessions);

                Writers.write(
                        Writers.open(connections, db.config.dialect(), 1_000),
                        IntStream.range(0, 20)
                                .mapToObj(
                                        i ->
                                                Samples.with(
                                                        Samples.tagged(
                                                                Samples.rows(
                                                                        "m" + i,
                                                                        v,
                                                                        Samples.segments(
                                                                                2, "v" + v)),
                                                                "{}",
                                                                Samples.tag(
                                                                        "k", "v" + v, "RULE", 1)),
                                                        false,
                                                        Samples.change(v, "x", "ENTER", 1)))
                                .toList());

                assertThat(connections.happened()).isTrue();
                assertThat(db.one("select count(*), min(row_version) from member_profile"))
                        .isEqualTo("20|" + v);
                assertThat(db.one("select count(*), min(value), max(value) from member_segment"))
                        .isEqualTo("40|v" + v + "|v" + v);
                assertThat(db.one("select count(*) from member_change"))
                        .isEqualTo(String.valueOf(2 * v));
                assertThat(db.one("select count(*) from member_tag"))
                        .isEqualTo(String.valueOf(2 * v));
                assertThat(db.rows("select distinct tag_value from member_tag where active"))
                        .containsExactly("v" + v);
                assertThat(db.one(MIXED)).isEqualTo("0");
            }
        }
    }

    @Test
    void givesUpWithoutQuotingARow() {
        db.execute("drop table member_facts");
        MemberWriter writer = Writers.open(db.config, 1);

        assertThatThrownBy(() -> writer.write(Samples.rows("secret-member", 1), null))
                .hasMessageContaining("1 member could not be written")
                .hasMessageContaining("member_facts")
                .hasMessageContaining("memberflow migrate")
                .hasMessageNotContaining("secret");
        writer.close();
        assertThat(db.one("select count(*) from member_profile")).isEqualTo("0");
    }

    @Test
    void noExceptionQuotesAValue() {
        MemberRows good = Samples.rows("secret-member", 1);
        String tooLong = "secret".repeat(100);
        List<MemberRows> bad =
                List.of(
                        Samples.rows("secret-member", 1, Samples.segment("m", tooLong)),
                        Samples.rows("secret-member", 1, good.profile(), good.segments(), "secret"),
                        Samples.rows(tooLong, 1),
                        Samples.rows(
                                "secret-member",
                                1,
                                Samples.segment("secret-twice", "a"),
                                Samples.segment("secret-twice", "b")));
        for (MemberRows rows : bad) {
            MemberSink.Options options =
                    new MemberSink.Options(1, java.time.Duration.ZERO, java.time.Duration.ZERO);
            MemberWriter writer =
                    new MemberWriter(
                            new Connections(db.config),
                            db.config.dialect().memberTables(),
                            options,
                            new Retries(options.retryFor()),
                            null,
                            org.apache.flink.metrics.groups.UnregisteredMetricsGroup
                                    .createSinkWriterMetricGroup());
            try (CapturedLog log = new CapturedLog()) {
                assertThatThrownBy(() -> writer.write(rows, null))
                        .satisfies(
                                e -> {
                                    java.io.StringWriter printed = new java.io.StringWriter();
                                    e.printStackTrace(new java.io.PrintWriter(printed));
                                    assertThat(printed.toString())
                                            .contains("SQLState")
                                            .doesNotContain("secret");
                                });
                // Drivers have logs of their own.
                assertThat(log.text()).doesNotContain("secret");
            }
            writer.close();
        }
    }

    @Test
    void writersOfTheSameMembersNeitherDeadlockNorMix() throws Exception {
        int members = 120;
        int rounds = 8;
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 2; w++) {
                int writer = w;
                writers.add(
                        pool.submit(
                                () -> {
                                    for (int round = 0; round < rounds; round++) {
                                        List<MemberRows> rows = new ArrayList<>();
                                        for (int m = 0; m < members; m++) {
                                            // Either writer is ahead for half of the members.
                                            long version = 100L * round + (m + writer) % 2 + 1;
                                            rows.add(
                                                    Samples.rows(
                                                            "m" + m,
                                                            version,
                                                            Samples.segments(
                                                                    1 + (int) (version % 4),
                                                                    "v" + version)));
                                        }
                                        if (writer == 1) {
                                            Collections.reverse(rows);
                                        }
                                        Writers.write(Writers.open(db.config, 40), rows);
                                    }
                                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }

        long last = 100L * (rounds - 1) + 2;
        assertThat(db.rows("select distinct row_version from member_profile"))
                .containsExactly(String.valueOf(last));
        assertThat(db.rows("select distinct value, row_version from member_segment"))
                .containsExactly("v" + last + "|" + last);
        assertThat(db.one("select count(*) from member_segment"))
                .isEqualTo(String.valueOf(members * (1 + last % 4)));
        assertThat(db.one("select count(*) from member_facts")).isEqualTo("" + members);
    }

    @Test
    void aReaderNeverSeesHalfAMember() throws Exception {
        Writers.write(db.config, batchOf(1).toArray(MemberRows[]::new));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        int read = 0;
        try {
            Future<?> writer =
                    pool.submit(
                            () -> {
                                try {
                                    MemberWriter open = Writers.open(db.config, 1_000);
                                    for (int version = 2; version <= 40; version++) {
                                        for (MemberRows rows : batchOf(version)) {
                                            open.write(rows, null);
                                        }
                                        open.flush(false);
                                    }
                                    open.close();
                                } finally {
                                    done.set(true);
                                }
                                return null;
                            });
            while (!done.get()) {
                List<String> halves =
                        db.rows(
                                "select p.member_id, p.row_version, count(s.model),"
                                        + " min(s.row_version), max(s.row_version), max(f.row_version)"
                                        + " from member_profile p left join member_segment s on"
                                        + " s.member_id = p.member_id left join member_facts f on"
                                        + " f.member_id = p.member_id group by p.member_id,"
                                        + " p.row_version having count(s.model) <> 1 + mod("
                                        + "p.row_version, 4) or min(s.row_version) <> p.row_version or"
                                        + " max(s.row_version) <> p.row_version or max(f.row_version)"
                                        + " <> p.row_version or max(f.row_version) is null");
                assertThat(halves).isEmpty();
                read++;
            }
            writer.get();
        } finally {
            pool.shutdownNow();
        }
        assertThat(read).isPositive();
        assertThat(db.one("select min(row_version) from member_profile")).isEqualTo("40");
    }

    private static List<MemberRows> batchOf(long version) {
        return IntStream.range(0, 60)
                .mapToObj(
                        m ->
                                Samples.rows(
                                        "m" + m,
                                        version,
                                        Samples.segments(1 + (int) (version % 4), "v")))
                .toList();
    }

    private List<String> tags() {
        return db.rows(
                "select member_id, tag_key, tag_value, source, active, since, until, as_of, row_version from member_tag"
                        + " order by 1, 2, 3, 4");
    }

    private List<String> changes() {
        return db.rows("select row_version, value from member_change order by 1");
    }

    private List<String> everything() {
        List<String> rows = new ArrayList<>();
        for (String table : ALL_TABLES) {
            rows.addAll(db.rows("select * from " + table + " order by 1, 2"));
        }
        return rows;
    }

    private static String json(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
