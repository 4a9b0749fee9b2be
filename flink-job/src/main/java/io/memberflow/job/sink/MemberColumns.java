package io.memberflow.job.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.sink.Column.Type;
import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.sink.MemberRows.Profile;
import io.memberflow.job.sink.MemberRows.Segment;
import io.memberflow.job.sink.MemberRows.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The columns of the members' tables: one list a table, the same for every database. */
final class MemberColumns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] WINDOWS = {30, 90, 180, 365};

    /** A row of a table that has several rows a member. */
    record Child<C>(MemberRows member, C row) {}

    static final List<Column<MemberRows>> PROFILE = profile();
    static final List<Column<Child<Segment>>> SEGMENT = segment();
    static final List<Column<Child<Tag>>> TAG = tag();
    static final List<Column<Child<Change>>> CHANGE = change();

    /** The key of {@link #TAG}. */
    static final List<Column<Child<Tag>>> TAG_KEY = TAG.subList(0, 4);

    /** What is compared to see whether a tag's row has changed. */
    static final List<String> TAG_CONTENT =
            List.of("active", "since", "until", "rule", "reason", "rules_version");

    /** Of whom tags are ended, and what their rows then say. */
    static final List<Column<MemberRows>> ENDING =
            List.of(
                    new Column<>("member_id", Type.TEXT, MemberRows::memberId),
                    new Column<>("as_of", Type.DAY, MemberRows::asOf),
                    new Column<>("row_version", Type.BIGINT, MemberRows::rowVersion));

    /** Whose rows of earlier attempts go. */
    static final List<Column<MemberRows>> ATTEMPT =
            List.of(
                    new Column<>("member_id", Type.TEXT, MemberRows::memberId),
                    new Column<>(
                            "attempt", Type.BIGINT, m -> RowVersions.attemptOf(m.rowVersion())));

    static final List<Column<MemberRows>> FACTS =
            List.of(
                    new Column<>("member_id", Type.TEXT, MemberRows::memberId),
                    new Column<>("facts", Type.JSON, MemberRows::facts),
                    new Column<>("as_of", Type.DAY, MemberRows::asOf),
                    new Column<>("row_version", Type.BIGINT, MemberRows::rowVersion));

    private MemberColumns() {}

    static List<Child<Segment>> segments(List<MemberRows> members) {
        List<Child<Segment>> rows = new ArrayList<>();
        for (MemberRows member : members) {
            for (Segment segment : member.segments()) {
                rows.add(new Child<>(member, segment));
            }
        }
        return rows;
    }

    /** Parts of the members with at most so many tags, or with one member. */
    static List<List<MemberRows>> partsByTags(List<MemberRows> members, int most) {
        List<List<MemberRows>> parts = new ArrayList<>();
        int from = 0;
        int tags = 0;
        for (int i = 0; i < members.size(); i++) {
            int more = members.get(i).tags().length;
            if (i > from && tags + more > most) {
                parts.add(members.subList(from, i));
                from = i;
                tags = 0;
            }
            tags += more;
        }
        if (from < members.size()) {
            parts.add(members.subList(from, members.size()));
        }
        return parts;
    }

    static List<Child<Tag>> tags(List<MemberRows> members) {
        List<Child<Tag>> rows = new ArrayList<>();
        for (MemberRows member : members) {
            for (Tag tag : member.tags()) {
                rows.add(new Child<>(member, tag));
            }
        }
        return rows;
    }

    static List<Child<Change>> changes(List<MemberRows> members) {
        List<Child<Change>> rows = new ArrayList<>();
        for (MemberRows member : members) {
            for (Change change : member.changes()) {
                rows.add(new Child<>(member, change));
            }
        }
        return rows;
    }

    static List<MemberRows> withFacts(List<MemberRows> members) {
        return members.stream().filter(m -> m.facts() != null).toList();
    }

    /** The members whose history is given whole, so that what was there goes. */
    static List<MemberRows> withHistory(List<MemberRows> members) {
        return members.stream().filter(m -> m.history() || m.forgotten()).toList();
    }

    /** The members all of whose rows go before any is written. */
    static List<MemberRows> forgotten(List<MemberRows> members) {
        return members.stream().filter(MemberRows::forgotten).toList();
    }

    /** The members that are to have no row left, the guard's included. */
    static List<MemberRows> gone(List<MemberRows> members) {
        return members.stream().filter(m -> m.profile() == null).toList();
    }

    private static List<Column<MemberRows>> profile() {
        List<Column<MemberRows>> columns = new ArrayList<>();
        columns.add(new Column<>("member_id", Type.TEXT, MemberRows::memberId));
        columns.add(new Column<>("as_of", Type.DAY, MemberRows::asOf));
        for (int i = 0; i < WINDOWS.length; i++) {
            int w = i;
            String suffix = "_" + WINDOWS[i] + "d";
            columns.add(number("orders" + suffix, Type.INT, p -> p.orders()[w]));
            columns.add(number("amount" + suffix, Type.FEN, p -> p.amount()[w]));
            columns.add(number("order_days" + suffix, Type.INT, p -> p.orderDays()[w]));
            columns.add(number("refunds" + suffix, Type.INT, p -> p.refunds()[w]));
        }
        columns.add(number("aov_365d", Type.FEN, Profile::aov365));
        columns.add(number("orders_total", Type.INT, Profile::ordersTotal));
        columns.add(number("amount_total", Type.FEN, Profile::amountTotal));
        columns.add(number("order_days_total", Type.INT, Profile::orderDaysTotal));
        columns.add(number("items_total", Type.BIGINT, Profile::itemsTotal));
        columns.add(number("refunds_total", Type.INT, Profile::refundsTotal));
        columns.add(number("refund_amount_total", Type.FEN, Profile::refundAmountTotal));
        columns.add(number("aov_total", Type.FEN, Profile::aovTotal));
        columns.add(number("first_order_on", Type.DAY, Profile::firstOrderOn));
        columns.add(number("last_order_on", Type.DAY, Profile::lastOrderOn));
        columns.add(number("median_gap_days", Type.INT, Profile::medianGapDays));
        columns.add(number("r_score", Type.SMALLINT, Profile::rScore));
        columns.add(number("f_score", Type.SMALLINT, Profile::fScore));
        columns.add(number("m_score", Type.SMALLINT, Profile::mScore));
        columns.add(number("rfm", Type.TEXT, MemberColumns::rfm));
        columns.add(new Column<>("segments", Type.JSON, MemberColumns::segmentsJson));
        columns.add(new Column<>("tags", Type.JSON, MemberRows::profileTags));
        columns.add(number("next_check_on", Type.DAY, Profile::nextCheckOn));
        columns.add(new Column<>("rules_version", Type.INT, MemberRows::rulesVersion));
        columns.add(new Column<>("cut_points_id", Type.BIGINT, MemberRows::cutPointsId));
        columns.add(new Column<>("row_version", Type.BIGINT, MemberRows::rowVersion));
        columns.add(new Column<>("evaluated_at", Type.INSTANT, MemberRows::evaluatedAt));
        return List.copyOf(columns);
    }

    private static List<Column<Child<Segment>>> segment() {
        return List.of(
                new Column<>("member_id", Type.TEXT, c -> c.member().memberId()),
                new Column<>("model", Type.TEXT, c -> c.row().model()),
                new Column<>("value", Type.TEXT, c -> c.row().value()),
                new Column<>("kind", Type.TEXT, c -> c.row().kind()),
                new Column<>("previous_value", Type.TEXT, c -> c.row().previousValue()),
                new Column<>("since", Type.DAY, c -> c.row().since()),
                new Column<>("next_value", Type.TEXT, c -> c.row().nextValue()),
                new Column<>("next_on", Type.DAY, c -> c.row().nextOn()),
                new Column<>("rule", Type.TEXT, c -> c.row().rule()),
                new Column<>("reason", Type.JSON, c -> c.row().reason()),
                new Column<>("as_of", Type.DAY, c -> c.member().asOf()),
                new Column<>("rules_version", Type.INT, c -> c.member().rulesVersion()),
                new Column<>("row_version", Type.BIGINT, c -> c.member().rowVersion()));
    }

    private static List<Column<Child<Tag>>> tag() {
        return List.of(
                new Column<>("member_id", Type.TEXT, c -> c.member().memberId()),
                new Column<>("tag_key", Type.TEXT, c -> c.row().key()),
                new Column<>("tag_value", Type.TEXT, c -> c.row().value()),
                new Column<>("source", Type.TEXT, c -> c.row().source()),
                new Column<>("active", Type.BOOLEAN, c -> c.row().active()),
                new Column<>("since", Type.DAY, c -> c.row().since()),
                new Column<>("until", Type.DAY, c -> c.row().until()),
                new Column<>("rule", Type.TEXT, c -> c.row().rule()),
                new Column<>("reason", Type.JSON, c -> c.row().reason()),
                new Column<>("as_of", Type.DAY, c -> c.member().asOf()),
                new Column<>("rules_version", Type.INT, c -> c.row().rulesVersion()),
                new Column<>("row_version", Type.BIGINT, c -> c.member().rowVersion()));
    }

    private static List<Column<Child<Change>>> change() {
        return List.of(
                new Column<>("member_id", Type.TEXT, c -> c.member().memberId()),
                new Column<>("row_version", Type.BIGINT, c -> c.row().rowVersion()),
                new Column<>("kind", Type.TEXT, c -> c.row().kind()),
                new Column<>("name", Type.TEXT, c -> c.row().name()),
                new Column<>("value", Type.TEXT, c -> c.row().value()),
                new Column<>("change", Type.TEXT, c -> c.row().change()),
                new Column<>("on_date", Type.DAY, c -> c.row().onDate()),
                new Column<>("cause", Type.TEXT, c -> c.row().cause()),
                new Column<>("rule", Type.TEXT, c -> c.row().rule()),
                new Column<>("rules_version", Type.INT, c -> c.member().rulesVersion()),
                new Column<>("reason", Type.JSON, c -> c.row().reason()),
                new Column<>("written_at", Type.INSTANT, c -> c.member().evaluatedAt()));
    }

    private static Column<MemberRows> number(
            String name, Type type, Function<Profile, Object> value) {
        return new Column<>(
                name,
                type,
                member -> value.apply(member.profile() == null ? Profile.NONE : member.profile()));
    }

    private static String rfm(Profile p) {
        return p.rScore() == null || p.fScore() == null || p.mScore() == null
                ? null
                : "" + p.rScore() + p.fScore() + p.mScore();
    }

    private static String segmentsJson(MemberRows member) {
        TreeMap<String, String> values = new TreeMap<>();
        for (Segment segment : member.segments()) {
            values.put(segment.model(), segment.value());
        }
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            // It quotes what it could not write; a map of strings can always be written.
            throw new IllegalStateException("segments could not be written as JSON");
        }
    }
}
