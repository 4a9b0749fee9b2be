package io.memberflow.job.sink;

import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.sink.MemberRows.Profile;
import io.memberflow.job.sink.MemberRows.Segment;
import io.memberflow.job.sink.MemberRows.Tag;
import io.memberflow.job.sink.RandomTables.Member;
import io.memberflow.job.sink.RandomTables.TagRow;
import io.memberflow.registry.CatalogueRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the views have to say of random tables, worked out in plain Java; rows in no order. */
final class ViewsAnswer {
    private static final List<String> PRECEDENCE = List.of("MANUAL", "SELF", "RULE", "BATCH");

    private final RandomTables shop;

    ViewsAnswer(RandomTables shop) {
        this.shop = shop;
    }

    /** Query to its rows, the values between bars. */
    Map<String, List<String>> all() {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        answers.put(
                "select member_id, tag_key, tag_value, source, since, until, rule, as_of,"
                        + " rules_version, row_version from member_tag_current",
                tagCurrent());
        answers.put(
                "select model, value, position, members, share, target_share, orders_365d,"
                        + " amount_365d, amount_share from segment_summary",
                segmentSummary());
        answers.put("select key, value, source, members, share from tag_summary", tagSummary());
        answers.put(
                "select model, from_value, to_value, on_date, members from stage_flow",
                stageFlow());
        answers.put(
                "select model, value, month, gained, lost, held from segment_trend",
                segmentTrend());
        answers.put(
                "select region, members, mean_recency_days, orders_365d, amount_365d"
                        + " from region_summary",
                regionSummary());
        answers.put(
                "select channel, members, orders_365d, amount_365d, gained, lost"
                        + " from channel_summary",
                channelSummary());
        answers.put(
                "select period, buyers, repeat_buyers, rate from repurchase_rate",
                repurchaseRate());
        return answers;
    }

    private List<String> tagCurrent() {
        List<String> rows = new ArrayList<>();
        shop.members.forEach(
                (id, member) ->
                        current(member)
                                .forEach(
                                        row ->
                                                rows.add(
                                                        line(
                                                                id,
                                                                row.tag().key(),
                                                                row.tag().value(),
                                                                row.tag().source(),
                                                                date(row.tag().since()),
                                                                date(row.tag().until()),
                                                                row.tag().rule(),
                                                                date(row.asOf()),
                                                                row.tag().rulesVersion(),
                                                                row.rowVersion()))));
        return rows;
    }

    private List<TagRow> current(Member member) {
        Map<String, Integer> winners = new HashMap<>();
        List<TagRow> shown = new ArrayList<>();
        for (TagRow row : member.tags.values()) {
            Tag tag = row.tag();
            if (tag.active() && !sensitive(tag.key())) {
                shown.add(row);
                winners.merge(tag.key(), PRECEDENCE.indexOf(tag.source()), Math::min);
            }
        }
        shown.removeIf(
                row -> PRECEDENCE.indexOf(row.tag().source()) != winners.get(row.tag().key()));
        return shown;
    }

    private boolean sensitive(String key) {
        return shop.catalogues.values().stream()
                .flatMap(List::stream)
                .anyMatch(row -> row.modelOrKey().equals(key) && row.sensitive());
    }

    /** Members with one of their values, by that value. */
    private Map<String, List<Member>> byTag(String key) {
        Map<String, List<Member>> members = new HashMap<>();
        for (Member member : shop.members.values()) {
            for (TagRow row : current(member)) {
                if (row.tag().key().equals(key)) {
                    members.computeIfAbsent(row.tag().value(), v -> new ArrayList<>()).add(member);
                }
            }
        }
        return members;
    }

    private List<String> segmentSummary() {
        Map<String, Map<String, List<Member>>> models = new HashMap<>();
        for (Member member : shop.members.values()) {
            for (Segment segment : member.rows.segments()) {
                models.computeIfAbsent(segment.model(), m -> new HashMap<>())
                        .computeIfAbsent(segment.value(), v -> new ArrayList<>())
                        .add(member);
            }
        }
        int version =
                shop.members.values().stream().mapToInt(m -> m.rows.rulesVersion()).max().orElse(0);
        List<CatalogueRow> catalogue = shop.catalogues.getOrDefault(version, List.of());
        List<String> rows = new ArrayList<>();
        models.forEach(
                (model, values) -> {
                    Map<String, CatalogueRow> listed = new HashMap<>();
                    catalogue.stream()
                            .filter(row -> row.modelOrKey().equals(model))
                            .forEach(row -> listed.put(row.value(), row));
                    List<Member> all = values.values().stream().flatMap(List::stream).toList();
                    Set<String> names = new TreeSet<>(values.keySet());
                    names.addAll(listed.keySet());
                    for (String value : names) {
                        List<Member> members = values.getOrDefault(value, List.of());
                        CatalogueRow row = listed.get(value);
                        rows.add(
                                line(
                                        model,
                                        value,
                                        row == null ? null : row.position(),
                                        members.size(),
                                        percent(members.size(), all.size()),
                                        row == null ? null : row.targetShare(),
                                        orders(members),
                                        yuan(amount(members)),
                                        percent(amount(members), amount(all))));
                    }
                });
        return rows;
    }

