package io.memberflow.job.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The one clock of a live job, in Flink's harness. */
class ClockOperatorTest {

    private static OneInputStreamOperatorTestHarness<Long, String> clock(OperatorSubtaskState state)
            throws Exception {
        OneInputStreamOperatorTestHarness<Long, String> clock =
                new OneInputStreamOperatorTestHarness<>(new ClockOperator<String>(10));
        clock.setup();
        if (state != null) {
            clock.initializeState(state);
        }
        clock.open();
        return clock;
    }

    private static List<Object> said(OneInputStreamOperatorTestHarness<Long, String> clock) {
        List<Object> said = List.copyOf(clock.getOutput());
        clock.getOutput().clear();
        return said;
    }

    @Test
    void onlyGoesForwardWhateverItsInstantsSay() throws Exception {
        try (var clock = clock(null)) {
            assertThat(said(clock)).as("no clock yet").isEmpty();
            clock.processElement(new StreamRecord<>(1_000L));
            clock.processElement(new StreamRecord<>(500L));
            clock.processElement(new StreamRecord<>(1_001L));
            assertThat(said(clock))
                    .containsExactly(new Watermark(990), new Watermark(990), new Watermark(991));
            clock.processWatermark(new Watermark(5_000));
            clock.processWatermarkStatus(WatermarkStatus.IDLE);
            clock.processWatermark(Watermark.MAX_WATERMARK);
            assertThat(said(clock)).as("what its stream says of time").isEmpty();
        }
    }

    @Test
    void goesOnAfterARestartFromWhereItWasAlsoInSilence() throws Exception {
        OperatorSubtaskState state;
        try (var clock = clock(null)) {
            clock.processElement(new StreamRecord<>(1_000L));
            state = clock.snapshot(1, 1);
        }
        try (var clock = clock(state)) {
            assertThat(said(clock)).containsExactly(new Watermark(990));
            clock.processElement(new StreamRecord<>(900L));
            assertThat(said(clock)).containsExactly(new Watermark(990));
        }
    }
}
