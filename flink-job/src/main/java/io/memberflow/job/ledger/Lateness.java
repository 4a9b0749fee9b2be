package io.memberflow.job.ledger;

import io.memberflow.job.metrics.Age;
import io.memberflow.job.metrics.Label;
import io.memberflow.job.metrics.Metric;
import io.memberflow.order.Order;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts events by how far they are behind the clock. */
final class Lateness {
    private static final long MICROS_A_MILLI = 1_000;

    private final Map<String, Map<Age, Counter>> counters = new HashMap<>();

    Lateness(MetricGroup group) {
        for (String stream : Label.STREAM.all()) {
            Map<Age, Counter> ages = new EnumMap<>(Age.class);
            for (Age age : Age.values()) {
                ages.put(age, Metric.EVENTS_BY_AGE.counter(group, stream, age.label()));
            }
            counters.put(stream, ages);
        }
    }

    /**
     * Counts an event that has a time.
     *
     * @param clock milliseconds since the epoch
     */
    void count(String stream, LedgerEvent event, long clock) {
        if (event.at() != Order.NO_TIME) {
            long behind = clock - Math.floorDiv(event.at(), MICROS_A_MILLI);
            counters.get(stream).get(Age.of(behind)).inc(event.rows());
        }
    }
}
