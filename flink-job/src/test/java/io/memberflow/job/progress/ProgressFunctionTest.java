package io.memberflow.job.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Which day rows of progress name, and that counts are never lost for want of one. */
class ProgressFunctionTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate DAY = LocalDate.of(2025, 6, 30);

    @Test
    void aLiveJobCountsBeforeItsClockSpokeAndNamesEachDayFromThenOn() throws Exception {
        try (var harness = harness(null)) {
            harness.processElement(Tally.applied(Tally.ORDERS, 2), 0);
            assertRow(last(harness.extractOutputValues()), 2, LocalDate.EPOCH);

            harness.processWatermark(noonOf(DAY));
            assertRow(last(harness.extractOutputValues()), 2, DAY);
            harness.processElement(Tally.applied(Tally.ORDERS, 1), 0);
            assertRow(last(harness.extractOutputValues()), 3, DAY);

            int rows = harness.extractOutputValues().size();
            harness.processWatermark(noonOf(DAY) + 1);
            assertThat(harness.extractOutputValues()).hasSize(rows);
            harness.processWatermark(noonOf(DAY.plusDays(40)));
            assertRow(last(harness.extractOutputValues()), 3, DAY.plusDays(40));
            assertThat(harness.numEventTimeTimers()).isOne();

            rows = harness.extractOutputValues().size();
            harness.processWatermark(Long.MAX_VALUE);
            assertThat(harness.extractOutputValues()).as("the end is no day").hasSize(rows);
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void aBoundedRunNamesItsDayFromTheFirst() throws Exception {
        try (var harness = harness(DAY)) {
            harness.processElement(Tally.applied(Tally.ORDERS, 2), 0);
            assertRow(last(harness.extractOutputValues()), 2, DAY);
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Tally, ProgressRow> harness(
            LocalDate asOf) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, Tally, ProgressRow>(
                        new KeyedProcessOperator<>(
                                new ProgressFunction(new ShopCalendar(ZONE, asOf))),
                        Tally::stream,
                        Types.STRING);
        harness.open();
        return harness;
    }

    private static long noonOf(LocalDate day) {
        return day.atTime(12, 0).atZone(ZONE).toInstant().toEpochMilli();
    }

    private static ProgressRow last(List<ProgressRow> rows) {
        assertThat(rows).isNotEmpty();
        return rows.get(rows.size() - 1);
    }

    private static void assertRow(ProgressRow row, long applied, LocalDate day) {
        assertThat(row.tally().applied()).isEqualTo(applied);
        assertThat(LocalDate.ofEpochDay(row.asOf())).isEqualTo(day);
    }
}
