package io.memberflow.job.progress;

import io.memberflow.job.metrics.Latest;
import io.memberflow.job.metrics.Metric;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The counts of tallies as metrics. */
final class TallyMetrics {
    private static final long MICROS_A_MILLI = 1_000;

    private final MetricGroup group;
    private final Clock clock;
    private final Map<String, Counters> streams = new HashMap<>();
    private final Map<String, Latest> eventTimes = new HashMap<>();

    private record Counters(Counter read, Counter applied, Counter repeated) {}

    /**
     * @param streams those that tallies are of
     */
    TallyMetrics(MetricGroup group, Clock clock, List<String> streams) {
        this.group = group;
        this.clock = clock;
        for (String stream : streams) {
            this.streams.put(
                    stream,
                    new Counters(
                            Metric.EVENTS_READ.counter(group, stream),
                            Metric.EVENTS_APPLIED.counter(group, stream),
                            Metric.EVENTS_REPEATED.counter(group, stream)));
        }
    }

    void count(Tally tally) {
        Counters counters = streams.get(tally.stream());
        counters.read().inc(tally.read());
        counters.applied().inc(tally.applied());
        counters.repeated().inc(tally.repeats());
        if (tally.eventTime() != Long.MIN_VALUE) {
            reached(tally.stream(), Math.floorDiv(tally.eventTime(), MICROS_A_MILLI));
        }
    }

    private void reached(String stream, long millis) {
        Latest greatest = eventTimes.get(stream);
        if (greatest == null) {
            Latest first = new Latest(millis);
            eventTimes.put(stream, first);
            Metric.EVENT_TIME_LAG.gauge(group, () -> clock.millis() - first.getValue(), stream);
        } else if (millis > greatest.getValue()) {
            greatest.set(millis);
        }
    }
}
