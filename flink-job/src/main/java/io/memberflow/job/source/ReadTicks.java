package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads instants, one a line as {@code 2025-03-01T00:00:00+08:00}: milliseconds since the epoch. A
 * line that is none is logged and passed over; the clock stands still until the next.
 */
public final class ReadTicks extends ProcessFunction<RawEvent, Long> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ReadTicks.class);

    @Override
    public void processElement(RawEvent event, Context context, Collector<Long> out) {
        String text = new String(event.bytes(), StandardCharsets.UTF_8).strip();
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            out.collect(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            LOG.warn(
                    "A line is no instant of the clock and is passed over. Send lines like 2025-03-01T00:00:00+08:00. origin={}",
                    event.origin());
        }
    }
}
