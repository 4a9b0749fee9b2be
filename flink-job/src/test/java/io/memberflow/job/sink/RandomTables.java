package io.memberflow.job.sink;

import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.sink.MemberRows.Profile;
import io.memberflow.job.sink.MemberRows.Segment;
import io.memberflow.job.sink.MemberRows.Tag;
import io.memberflow.registry.CatalogueRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A little shop of random members, written over several attempts in random batches, with writes
 * that come too late and members that are forgotten; and what the tables then have to hold, worked
 * out without them.
 */
final class RandomTables {
    static final int TODAY = (int) LocalDate.of(2025, 3, 10).toEpochDay();

    private static final List<String> IDS =
            List.of(
                    "m",
                    "M",
                    "m ",
                    "m  ",
                    " m",
                    "\uFF4D",
                    "e\u0301",
                    "\u00E9",
                    "\uD83D\uDE00",
                    "\uFF5E",
                    "a'b",
                    "n");
    private static final List<String> STAGES = List.of("新手期", "成长期", "成长期 ", "成熟期");
    private static final List<String> PYRAMID = List.of("塔尖", "塔身", "塔基", "塔底");
    private static final List<String> SOURCES = List.of("MANUAL", "SELF", "RULE", "BATCH");
    private static final List<String> CAUSES =
            List.of("ORDER", "TIME", "RULES", "POPULATION", "PROFILE", "BEHAVIOUR");
    private static final Map<String, List<String>> TAGS =
            new TreeMap<>(
                    Map.of(
                            "地区", List.of("上海", "浙江", "上海 "),
                            "渠道偏好", List.of("PC", "pc", "MOBILE", "TABLET"),
                            "身份", List.of("白领族", "金融族"),
                            "尺寸", List.of("75B"),
                            "过敏史", List.of("有", "酒精过敏")));

    /** A tag's row and the write that it is of. */
    record TagRow(Tag tag, int asOf, long rowVersion) {}

    /** All rows of a member. */
    static final class Member {
        MemberRows rows;
        final Map<List<String>, TagRow> tags = new LinkedHashMap<>();
        final List<Change> changes = new ArrayList<>();
    }

    final Map<String, Member> members = new TreeMap<>();
    final Map<Integer, List<CatalogueRow>> catalogues = new TreeMap<>();
    final int today;

    private final Random random;
    private final List<List<MemberRows>> batches = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final Map<String, String> stages = new HashMap<>();
    private int day = TODAY - 100;

