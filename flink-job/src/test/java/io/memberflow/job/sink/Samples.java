package io.memberflow.job.sink;

import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.sink.MemberRows.Profile;
import io.memberflow.job.sink.MemberRows.Segment;
import io.memberflow.job.sink.MemberRows.Tag;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Members' rows for tests. */
final class Samples {
    static final int DAY = (int) LocalDate.of(2025, 3, 10).toEpochDay();
    static final Segment[] NO_SEGMENTS = {};
    static final Change[] NO_CHANGES = {};

    private Samples() {}

    static Profile profile(int orders, long amount) {
        return new Profile(
                new int[] {0, orders, orders, orders},
                new long[] {0, amount, amount, amount},
                new int[] {0, orders, orders, orders},
                new int[] {0, 0, 1, 1},
                orders == 0 ? null : amount / orders,
                orders,
                amount,
                orders,
                3L * orders,
                1,
                150,
                orders == 0 ? null : amount / orders,
                orders == 0 ? null : DAY - 100,
                orders == 0 ? null : DAY - 40,
                orders < 2 ? null : 60,
                orders == 0 ? null : 4,
                orders == 0 ? null : 2,
                orders == 0 ? null : 5,
                DAY + 50);
    }

    static Segment segment(String model, String value) {
        return new Segment(
                model,
                value,
                "SEGMENT",
                null,
                DAY - 3,
                null,
                null,
                "segments/" + model,
                "{\"rule\":\"" + model + "\",\"because\":[]}");
    }

    static Segment stage(String model, String value) {
        return new Segment(
                model,
                value,
                "STAGE",
                "before",
                DAY - 3,
                "after",
                DAY + 5,
                "lifecycle/" + model,
                "{\"rule\":\"" + model + "\"}");
    }

    static Change change(long version, String value, String change, int onDate) {
        return new Change(
                version, "STAGE", "lifecycle", value, change, onDate, "ORDER", "r", "{\"a\":1}");
    }

    static MemberRows rows(String id, long version, Segment... segments) {
        return rows(id, version, profile(2, 39_800), segments, "{\"v\":" + version + "}");
    }

    static MemberRows rows(
            String id, long version, Profile profile, Segment[] segments, String facts) {
        return new MemberRows(
                id,
                version,
                DAY,
                1_741_600_000_123L,
                7,
                null,
                profile,
                segments,
                facts,
                false,
                NO_CHANGES);
    }

    static MemberRows with(MemberRows rows, boolean history, Change... changes) {
        return rows.after(rows.forgotten(), history, MemberRows.NOTHING_LOST, changes);
    }

    static Tag tag(String key, String value, String source, int since) {
        boolean rule = source.equals("RULE");
        return new Tag(
                key,
                value,
                source,
                true,
                since,
                rule ? null : since + 30,
                rule ? "tags/" + key : null,
                rule ? "{\"rule\":\"tags/" + key + "\"}" : null,
                rule ? 7 : null);
    }

    /** The rows as of another day. */
    static MemberRows on(int day, MemberRows rows) {
        return new MemberRows(
                rows.memberId(),
                rows.rowVersion(),
                day,
                rows.evaluatedAt(),
                rows.rulesVersion(),
                rows.cutPointsId(),
                rows.profile(),
                rows.segments(),
                rows.tags(),
                rows.profileTags(),
                rows.facts(),
                rows.forgotten(),
                rows.history(),
                rows.changes());
    }

    /** The rows with these tags in place of theirs. */
    static MemberRows tagged(MemberRows rows, String profileTags, Tag... tags) {
        return new MemberRows(
                rows.memberId(),
                rows.rowVersion(),
                rows.asOf(),
                rows.evaluatedAt(),
                rows.rulesVersion(),
                rows.cutPointsId(),
                rows.profile(),
                rows.segments(),
                tags,
                profileTags,
                rows.facts(),
                rows.forgotten(),
                rows.history(),
                rows.changes());
    }

    /** Segments of as many models, all of one value. */
    static Segment[] segments(int models, String value) {
        return IntStream.range(0, models)
                .mapToObj(i -> segment("model_%02d".formatted(i), value))
                .toArray(Segment[]::new);
    }

    static int[] ints(int value, int times) {
        int[] values = new int[times];
        Arrays.fill(values, value);
        return values;
    }

    static long[] longs(long value, int times) {
        long[] values = new long[times];
        Arrays.fill(values, value);
        return values;
    }
}
