package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.shadow.ShadowChange;
import io.memberflow.job.shadow.ShadowCounts;
import io.memberflow.job.shadow.ShadowRow;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.support.MemberOperators;
import io.memberflow.order.Order;
import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OrderRules;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.StreamSettings;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * A candidate that is only tried: what is counted of it is what two jobs differ in, of which one
 * has the active release and the other the candidate in full.
 */
class ShadowTest {
    private static final Release ACTIVE = changed(1, "activeDays", "value: 90", "value: 90");
    private static final Release EARLIER = changed(2, "activeDays", "value: 90", "value: 61");
    private static final Release RICHER = changed(3, "pyramidBaseAov", "value: 100", "value: 7");

    private static Release changed(int version, String parameter, String from, String to) {
        Release rules = OrderRules.release();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < rules.paths().length; i++) {
            files.put(rules.paths()[i], rules.texts()[i]);
        }
        files.computeIfPresent(
                "rulebook.yaml",
                (path, text) -> {
                    List<String> lines = new ArrayList<>(text.lines().toList());
                    lines.replaceAll(
                            line ->
                                    line.strip().startsWith(parameter + ":")
                                            ? line.replace(from, to)
                                            : line);
                    return String.join("\n", lines);
                });
        return Release.of(version, files);
    }

    @Test
    void whatIsCountedIsWhatTwoJobsDifferIn() {
        AtomicLong differences = new AtomicLong();
        Seeds.tryAll(
                Seeds.from(1, 6),
                seed -> {
                    try (Trial trial = new Trial(seed)) {
                        trial.run();
                        differences.addAndGet(trial.seen);
                    }
                });
        assertThat(differences.get() > 0 || Seeds.isReplay()).isTrue();
    }

    /** A job that tries a candidate, and two that need not try anything. */
    private static final class Trial implements AutoCloseable {
        private final Random random;
        private final ShopCalendar calendar;
        private final StreamSettings settings;
        private final List<Order> toCome;
        private final Map<ShadowChange, Long> counted = new HashMap<>();
        private final Map<Integer, MemberOperators> alone = new HashMap<>();
        private final Map<Integer, Map<String, Map<String, String>>> rows = new HashMap<>();
        private MemberOperators job;
        private long seq;
        private Release candidate;
        private int seen;

        Trial(long seed) throws Exception {
            random = new Random(seed);
            settings = StreamSettings.shanghai(seed, 1 + random.nextInt(8), 1 + random.nextInt(80));
            calendar = new ShopCalendar(settings.zone(), null);
            toCome = new ArrayList<>(HostileStreams.plain(settings));
            Collections.shuffle(toCome, random);
            job = operators(1 + random.nextInt(3), null);
            say(ACTIVE, null);
            for (Release release : List.of(ACTIVE, EARLIER, RICHER)) {
                MemberOperators one = operators(1, null);
                one.announce(Announcement.of(release));
                alone.put(release.version(), one);
                rows.put(release.version(), new HashMap<>());
            }
        }

        private MemberOperators operators(int parallelism, MemberOperators.Snapshot restored)
                throws Exception {
            return new MemberOperators(
                    DecideSettings.live(calendar, false), 100_000, parallelism, restored);
        }

        void run() throws Exception {
            int day = (int) settings.asOf().toEpochDay() - random.nextInt(600);
            feed(random.nextInt(20));
            clock(calendar.startOf(day) + random.nextInt(80_000_000));
            for (int i = 0; i < 10; i++) {
                feed(random.nextInt(8));
                switch (random.nextInt(5)) {
                    case 0 -> restart(i);
                    case 1 -> say(ACTIVE, random.nextBoolean() ? EARLIER : RICHER);
                    case 2 -> say(ACTIVE, null);
                    default -> {
                        // Days pass.
                    }
                }
                day += 1 + (random.nextInt(4) == 0 ? random.nextInt(60) : 0);
                clock(calendar.startOf(day) + random.nextInt(3) * 1_000L);
                check();
            }
            say(ACTIVE, null);
            check();
        }

        private void restart(int checkpoint) throws Exception {
            MemberOperators.Snapshot snapshot = job.snapshot(checkpoint);
            job.close();
            job = operators(1 + random.nextInt(3), snapshot);
        }

        private void say(Release active, Release tried) throws Exception {
            seq++;
            candidate = tried;
            Mode mode = tried == null ? Mode.FULL : Mode.SHADOW;
            job.announce(
                    Announcement.of(
                            new ReleaseCommand(
                                    seq, ReleaseCommand.Kind.PREPARE, active, tried, mode, 0)));
            job.prepare();
            job.announce(
                    Announcement.of(
                            new ReleaseCommand(
                                    seq, ReleaseCommand.Kind.ACTIVATE, null, null, mode, 0)));
        }

        private void feed(int orders) throws Exception {
            for (int i = 0; i < orders && !toCome.isEmpty(); i++) {
                Order order = toCome.remove(toCome.size() - 1);
                job.order(order);
                for (MemberOperators one : alone.values()) {
                    one.order(order);
                }
            }
        }

        private void clock(long instant) throws Exception {
            job.watermark(instant);
            for (MemberOperators one : alone.values()) {
                one.watermark(instant);
            }
        }

        private void check() throws Exception {
            for (MemberRows row : job.takeRows()) {
                assertThat(row.rulesVersion()).as("a candidate decides nobody").isEqualTo(1);
            }
            for (ShadowChange change : job.takeShadowChanges()) {
                counted.merge(
                        new ShadowChange(
                                change.version(),
                                false,
                                change.name(),
                                change.from(),
                                change.to(),
                                0,
                                change.memberId()),
                        (long) change.members(),
                        Long::sum);
            }
            counted.values().removeIf(count -> count == 0);
            assertThat(counted.values()).allMatch(count -> count == 1);
            Set<ShadowChange> expected = expected();
            assertThat(counted.keySet()).isEqualTo(expected);
            seen += expected.size();
        }

        private Set<ShadowChange> expected() {
            alone.forEach(
                    (version, one) ->
                            one.takeRows()
                                    .forEach(
                                            row ->
                                                    rows.get(version)
                                                            .put(row.memberId(), values(row))));
            Set<ShadowChange> expected = new HashSet<>();
            if (candidate == null) {
                return expected;
            }
            rows.get(ACTIVE.version())
                    .forEach(
                            (member, active) -> {
                                Map<String, String> tried =
                                        rows.get(candidate.version()).get(member);
                                Set<String> models = new HashSet<>(active.keySet());
                                models.addAll(tried.keySet());
                                for (String model : models) {
                                    String from = active.getOrDefault(model, "");
                                    String to = tried.getOrDefault(model, "");
                                    if (!from.equals(to)) {
                                        expected.add(
                                                new ShadowChange(
                                                        candidate.version(),
                                                        false,
                                                        model,
                                                        from,
                                                        to,
                                                        0,
                                                        member));
                                    }
                                }
                            });
            return expected;
        }

        private static Map<String, String> values(MemberRows row) {
            Map<String, String> values = new HashMap<>();
            for (MemberRows.Segment segment : row.segments()) {
                values.put(segment.model(), segment.value());
            }
            return values;
        }

        @Override
        public void close() throws Exception {
            job.close();
            for (MemberOperators one : alone.values()) {
                one.close();
            }
        }
    }

    @Test
    void theCountsOfADayAreSaidOnceASecondAndAllOfThemWhenADayBegins() throws Exception {
        try (Counts counts = new Counts(null)) {
            counts.clock(day(20_000));
            counts.take(1, "a", "b", 1, "m1");
            counts.take(1, "a", "b", 1, "m2");
            counts.take(1, "a", "c", 1, "m3");
            assertThat(counts.said()).isEmpty();
            counts.second();
            assertThat(counts.said())
                    .containsExactlyInAnyOrder("20000 a>b 2 [m1, m2]", "20000 a>c 1 [m3]");
            counts.take(1, "a", "b", -1, "m1");
            counts.take(1, "a", "c", -1, "m3");
            counts.second();
            assertThat(counts.said())
                    .containsExactlyInAnyOrder("20000 a>b 1 [m2]", "20000 a>c 0 []");
            counts.clock(day(20_001));
            assertThat(counts.said()).containsExactly("20001 a>b 1 [m2]");
            OperatorSubtaskState state = counts.harness.snapshot(1, 1);
            try (Counts restored = new Counts(state)) {
                restored.clock(day(20_002));
                assertThat(restored.said()).containsExactly("20002 a>b 1 [m2]");
            }
        }
    }

    @Test
    void whatWasSaidLastOfACandidateThatIsTriedNoLongerStays() throws Exception {
        try (Counts counts = new Counts(null)) {
            counts.take(1, "a", "b", 1, "m1");
            counts.take(1, "a", "b", 1, "m2");
            counts.second();
            assertThat(counts.said()).as("without a clock there is no day").isEmpty();
            counts.clock(day(20_000));
            assertThat(counts.said()).containsExactly("20000 a>b 2 [m1, m2]");
            counts.end(1, "a", "b", "m1");
            counts.take(2, "a", "b", 1, "m1");
            counts.second();
            assertThat(counts.said()).containsExactly("20000 a>b 1 [m1]");
            counts.clock(day(20_001));
            assertThat(counts.said()).as("of the new one").containsExactly("20001 a>b 1 [m1]");
            counts.end(1, "a", "b", "m2");
            counts.end(2, "a", "b", "m1");
            counts.clock(day(20_005));
            assertThat(counts.said()).isEmpty();
            assertThat(counts.harness.numKeyedStateEntries()).isZero();
            assertThat(counts.harness.numEventTimeTimers()).isZero();
        }
    }

    private static long day(int day) {
        return day * 86_400_000L + 1;
    }

    private static final class Counts implements AutoCloseable {
        private final KeyedOneInputStreamOperatorTestHarness<Integer, ShadowChange, ShadowRow>
                harness;

        Counts(OperatorSubtaskState restored) throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new KeyedProcessOperator<>(
                                    new ShadowCounts(new ShopCalendar(ZoneOffset.UTC, null))),
                            ShadowChange::version,
                            Types.INT);
            harness.setup();
            if (restored != null) {
                harness.initializeState(restored);
            }
            harness.open();
        }

        void take(int version, String from, String to, int members, String id) throws Exception {
            harness.processElement(
                    new StreamRecord<>(
                            new ShadowChange(version, false, "model", from, to, members, id)));
        }

        void end(int version, String from, String to, String id) throws Exception {
            harness.processElement(
                    new StreamRecord<>(new ShadowChange(version, true, "model", from, to, -1, id)));
        }

        void clock(long instant) throws Exception {
            harness.processWatermark(new Watermark(instant));
        }

        void second() throws Exception {
            harness.setProcessingTime(harness.getProcessingTime() + 1_000);
        }

        List<String> said() {
            List<String> said =
                    harness.extractOutputValues().stream()
                            .map(
                                    row ->
                                            "%d %s>%s %d %s"
                                                    .formatted(
                                                            row.asOf(),
                                                            row.from(),
                                                            row.to(),
                                                            row.members(),
                                                            List.of(row.sample())))
                            .toList();
            harness.getOutput().clear();
            return said;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