    RandomTables(long seed) {
        random = new Random(seed);
        for (int version = 6; version <= 9; version++) {
            if (random.nextInt(4) > 0) {
                catalogues.put(version, catalogue());
            }
        }
        int attempts = 1 + random.nextInt(3);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            attempt(attempt);
        }
        today = progress();
    }

    /** Writes all of it, as the job does. */
    void fill(TestDatabase db) {
        Tables tables = new Tables(db.config);
        catalogues.forEach(tables::writeCatalogue);
        MemberWriter writer = Writers.open(db.config, 1_000);
        try (writer) {
            for (List<MemberRows> batch : batches) {
                for (MemberRows rows : batch) {
                    writer.write(rows, null);
                }
                writer.flush(false);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        progress.forEach(db::execute);
    }

    private void attempt(int attempt) {
        long version = RowVersions.first(attempt);
        int count = 1 + random.nextInt(6);
        for (int b = 0; b < count; b++) {
            List<MemberRows> batch = new ArrayList<>();
            for (int i = random.nextInt(25); i >= 0; i--) {
                String id = any(IDS);
                version += 2;
                batch.add(random.nextInt(8) == 0 ? forget(id, version) : rows(id, version));
            }
            day += random.nextInt(20);
            batches.add(batch);
            apply(batch);
            // Writes that come late or once more are to change nothing.
            List<MemberRows> late = new ArrayList<>();
            members.forEach((id, m) -> late.add(late(id, m.rows.rowVersion() - random.nextInt(3))));
            batches.add(late);
        }
    }

    private MemberRows forget(String id, long version) {
        stages.remove(id);
        return MemberRows.forget(id, version, day, 0, 7);
    }

    private MemberRows late(String id, long version) {
        Change late = new Change(version, "STAGE", "late", "v", "ENTER", day, "ORDER", "r", null);
        return Samples.with(
                Samples.tagged(
                        Samples.rows(id, version, Samples.segment("late", "v")),
                        "{}",
                        Samples.tag("late", "v", "MANUAL", day)),
                random.nextBoolean(),
                late);
    }

    private MemberRows rows(String id, long version) {
        List<Change> changes = new ArrayList<>();
        boolean history = random.nextInt(5) == 0;
        String stage = history ? null : stages.get(id);
        // A history has a version for each of its days, below that of the rows.
        for (int i = history ? 1 + random.nextInt(2) : random.nextInt(2); i > 0; i--) {
            String next = any(STAGES);
            if (!next.equals(stage)) {
                int on = day - 40 * (i - 1);
                if (stage != null) {
                    changes.add(stageChange(version - i + 1, stage, "LEAVE", on));
                }
                changes.add(stageChange(version - i + 1, next, "ENTER", on));
                stage = next;
            }
        }
        stages.put(id, stage);
        if (random.nextBoolean()) {
            String key = random.nextBoolean() ? "渠道偏好" : "身份";
            changes.add(
                    new Change(
                            version,
                            "TAG",
                            key,
                            any(TAGS.get(key)),
                            random.nextBoolean() ? "ENTER" : "LEAVE",
                            day - random.nextInt(40),
                            any(CAUSES),
                            random.nextBoolean() ? "r" : null,
                            random.nextBoolean() ? "{\"b\":1.50,\"a\":[]}" : null));
        }
        List<Segment> segments = new ArrayList<>();
        if (stage != null) {
            segments.add(Samples.stage("lifecycle", stage));
        }
        if (random.nextInt(3) > 0) {
            segments.add(Samples.segment("pyramid", any(PYRAMID)));
        }
        return new MemberRows(
                id,
                version,
                day,
                1_741_600_000_123L,
                6 + random.nextInt(3),
                null,
                profile(),
                segments.toArray(Segment[]::new),
                tags(),
                "{\"身份\":[\"白领族\"]}",
                "{\"n\":" + version + ",\"b\":1.50,\"a\":{\"\uFF5E\":1,\"\uD83D\uDE00\":2}}",
                false,
                history,
                changes.toArray(Change[]::new));
    }

    private Change stageChange(long version, String value, String change, int on) {
        return new Change(
                version, "STAGE", "lifecycle", value, change, on, any(CAUSES), "r", "{\"n\":1}");
    }

    private Tag[] tags() {
        List<Tag> tags = new ArrayList<>();
        TAGS.forEach(
                (key, values) -> {
                    for (String value : values) {
                        for (String source : SOURCES) {
                            if (random.nextInt(6) == 0) {
                                tags.add(tag(key, value, source));
                            }
                        }
                    }
                });
        return tags.toArray(Tag[]::new);
    }

    private Tag tag(String key, String value, String source) {
        boolean rule = source.equals("RULE");
        return new Tag(
                key,
                value,
                source,
                random.nextInt(5) > 0,
                TODAY - random.nextInt(2),
                rule ? null : TODAY,
                rule ? "tags/" + key : null,
                rule ? "{\"is\":1.50,\"a\":\"" + key + "\"}" : null,
                rule ? 7 : null);
    }

    private Profile profile() {
        int[] orders = new int[4];
        long[] amount = new long[4];
        int total = 0;
        long sum = 0;
        for (int i = 0; i < orders.length; i++) {
            total += random.nextInt(3) / 2;
            sum += total == 0 ? 0 : random.nextInt(40_000);
            orders[i] = total;
            amount[i] = sum;
        }
        total += random.nextInt(2);
        return new Profile(
                orders,
                amount,
                orders,
                new int[4],
                null,
                total,
                sum,
                total,
                total,
                0,
                0,
                null,
                total == 0 ? null : TODAY - 500,
                total == 0 ? null : TODAY - random.nextInt(500),
                null,
                null,
                null,
                null,
                null);
    }

    private List<CatalogueRow> catalogue() {
        List<CatalogueRow> rows = new ArrayList<>();
        for (String value : PYRAMID) {
            BigDecimal share = random.nextBoolean() ? null : new BigDecimal("12.50");
            if (random.nextInt(4) > 0) {
                rows.add(catalogue("pyramid", value, rows.size() + 1, share, false));
            }
        }
        rows.add(catalogue("unused", "x", 1, null, false));
        rows.add(catalogue("身份", "白领族", 1, null, false));
        // Any value of this key: what people may give is not known before.
        rows.add(catalogue("尺寸", "", 1, null, true));
        rows.add(catalogue("过敏史", "有", 1, null, random.nextBoolean()));
        return rows;
    }

    private static CatalogueRow catalogue(
            String model, String value, int position, BigDecimal share, boolean sensitive) {
        return new CatalogueRow(
                model, value, position, value + "题", "title", "advice", share, sensitive);
    }

    /** The as-of date is that of the job that wrote last; the youngest member's without one. */
    private int progress() {
        int jobs = random.nextInt(3);
        int asOf = members.values().stream().mapToInt(m -> m.rows.asOf()).max().orElse(TODAY);
        for (int job = 0; job < jobs; job++) {
            asOf = TODAY + random.nextInt(3);
            for (String stream : List.of("orders", "members")) {
                progress.add(
                        "insert into job_progress values ('job%d', '%s', 1, 1, 0, 0, null,"
                                        .formatted(job, stream)
                                + " date '%s', timestamp with time zone '2025-03-1%d 00:00:00+00')"
                                        .formatted(LocalDate.ofEpochDay(asOf), job));
            }
        }
        return asOf;
    }

    /** What of a batch reaches the tables: of each member what is newest, and all its changes. */
    private void apply(List<MemberRows> batch) {
        Map<String, List<MemberRows>> ofMember = new LinkedHashMap<>();
        for (MemberRows rows : batch) {
            ofMember.computeIfAbsent(rows.memberId(), id -> new ArrayList<>()).add(rows);
        }
        ofMember.values().forEach(this::applyMember);
    }

    private void applyMember(List<MemberRows> writes) {
        // Those of one version are the same write.
        TreeMap<Long, MemberRows> byVersion = new TreeMap<>();
        writes.forEach(rows -> byVersion.putIfAbsent(rows.rowVersion(), rows));
        MemberRows newest = byVersion.lastEntry().getValue();
        Member before = members.get(newest.memberId());
        if (before != null && before.rows.rowVersion() >= newest.rowVersion()) {
            return;
        }
        Member member = before == null ? new Member() : before;
        for (MemberRows rows : byVersion.values()) {
            if (rows.forgotten()) {
                member.tags.clear();
            }
            if (rows.forgotten() || rows.history()) {
                member.changes.clear();
            }
            member.changes.addAll(Arrays.asList(rows.changes()));
        }
        if (newest.forgotten()) {
            members.remove(newest.memberId());
            return;
        }
        members.put(newest.memberId(), member);
        member.rows = newest;
        applyTags(member, newest);
    }

    private static void applyTags(Member member, MemberRows newest) {
        Map<List<String>, Tag> given = new LinkedHashMap<>();
        for (Tag tag : newest.tags()) {
            given.put(List.of(tag.key(), tag.value(), tag.source()), tag);
        }
        long attempt = newest.rowVersion() >> 31;
        member.tags.values().removeIf(row -> row.rowVersion() >> 31 < attempt);
        member.tags.replaceAll(
                (key, row) ->
                        given.containsKey(key) || !row.tag().active()
                                ? row
                                : new TagRow(ended(row.tag()), newest.asOf(), newest.rowVersion()));
        given.forEach(
                (key, tag) -> {
                    TagRow old = member.tags.get(key);
                    if (old == null || !Objects.equals(old.tag(), tag)) {
                        member.tags.put(key, new TagRow(tag, newest.asOf(), newest.rowVersion()));
                    }
                });
    }

    private static Tag ended(Tag tag) {
        return new Tag(
                tag.key(),
                tag.value(),
                tag.source(),
                false,
                tag.since(),
                tag.until(),
                tag.rule(),
                tag.reason(),
                tag.rulesVersion());
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
