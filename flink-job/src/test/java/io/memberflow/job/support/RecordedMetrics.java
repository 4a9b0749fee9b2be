package io.memberflow.job.support;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Remembers what is counted, in all groups below it alike. */
public final class RecordedMetrics extends UnregisteredMetricsGroup implements OperatorMetricGroup {
    private final Map<String, Counter> counters = new HashMap<>();

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
        return createOperatorMetricGroup().getIOMetricGroup();
    }

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, any -> new SimpleCounter());
    }

    @Override
    public MetricGroup addGroup(String name) {
        return this;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return this;
    }

    /** How far a counter is. */
    public long count(String name) {
        return counters.get(name).getCount();
    }
}
