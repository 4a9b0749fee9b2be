package io.memberflow.benchmarks.job;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The metrics of the jobs of this process, as they are now. */
public final class LiveMetrics implements MetricReporter {
    private static final Map<Metric, Place> ALL = new ConcurrentHashMap<>();
    private static final String OPERATOR = "<operator_name>";

    /**
     * Where a metric is.
     *
     * @param variables what its groups are called, with brackets around the keys
     */
    private record Place(String name, Map<String, String> variables) {
        boolean is(String wanted, String operator) {
            return name.equals(wanted) && operator.equals(variables.get(OPERATOR));
        }
    }

    /** How Flink finds it. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new LiveMetrics();
        }
    }

    /** The sum of a counter over everything. */
    static long sum(String name) {
        long sum = 0;
        for (Map.Entry<Metric, Place> one : ALL.entrySet()) {
            if (one.getKey() instanceof Counter counter && one.getValue().name().equals(name)) {
                sum += counter.getCount();
            }
        }
        return sum;
    }

    /** The sum of a counter over an operator's subtasks, and over all its labels. */
    static long sum(String name, String operator) {
        return sum(name, operator, place -> 1);
    }

    /** The same of those with one label's value. */
    static long sum(String name, String operator, String key, String value) {
        return sum(
                name,
                operator,
                place -> value.equals(place.variables().get("<" + key + ">")) ? 1 : 0);
    }

    private static long sum(String name, String operator, ToLongFunction<Place> weight) {
        long sum = 0;
        for (Map.Entry<Metric, Place> one : ALL.entrySet()) {
            if (one.getKey() instanceof Counter counter && one.getValue().is(name, operator)) {
                sum += counter.getCount() * weight.applyAsLong(one.getValue());
            }
        }
        return sum;
    }

    /** How many subtasks of an operator show at least this. */
    static long subtasksFrom(String gauge, String operator, long least) {
        return ALL.entrySet().stream()
                .filter(one -> one.getValue().is(gauge, operator))
                .filter(
                        one ->
                                one.getKey() instanceof Gauge<?> shown
                                        && ((Number) shown.getValue()).longValue() >= least)
                .count();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        ALL.put(metric, new Place(name, Map.copyOf(group.getAllVariables())));
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        ALL.remove(metric);
    }
}
