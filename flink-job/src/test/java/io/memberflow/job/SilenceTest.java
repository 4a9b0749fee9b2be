package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.support.MemberOperators;
import io.memberflow.job.support.RowsCheck;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.testdata.BatchOracle;
import io.memberflow.testdata.OracleMember;
import io.memberflow.testdata.OracleQuestion;
import io.memberflow.testdata.OrderRules;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody orders any more and only the clock goes on: members grow old on the exact days, as was
 * announced, through restarts from savepoints and changes to and from summer time.
 */
class SilenceTest {
    private static final int DAYS = 400;
    private static final int RETENTION_DAYS = 750;

    /** Rows that nothing was written over are looked at as often, in days. */
    private static final int CHECK_EVERY = 10;

    private static final String ONCE = "ordered once";
    private static final String OFTEN = "ordered often";
    private static final int[] PARALLELISMS = {2, 3, 1};

    /** Days after the last order on which the job starts again from a savepoint. */
    private static final List<Integer> RESTARTS = List.of(17, 89, 250);

    static Stream<Arguments> shops() {
        return Stream.of(
                Arguments.of(ZoneId.of("Asia/Shanghai"), LocalDate.of(2024, 2, 29)),
                // Day 30 has no hour from 2:00.
                Arguments.of(ZoneId.of("Europe/Berlin"), LocalDate.of(2025, 2, 28)),
                // Day 90 has the hour from 2:00 twice.
                Arguments.of(ZoneId.of("Europe/Berlin"), LocalDate.of(2025, 7, 28)));
    }

    @ParameterizedTest
    @MethodSource("shops")
    void membersGrowOldOnTheDaysThatWereAnnounced(ZoneId zone, LocalDate lastOrder)
            throws Exception {
        ShopCalendar calendar = new ShopCalendar(zone, null);
        DecideSettings settings = DecideSettings.live(calendar, false);
        int last = (int) lastOrder.toEpochDay();
        List<Order> orders = orders(zone, lastOrder);
        Map<String, MemberRows> rows = new HashMap<>();
        Map<String, Map<Integer, String>> activity = new TreeMap<>();
        MemberOperators job = new MemberOperators(settings, RETENTION_DAYS, PARALLELISMS[0], null);
        job.announce(Announcement.of(OrderRules.release()));
        job.watermark(calendar.startOf(last));
        for (Order order : orders) {
            job.order(order);
        }
        job.takeRows().forEach(row -> rows.put(row.memberId(), row));
        rows.forEach((id, row) -> activity.put(id, new TreeMap<>(Map.of(0, value(row)))));
        int restarts = 0;
        for (int age = 1; age <= DAYS; age++) {
            int day = last + age;
            job.watermark(calendar.startOf(day) - 1);
            assertThat(job.takeRows()).as("before day %s has begun", age).isEmpty();
            if (RESTARTS.contains(age)) {
                MemberOperators.Snapshot savepoint = job.snapshot(++restarts);
                job.close();
                int parallelism = PARALLELISMS[restarts % PARALLELISMS.length];
                job = new MemberOperators(settings, RETENTION_DAYS, parallelism, savepoint);
            }
            job.watermark(calendar.startOf(day));
            Map<String, MemberRows> now = new HashMap<>();
            job.takeRows().forEach(row -> now.put(row.memberId(), row));
            for (String member : List.of(ONCE, OFTEN)) {
                MemberRows before = rows.get(member);
                MemberRows after = now.getOrDefault(member, before);
                checkAnnounced(before, after, day);
                if (now.containsKey(member)) {
                    assertThat(after.asOf()).isEqualTo(day);
                    checkLeft(after, day);
                    activity.get(member).putIfAbsent(age, value(after));
                }
                if (now.containsKey(member) || age % CHECK_EVERY == 0) {
                    RowsCheck.check(after, truth(orders, member, day), day, true);
                }
            }
            rows.putAll(now);
        }
        job.close();
        for (String member : List.of(ONCE, OFTEN)) {
            assertThat(turns(activity.get(member)))
                    .isEqualTo(Map.of(0, "蜜月期", 30, "活跃期", 90, "流失期", 180, "休眠期", 365, "死亡"));
        }
    }

    /** What was said to come next has come on its day, and nothing else came. */
    private static void checkAnnounced(MemberRows before, MemberRows after, int day) {
        for (MemberRows.Segment announced : before.segments()) {
            if (announced.kind().equals("STAGE")) {
                boolean due = announced.nextOn() != null && announced.nextOn() == day;
                assertThat(stage(after, announced.model()).value())
                        .as("%s of %s on %s", announced.model(), before.memberId(), day)
                        .isEqualTo(due ? announced.nextValue() : announced.value());
            }
        }
    }

    /** A stage that silence ends says how long it has been. */
    private static void checkLeft(MemberRows rows, int day) {
        for (MemberRows.Change change : rows.changes()) {
            if (change.change().equals("LEAVE") && change.name().equals("activity")) {
                assertThat(change.onDate()).isEqualTo(day);
                assertThat(change.reason())
                        .startsWith("{\"rule\":\"" + change.rule() + "\"")
                        .contains("{\"fact\":\"recencyDays\",\"is\":");
            }
        }
    }

    private static MemberRows.Segment stage(MemberRows rows, String model) {
        return Stream.of(rows.segments())
                .filter(segment -> segment.model().equals(model))
                .findAny()
                .orElseThrow();
    }

    private static String value(MemberRows rows) {
        return stage(rows, "activity").value();
    }

    /** The days on which a value was another than before. */
    private static Map<Integer, String> turns(Map<Integer, String> values) {
        Map<Integer, String> turns = new TreeMap<>();
        String[] last = {null};
        values.forEach(
                (age, value) -> {
                    if (!value.equals(last[0])) {
                        turns.put(age, value);
                    }
                    last[0] = value;
                });
        return turns;
    }

    private static OracleMember truth(List<Order> orders, String member, int day) {
        return BatchOracle.answer(
                        orders.stream().filter(order -> order.memberId().equals(member)).toList(),
                        OracleQuestion.fixed(LocalDate.ofEpochDay(day)))
                .members()
                .get(member);
    }

    /** The last of each just before midnight. */
    private static List<Order> orders(ZoneId zone, LocalDate last) {
        List<Order> orders = new ArrayList<>();
        orders.add(order(ONCE, last, zone));
        for (int ago : new int[] {0, 20, 170, 355}) {
            orders.add(order(OFTEN, last.minusDays(ago), zone));
        }
        return orders;
    }

    private static Order order(String member, LocalDate date, ZoneId zone) {
        long at = date.atTime(LocalTime.of(23, 59, 59)).atZone(zone).toEpochSecond() * 1_000_000;
        return new Order(
                member,
                date.toString(),
                0,
                OrderStatus.PAID,
                at,
                at,
                (int) date.toEpochDay(),
                350_00,
                0,
                false,
                1,
                0,
                null);
    }
}
