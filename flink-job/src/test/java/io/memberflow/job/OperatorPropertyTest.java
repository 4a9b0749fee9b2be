package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.support.MemberOperators;
import io.memberflow.job.support.RowsCheck;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.Population;
import io.memberflow.rulebook.Release;
import io.memberflow.testdata.BatchOracle;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OracleAnswer;
import io.memberflow.testdata.OracleMember;
import io.memberflow.testdata.OracleQuestion;
import io.memberflow.testdata.OrderRules;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.StreamSettings;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ledger and decide in Flink's harness against the oracle, in live and in bounded runs. */
class OperatorPropertyTest {
    private static final Release RELEASE = OrderRules.release();
    private static final int FOR_EVER = 100_000;
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static StreamSettings stream(long seed) {
        Random random = new Random(~seed);
        int members = 1 + random.nextInt(4);
        int events = 1 + random.nextInt(members * 10);
        return switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> StreamSettings.saoPaulo2018(seed, members, events);
            case 1 -> StreamSettings.apia2011(seed, members, events);
            default -> StreamSettings.shanghai(seed, members, events);
        };
    }

    private static DecideSettings live(ZoneId zone) {
        return DecideSettings.live(new ShopCalendar(zone, null), false);
    }

    // ---- live ----

    /**
     * After whatever happened, the newest rows are right for the day it is, and new ones differ.
     */
    @Test
    void liveRowsAreRightOnEveryDayThroughRestoresAndRescaling() {
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger restores = new AtomicInteger();
        Seeds.tryAll(
                Seeds.from(1, 300),
                seed -> {
                    try (LiveShop shop = new LiveShop(seed)) {
                        shop.run();
                        checks.addAndGet(shop.checks);
                        restores.addAndGet(shop.restores);
                    }
                });
        assertThat(checks.get() > 0 || Seeds.isReplay()).isTrue();
        assertThat(restores.get() > 0 || Seeds.isReplay()).isTrue();
    }

    /** A live job fed one hostile stream while days pass. */
    private static final class LiveShop implements AutoCloseable {
        private static final int[] PARALLELISMS = {1, 4, 3};
        private static final Comparator<List<String>> ROWS =
                Comparator.comparing(row -> String.join("\t", row));

        private final Random random;
        private final StreamSettings settings;
        private final ShopCalendar calendar;
        private final int retention;
        private final List<Order> toCome;
        private final Map<String, MemberRows> newest = new HashMap<>();
        private final Map<String, MemberRows> written = new HashMap<>();
        private final Set<List<String>> folded = new HashSet<>();
        private final Map<String, Map<List<String>, Long>> journal = new HashMap<>();
        private final Map<String, List<MemberRows.Change>> changes = new HashMap<>();
        private List<Order> arrived = new ArrayList<>();
        private MemberOperators job;
        private long watermark;
        private int restores;
        private int checks;

        LiveShop(long seed) throws Exception {
            random = new Random(seed);
            settings = stream(seed);
            calendar = new ShopCalendar(settings.zone(), null);
            retention = random.nextInt(3) == 0 ? 750 : FOR_EVER;
            toCome = new ArrayList<>(HostileStreams.plain(settings));
            if (random.nextBoolean()) {
                Collections.shuffle(toCome, random);
            }
            job = new MemberOperators(live(settings.zone()), retention, PARALLELISMS[0], null);
        }

        void run() throws Exception {
            boolean rulesFirst = random.nextBoolean();
            if (rulesFirst) {
                job.announce(Announcement.of(RELEASE));
            }
            int asOf = (int) settings.asOf().toEpochDay();
            int start = asOf - random.nextInt(500);
            int end = asOf + random.nextInt(800);
            int most = random.nextInt(3) == 0 ? 3 : 0;
            feed(random.nextInt(3));
            assertThat(job.takeRows()).as("without a clock there is no day").isEmpty();
            advanceTo(calendar.startOf(start) + random.nextInt(80_000_000));
            if (!rulesFirst) {
                assertThat(job.takeRows()).as("without rules there is no verdict").isEmpty();
                job.announce(Announcement.of(RELEASE));
                advanceTo(watermark + 1);
            }
            observe();
            while (calendar.today(watermark) < end) {
                feed(random.nextInt(4));
                if (restores < most && random.nextInt(8) == 0) {
                    restart();
                }
                tick();
                observe();
                if (random.nextInt(2) == 0) {
                    check();
                }
            }
            feed(toCome.size());
            observe();
            check();
            advanceTo(Long.MAX_VALUE);
            assertThat(job.takeRows()).as("the end of a replay ages nobody").isEmpty();
        }

        private void tick() throws Exception {
            int day = calendar.today(watermark);
            advanceTo(
                    switch (random.nextInt(8)) {
                        case 0 -> watermark + random.nextInt(40_000_000);
                        case 1 -> calendar.startOf(day + 1) - 1;
                        case 2, 3 -> calendar.startOf(day + 1);
                        case 4 -> calendar.startOf(day + 1) + random.nextInt(80_000_000);
                        case 5 -> calendar.startOf(day + 1 + random.nextInt(5));
                        default -> calendar.startOf(day + 1 + random.nextInt(60)) + 1;
                    });
        }

        private void advanceTo(long instant) throws Exception {
            watermark = Math.max(watermark, instant);
            job.watermark(watermark);
        }

        private void feed(int events) throws Exception {
            for (int i = 0; i < events && !toCome.isEmpty(); i++) {
                Order order = toCome.remove(toCome.size() - 1);
                if (!isTooOld(order)) {
                    arrived.add(order);
                    job.order(order);
                    observe();
                }
            }
        }

        /** Beyond the retention the promise ends: reading refuses it, or the order is folded. */
        private boolean isTooOld(Order order) {
            if (retention == FOR_EVER || watermark == 0) {
                return false;
            }
            int oldest = calendar.today(watermark) - retention + 1;
            for (Order one : arrived) {
                if (one.day() != Order.NO_DAY && one.day() < oldest) {
                    folded.add(List.of(one.memberId(), one.orderId()));
                }
            }
            return (order.day() != Order.NO_DAY && order.day() < oldest)
                    || folded.contains(List.of(order.memberId(), order.orderId()));
        }

        /** Stops with a savepoint, or falls back to a checkpoint and repeats what came after. */
        private void restart() throws Exception {
            restores++;
            MemberOperators.Snapshot snapshot = job.snapshot(restores);
            List<Order> after = new ArrayList<>();
            if (random.nextBoolean()) {
                int before = arrived.size();
                feed(random.nextInt(4));
                tick();
                observe();
                after.addAll(arrived.subList(before, arrived.size()));
            }
            job.close();
            int parallelism = PARALLELISMS[restores % PARALLELISMS.length];
            job = new MemberOperators(live(settings.zone()), retention, parallelism, snapshot);
            // The new attempt cannot know what the lost one wrote.
            written.clear();
            Collections.shuffle(after, random);
            boolean clockFirst = random.nextBoolean();
            if (clockFirst) {
                job.watermark(watermark);
            }
            for (Order order : after) {
                job.order(order);
                observe();
            }
            if (!clockFirst) {
                job.watermark(watermark);
            }
            observe();
        }

        /** What came and what went is what is there, whatever attempts were lost. */
        private void checkJournal(MemberRows rows) {
            Map<List<String>, Long> there =
                    journal.computeIfAbsent(rows.memberId(), id -> new TreeMap<>(ROWS));
            List<MemberRows.Change> past =
                    changes.computeIfAbsent(rows.memberId(), id -> new ArrayList<>());
            if (rows.history() || rows.forgotten()) {
                past.clear();
            }
            past.removeIf(change -> change.rowVersion() > rows.lostAfter());
            past.addAll(List.of(rows.changes()));
            there.clear();
            for (MemberRows.Change change : past) {
                List<String> name = List.of(change.kind(), change.name(), change.value());
                if (change.change().equals("ENTER")) {
                    assertThat(there.put(name, change.rowVersion())).as("%s", name).isNull();
                } else {
                    assertThat(there.remove(name)).as("%s", name).isNotNull();
                }
            }
            Set<List<String>> standing = new TreeSet<>(ROWS);
            for (MemberRows.Segment segment : rows.segments()) {
                standing.add(List.of(segment.kind(), segment.model(), segment.value()));
            }
            assertThat(there.keySet()).isEqualTo(standing);
        }

        private void observe() {
            int today = watermark == 0 ? Integer.MIN_VALUE : calendar.today(watermark);
            for (MemberRows rows : job.takeRows()) {
                MemberRows last = newest.put(rows.memberId(), rows);
                checkJournal(rows);
                assertThat(rows.asOf()).isEqualTo(today);
                if (last != null) {
                    assertThat(rows.rowVersion()).isGreaterThan(last.rowVersion());
                }
                MemberRows before = written.put(rows.memberId(), rows);
                if (before != null) {
                    assertThat(RowsCheck.content(rows, today))
                            .as("written again on %s, last on %s", today, before.asOf())
                            .isNotEqualTo(RowsCheck.content(before, today));
                }
            }
        }

        private void check() throws Exception {
            int today = calendar.today(watermark);
            OracleAnswer answer =
                    BatchOracle.answer(arrived, OracleQuestion.fixed(LocalDate.ofEpochDay(today)));
            Set<String> members = new HashSet<>(newest.keySet());
            members.addAll(answer.members().keySet());
            for (String member : members) {
                MemberRows rows = newest.get(member);
                OracleMember expected = answer.members().get(member);
                if (expected == null) {
                    RowsCheck.isEmpty(rows);
                } else {
                    assertThat(rows).as("%s on %s", member, today).isNotNull();
                    boolean ordersToCome =
                            arrived.stream()
                                    .anyMatch(o -> o.memberId().equals(member) && o.day() > today);
                    RowsCheck.check(rows, expected, today, !ordersToCome);
                    checks++;
                }
            }
        }

        @Override
        public void close() throws Exception {
            job.close();
        }
    }

    /** Only that days passed is no news: a run that has become older than the look back. */
    @Test
    void aStateThatChangesNoNumberIsWrittenOnlyForWhatItChanges() throws Exception {
        try (MemberOperators job = new MemberOperators(live(UTC), FOR_EVER, 1, null)) {
            job.announce(Announcement.of(RELEASE));
            job.watermark(startOf(1_000));
            job.order(order(1, OrderStatus.PAID, 1_000));
            assertThat(job.takeRows()).hasSize(1);
            job.watermark(startOf(1_600));
            assertThat(job.takeRows()).hasSize(1);

            job.watermark(startOf(1_610));
            job.order(order(2, OrderStatus.COMPLETED, 1_000));

            assertThat(job.takeRows()).isEmpty();
        }
    }

    /** Events that come in another order after a crash must not leave what came of the first. */
    @Test
    void whatALostAttemptWroteIsSetRight() throws Exception {
        MemberOperators lost = new MemberOperators(live(UTC), FOR_EVER, 1, null);
        lost.announce(Announcement.of(RELEASE));
        lost.watermark(startOf(1_000));
        lost.order(order(1, OrderStatus.CANCELLED, 900));
        MemberRows before = lost.takeRows().get(0);
        MemberOperators.Snapshot snapshot = lost.snapshot(1);
        lost.order(order(2, OrderStatus.PAID, 900));
        MemberRows paid = lost.takeRows().get(0);
        assertThat(paid.profile().ordersTotal()).isEqualTo(1);
        lost.close();

        try (MemberOperators job = new MemberOperators(live(UTC), FOR_EVER, 1, snapshot)) {
            job.watermark(startOf(1_000));
            job.order(order(3, OrderStatus.CANCELLED, 900));
            job.order(order(2, OrderStatus.PAID, 900));

            List<MemberRows> rows = job.takeRows();
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).rowVersion()).isGreaterThan(paid.rowVersion());
            assertThat(RowsCheck.content(rows.get(0), 1_000))
                    .isEqualTo(RowsCheck.content(before, 1_000));
        }
    }

    /** A member whose only order turns out to be dated later has nothing until then. */
    @Test
    void anOrderThatMovesToTomorrowLeavesTodayEmpty() throws Exception {
        try (MemberOperators job = new MemberOperators(live(UTC), FOR_EVER, 1, null)) {
            job.announce(Announcement.of(RELEASE));
            job.watermark(startOf(1_000));
            job.order(order(1, OrderStatus.PAID, 1_000));
            assertThat(job.takeRows().get(0).profile().ordersTotal()).isEqualTo(1);

            job.order(order(2, OrderStatus.PAID, 1_001));
            List<MemberRows> today = job.takeRows();
            job.watermark(startOf(1_001));
            List<MemberRows> tomorrow = job.takeRows();

            assertThat(today).hasSize(1);
            RowsCheck.isEmpty(today.get(0));
            assertThat(tomorrow).hasSize(1);
            assertThat(tomorrow.get(0).profile().ordersTotal()).isEqualTo(1);
        }
    }

    /** A timer is kept for a member as long as a rule or a window will change, and only one. */
    @Test
    void aMemberNeverWaitsForMoreThanOneDay() throws Exception {
        try (MemberOperators job = new MemberOperators(live(UTC), FOR_EVER, 1, null)) {
            job.announce(Announcement.of(RELEASE));
            for (int i = 0; i < 5; i++) {
                job.order(order(i, OrderStatus.PAID, 1_000 + i));
            }
            assertThat(job.decideTimers()).isEqualTo(1);
            // The last thing to come is 1 January 1974, day 1,461: the peak forgets these orders.
            for (int day = 1_000; day < 1_461; day += 7) {
                job.watermark(startOf(day));
                job.order(order(day, OrderStatus.PAID, 1_000));
                assertThat(job.decideTimers()).isEqualTo(1);
            }
            job.watermark(startOf(4_000));
            assertThat(job.decideTimers()).as("nothing can change any more").isZero();
        }
    }

    private static long startOf(int day) {
        return day * 86_400_000L;
    }

    private static Order order(long version, OrderStatus status, int day) {
        long micros = day * 86_400_000_000L;
        return new Order(
                "m", "T1", version, status, micros, micros, day, 100_00, 0, false, 1, version,
                null);
    }

    // ---- bounded ----

    @Test
    void boundedRunsSpeakOnceAtTheEndAndLeaveNothing() {
        Seeds.tryAll(Seeds.from(1, 200), OperatorPropertyTest::bounded);
    }

    private static void bounded(long seed) throws Exception {
        Random random = new Random(seed);
        StreamSettings settings = stream(seed);
        boolean population = random.nextBoolean();
        int historyDays = random.nextInt(3) == 0 ? 750 : 0;
        DecideSettings decide =
                new DecideSettings(
                        new ShopCalendar(settings.zone(), settings.asOf()),
                        population,
                        List.of(),
                        historyDays,
                        TablesBefore.EMPTY,
                        0);
        List<Order> orders = HostileStreams.plain(settings);
        boolean rescaled = random.nextInt(4) == 0;
        int[] parallelisms = {1, 4, 3};
        MemberOperators job = new MemberOperators(decide, 750, 1, null);
        int restores = 0;
        boolean announced = false;
        for (Order order : orders) {
            job.order(order);
            if (!announced && random.nextInt(4) == 0) {
                job.announce(Announcement.of(RELEASE));
                announced = true;
            }
            if (rescaled && restores < 2 && random.nextInt(4) == 0) {
                MemberOperators.Snapshot snapshot = job.snapshot(++restores);
                job.close();
                job =
                        new MemberOperators(
                                decide,
                                750,
                                parallelisms[restores % parallelisms.length],
                                snapshot);
            }
        }
        if (!announced) {
            job.announce(Announcement.of(RELEASE));
        }
        assertThat(job.takeRows()).as("nothing is said before the end").isEmpty();
        job.ledgersUpTo(Long.MAX_VALUE);
        if (population && !job.population().isEmpty()) {
            job.announce(Announcement.of(closed(job.population(), settings.asOf())));
        }
        if (rescaled) {
            // All histories are in, the end is not yet.
            MemberOperators.Snapshot snapshot = job.snapshot(++restores);
            job.close();
            job = new MemberOperators(decide, 750, 3, snapshot);
        }
        assertThat(job.takeRows()).as("nothing is said before the end").isEmpty();
        job.decideUpTo(Long.MAX_VALUE);
        List<MemberRows> rows = job.takeRows();
        assertThat(job.leftovers()).as("state and timers left").isZero();
        job.close();

        int day = (int) settings.asOf().toEpochDay();
        OracleAnswer answer =
                BatchOracle.answer(
                        orders,
                        new OracleQuestion(settings.asOf(), population, List.of(), historyDays));
        assertThat(rows)
                .extracting(MemberRows::memberId)
                .containsExactlyInAnyOrderElementsOf(answer.members().keySet());
        for (MemberRows one : rows) {
            OracleMember expected = answer.members().get(one.memberId());
            assertThat(one.asOf()).isEqualTo(day);
            RowsCheck.check(one, expected, day, true);
            assertThat(one.history()).isEqualTo(historyDays > 0);
            assertThat(one.changes()).hasSize(expected.history().size());
            for (MemberRows.Change change : one.changes()) {
                assertThat(change.rowVersion()).isLessThan(one.rowVersion());
                assertThat(expected.history())
                        .anyMatch(
                                c ->
                                        c.on() == change.onDate()
                                                && c.model().equals(change.name())
                                                && c.value().equals(change.value())
                                                && c.enter() == change.change().equals("ENTER"));
            }
        }
    }

    private static CutPoints closed(List<Population.Value> values, LocalDate asOf) {
        Population population = new Population(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (Population.Value value : values) {
            population.lastOrderOn().merge(value.lastOrderOn(), 1L, Long::sum);
            population.orders().merge(value.orders(), 1L, Long::sum);
            population.amounts().merge(value.amount(), 1L, Long::sum);
        }
        return population.close((int) asOf.toEpochDay());
    }
}
