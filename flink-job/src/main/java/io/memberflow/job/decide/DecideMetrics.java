package io.memberflow.job.decide;

import io.memberflow.job.decide.Journal.Cause;
import io.memberflow.job.metrics.Label;
import io.memberflow.job.metrics.Latest;
import io.memberflow.job.metrics.Metric;
import io.memberflow.job.sink.MemberRows;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the deciding of a live job tells of itself. */
final class DecideMetrics {
    private static final long NONE = -1;

    private final Map<Cause, Counter> decisions = new EnumMap<>(Cause.class);
    private final Map<Kind, Counter> changes = new HashMap<>();
    private final Latest releaseVersion = new Latest(NONE);
    private final Latest channelSeq = new Latest(NONE);
    private final Latest preparedSeq = new Latest(NONE);
    private final Latest visited = new Latest(0);
    private final Latest toVisit = new Latest(0);

    /**
     * @param change {@code ENTER} or {@code LEAVE}
     */
    private record Kind(String change, String cause) {}

    DecideMetrics(MetricGroup group) {
        for (Cause cause : Cause.values()) {
            decisions.put(cause, Metric.DECISIONS.counter(group, cause.name()));
            for (String change : Label.CHANGE.all()) {
                changes.put(
                        new Kind(change, cause.name()),
                        Metric.CHANGES.counter(group, change, cause.name()));
            }
        }
        Metric.RELEASE_VERSION.gauge(group, releaseVersion);
        Metric.CHANNEL_SEQ.gauge(group, channelSeq);
        Metric.PREPARED_SEQ.gauge(group, preparedSeq);
        Metric.SWEEP_VISITED.gauge(group, visited);
        Metric.SWEEP_TO_VISIT.gauge(group, toVisit);
    }

    void decided(Cause cause) {
        decisions.get(cause).inc();
    }

    void changed(MemberRows.Change... written) {
        for (MemberRows.Change one : written) {
            changes.get(new Kind(one.change(), one.cause())).inc();
        }
    }

    /**
     * @param active null before any is
     */
    void inForce(InForce active) {
        if (active != null) {
            releaseVersion.set(active.active());
            channelSeq.set(active.seq());
        }
    }

    void prepared(InForce what) {
        preparedSeq.set(what.seq());
    }

    void swept(long membersVisited, long membersToVisit) {
        visited.set(membersVisited);
        toVisit.set(membersToVisit);
    }
}
