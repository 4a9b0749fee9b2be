package io.memberflow.job.progress;

import io.memberflow.job.metrics.Label;
import io.memberflow.job.metrics.Metric;
import io.memberflow.order.RejectCode;
import io.memberflow.order.Rejected;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;

/** Counts refused events, whoever has refused them, on their way to their table. */
public final class CountRejected extends RichMapFunction<Rejected, Rejected> {
    private static final long serialVersionUID = 1L;

    private transient Map<String, Map<RejectCode, Counter>> counters;

    @Override
    public void open(OpenContext context) {
        counters = new HashMap<>();
        for (String stream : Label.STREAM.all()) {
            Map<RejectCode, Counter> codes = new EnumMap<>(RejectCode.class);
            for (RejectCode code : RejectCode.values()) {
                codes.put(
                        code,
                        Metric.EVENTS_REJECTED.counter(
                                getRuntimeContext().getMetricGroup(), stream, code.name()));
            }
            counters.put(stream, codes);
        }
    }

    @Override
    public Rejected map(Rejected rejected) {
        counters.get(rejected.stream()).get(rejected.code()).inc();
        return rejected;
    }
}