    private List<String> tagSummary() {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (Member member : shop.members.values()) {
            for (TagRow row : current(member)) {
                Tag tag = row.tag();
                counts.merge(List.of(tag.key(), tag.value(), tag.source()), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(
                        e ->
                                line(
                                        e.getKey().get(0),
                                        e.getKey().get(1),
                                        e.getKey().get(2),
                                        e.getValue(),
                                        percent(e.getValue(), shop.members.size())))
                .toList();
    }

    private List<String> stageFlow() {
        Map<String, Integer> moves = new HashMap<>();
        for (Member member : shop.members.values()) {
            Map<Long, List<Change>> steps = new HashMap<>();
            stageChanges(member)
                    .forEach(
                            c ->
                                    steps.computeIfAbsent(c.rowVersion(), v -> new ArrayList<>())
                                            .add(c));
            for (List<Change> step : steps.values()) {
                moves.merge(
                        line(
                                step.get(0).name(),
                                value(step, "LEAVE"),
                                value(step, "ENTER"),
                                date(step.get(0).onDate())),
                        1,
                        Integer::sum);
            }
        }
        return moves.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
    }

    private static String value(List<Change> step, String change) {
        return step.stream()
                .filter(c -> c.change().equals(change))
                .map(Change::value)
                .findFirst()
                .orElse(null);
    }

    private static List<Change> stageChanges(Member member) {
        return member.changes.stream().filter(c -> c.kind().equals("STAGE")).toList();
    }

    /** Who has a value at the end of a month is looked up, not summed. */
    private List<String> segmentTrend() {
        Map<List<String>, int[]> months = new HashMap<>();
        for (Member member : shop.members.values()) {
            for (Change change : stageChanges(member)) {
                int[] moved =
                        months.computeIfAbsent(
                                List.of(change.name(), change.value(), month(change.onDate())),
                                m -> new int[2]);
                moved[change.change().equals("ENTER") ? 0 : 1]++;
            }
        }
        return months.entrySet().stream()
                .map(
                        e -> {
                            List<String> key = e.getKey();
                            long held =
                                    shop.members.values().stream()
                                            .filter(m -> key.get(1).equals(at(m, key.get(2))))
                                            .count();
                            return line(
                                    key.get(0),
                                    key.get(1),
                                    key.get(2),
                                    e.getValue()[0],
                                    e.getValue()[1],
                                    held);
                        })
                .toList();
    }

    private static String at(Member member, String month) {
        int end = (int) LocalDate.parse(month).plusMonths(1).toEpochDay();
        return stageChanges(member).stream()
                .filter(c -> c.change().equals("ENTER") && c.onDate() < end)
                .max(Comparator.comparingLong(Change::rowVersion))
                .map(Change::value)
                .orElse(null);
    }

    private static String month(int day) {
        return LocalDate.ofEpochDay(day).withDayOfMonth(1).toString();
    }

    private List<String> regionSummary() {
        List<String> rows = new ArrayList<>();
        byTag("地区")
                .forEach(
                        (region, members) -> {
                            int[] ages =
                                    members.stream()
                                            .map(m -> m.rows.profile().lastOrderOn())
                                            .filter(Objects::nonNull)
                                            .mapToInt(last -> shop.today - last)
                                            .toArray();
                            BigDecimal mean =
                                    ages.length == 0
                                            ? null
                                            : BigDecimal.valueOf(Arrays.stream(ages).sum())
                                                    .divide(
                                                            BigDecimal.valueOf(ages.length),
                                                            1,
                                                            RoundingMode.HALF_UP);
                            rows.add(
                                    line(
                                            region,
                                            members.size(),
                                            mean,
                                            orders(members),
                                            yuan(amount(members))));
                        });
        return rows;
    }

    private List<String> channelSummary() {
        Map<String, List<Member>> members = byTag("渠道偏好");
        Map<String, int[]> moved = new TreeMap<>();
        shop.members.values().stream()
                .flatMap(m -> m.changes.stream())
                .filter(c -> c.kind().equals("TAG") && c.name().equals("渠道偏好"))
                .filter(c -> c.onDate() <= shop.today && shop.today - c.onDate() < 30)
                .forEach(
                        c ->
                                moved.computeIfAbsent(c.value(), v -> new int[2])[
                                        c.change().equals("ENTER") ? 0 : 1]++);
        Set<String> channels = new HashSet<>(members.keySet());
        channels.addAll(moved.keySet());
        return channels.stream()
                .map(
                        channel -> {
                            List<Member> with = members.getOrDefault(channel, List.of());
                            int[] moves = moved.getOrDefault(channel, new int[2]);
                            return line(
                                    channel,
                                    with.size(),
                                    orders(with),
                                    yuan(amount(with)),
                                    moves[0],
                                    moves[1]);
                        })
                .toList();
    }

    private List<String> repurchaseRate() {
        if (shop.members.isEmpty()) {
            return List.of();
        }
        Map<String, ToIntFunction<Profile>> periods = new LinkedHashMap<>();
        List<String> windows = List.of("d30", "d90", "d180", "d365");
        IntStream.range(0, windows.size())
                .forEach(w -> periods.put(windows.get(w), profile -> profile.orders()[w]));
        periods.put("life", Profile::ordersTotal);
        return periods.entrySet().stream()
                .map(
                        e -> {
                            long buyers = atLeast(1, e.getValue());
                            long repeating = atLeast(2, e.getValue());
                            return line(e.getKey(), buyers, repeating, percent(repeating, buyers));
                        })
                .toList();
    }

    private long atLeast(int orders, ToIntFunction<Profile> of) {
        return shop.members.values().stream()
                .filter(m -> of.applyAsInt(m.rows.profile()) >= orders)
                .count();
    }

    private static long orders(List<Member> members) {
        return members.stream().mapToLong(m -> m.rows.profile().orders()[3]).sum();
    }

    private static long amount(List<Member> members) {
        return members.stream().mapToLong(m -> m.rows.profile().amount()[3]).sum();
    }

    private static BigDecimal yuan(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }

    private static BigDecimal percent(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(100 * part)
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    private static String date(Integer day) {
        return day == null ? null : LocalDate.ofEpochDay(day).toString();
    }

    private static String line(Object... values) {
        return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining("|"));
    }
}
