package io.memberflow.job.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.metrics.Metric;
import io.memberflow.job.sink.MemberRows.Change;
import io.memberflow.job.support.RecordedMetrics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberWriterTest {
    @TempDir Path directory;

    private final List<List<String>> batches = new ArrayList<>();
    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private MemberWriter writer;

    @AfterEach
    void close() {
        writer.close();
        assertThat(timers.getNumActiveTimers()).as("timers left behind").isZero();
    }

    @Test
    void writesWhenEnoughWait() throws Exception {
        open(2);
        writer.write(Samples.rows("b", 1), null);
        writer.write(Samples.rows("b", 2), null);
        assertThat(batches).isEmpty();
        writer.write(Samples.rows("a", 1), null);
        assertThat(batches).containsExactly(List.of("a@1", "b@2"));
        writer.flush(true);
        assertThat(batches).hasSize(1);
    }

    @Test
    void writesWhatHasWaitedLongEnough() throws Exception {
        open(100);
        timers.setCurrentTime(1_000);
        writer.write(Samples.rows("a", 1), null);
        timers.setCurrentTime(1_999);
        assertThat(batches).isEmpty();
        timers.setCurrentTime(2_000);
        assertThat(batches).containsExactly(List.of("a@1"));
        timers.setCurrentTime(9_000);
        writer.write(Samples.rows("a", 2), null);
        timers.setCurrentTime(10_000);
        assertThat(batches).containsExactly(List.of("a@1"), List.of("a@2"));
    }

    @Test
    void aCheckpointLeavesNothingWaiting() throws Exception {
        open(100);
        writer.write(Samples.rows("a", 1), null);
        writer.flush(false);
        assertThat(batches).containsExactly(List.of("a@1"));
        assertThat(timers.getNumActiveTimers()).isZero();
        writer.write(Samples.rows("a", 2), null);
        assertThat(timers.getNumActiveTimers()).isOne();
    }

    @Test
    void ofTwoWritesTheNewerStandsWithTheChangesOfBoth() {
        open(1);
        MemberRows first = with(1, false, "a");
        MemberRows second = with(2, false, "b");
        assertThat(values(MemberWriter.newest(first, second))).isEqualTo("2 false [a, b]");
        assertThat(values(MemberWriter.newest(second, first))).isEqualTo("2 false [a, b]");
        assertThat(values(MemberWriter.newest(with(1, true, "a"), second)))
                .isEqualTo("2 true [a, b]");
        assertThat(values(MemberWriter.newest(first, with(2, true, "b")))).isEqualTo("2 true [b]");
        assertThat(values(MemberWriter.newest(with(1, true), second))).isEqualTo("2 true [b]");
        assertThat(MemberWriter.newest(with(1, false), second)).isSameAs(second);
    }

    @Test
    void whatWasToBeForgottenBeforeAWriteStillIs() {
        open(1);
        MemberRows forget = MemberRows.forget("m", 2, 0, 0, 0);
        assertThat(MemberWriter.newest(with(1, true, "a"), forget)).isSameAs(forget);
        assertThat(MemberWriter.newest(forget, with(1, true, "a"))).isSameAs(forget);
        for (boolean history : new boolean[] {false, true}) {
            MemberRows back = MemberWriter.newest(forget, with(3, history, "b"));
            assertThat(back.forgotten()).isTrue();
            assertThat(back.profile()).isNotNull();
            assertThat(values(back)).isEqualTo("3 " + history + " [b]");
            MemberRows later = MemberWriter.newest(with(4, false, "c"), back);
            assertThat(later.forgotten()).isTrue();
            assertThat(values(later)).isEqualTo("4 " + history + " [b, c]");
            assertThat(MemberWriter.newest(later, MemberRows.forget("m", 5, 0, 0, 0)).profile())
                    .isNull();
        }
    }

    @Test
    void countsBatchesFailuresAndWhatNewerRowsKeptOut() throws Exception {
        RecordedMetrics metrics = new RecordedMetrics();
        AtomicInteger attempts = new AtomicInteger();
        MemberTables oneOfTwo =
                (connection, members) -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new SQLException("a deadlock", "40001");
                    }
                    return members.size() - 1;
                };
        open(
                2,
                oneOfTwo,
                new Retries(Duration.ofSeconds(60), () -> 0, millis -> {}),
                InternalSinkWriterMetricGroup.wrap(metrics));

        writer.write(Samples.rows("a", 1), null);
        writer.write(Samples.rows("b", 1), null);

        assertThat(metrics.count(Metric.BATCHES.title())).isOne();
        assertThat(metrics.count(Metric.BATCH_FAILURES.title())).isOne();
        assertThat(metrics.count(Metric.MEMBERS_WRITTEN.title())).isOne();
        assertThat(metrics.count(Metric.MEMBERS_SUPERSEDED.title())).isOne();
    }

    private void open(int batchSize) {
        MemberTables tables =
                (connection, members) -> {
                    assertThat(connection.getAutoCommit()).isFalse();
                    batches.add(
                            members.stream()
                                    .map(m -> m.memberId() + "@" + m.rowVersion())
                                    .toList());
                    return members.size();
                };
        open(
                batchSize,
                tables,
                new Retries(Duration.ZERO),
                UnregisteredMetricsGroup.createSinkWriterMetricGroup());
    }

    private void open(
            int batchSize, MemberTables tables, Retries retries, SinkWriterMetricGroup metrics) {
        DatabaseConfig database =
                new DatabaseConfig("jdbc:h2:" + directory.resolve("t"), null, null, null);
        writer =
                new MemberWriter(
                        new Connections(database),
                        tables,
                        new MemberSink.Options(batchSize, Duration.ofSeconds(1), Duration.ZERO),
                        retries,
                        timers,
                        metrics);
    }

    private static MemberRows with(long version, boolean history, String... values) {
        List<Change> changes = new ArrayList<>();
        for (String value : values) {
            changes.add(Samples.change(version, value, "ENTER", 1));
        }
        return Samples.with(Samples.rows("m", version), history, changes.toArray(Change[]::new));
    }

    private static String values(MemberRows rows) {
        return rows.rowVersion()
                + " "
                + rows.history()
                + " "
                + List.of(rows.changes()).stream().map(Change::value).toList();
    }
}
