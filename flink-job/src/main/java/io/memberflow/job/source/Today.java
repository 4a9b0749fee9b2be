package io.memberflow.job.source;

import io.memberflow.order.Order;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.flink.streaming.api.TimerService;

/** The day that events are too old by. */
final class Today {
    private Today() {}

    /**
     * The day that the clock says.
     *
     * @return {@link Order#NO_DAY} as long as history is being read, and where no clock is near
     */
    static int of(TimerService time, ZoneId zone) {
        long watermark = time.currentWatermark();
        return watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE
                ? Order.NO_DAY
                : (int) Instant.ofEpochMilli(watermark).atZone(zone).toLocalDate().toEpochDay();
    }
}
