package io.memberflow.job.source;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * A source that leaves the time to others: it gives no watermark, and says from its beginning on
 * that none is to be waited for, however many events it brings. So a clock that is unioned with it
 * is alone in charge.
 *
 * <p>It says so with the first periodic watermark, so {@code pipeline.auto-watermark-interval} must
 * not be 0.
 */
public final class Idle {

    private Idle() {}

    /** The strategy of a live source. */
    public static <T> WatermarkStrategy<T> forever() {
        return WatermarkStrategy.forGenerator(context -> new Silent<>());
    }

    private static final class Silent<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
            // An event says nothing of the time; see the class.
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}
