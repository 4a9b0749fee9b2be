package io.memberflow.job.progress;

import io.memberflow.job.config.ShopCalendar;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Adds all counts of a stream up, in state, so that they are right after any restart. */
public final class ProgressFunction extends KeyedProcessFunction<String, Tally, ProgressRow> {
    private static final long serialVersionUID = 1L;

    private final ShopCalendar calendar;

    private transient ValueState<Tally> total;
    private transient String jobId;

    public ProgressFunction(ShopCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void open(OpenContext context) {
        total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Tally.class));
        jobId = getRuntimeContext().getJobInfo().getJobId().toString();
    }

    @Override
    public void processElement(Tally tally, Context context, Collector<ProgressRow> out)
            throws Exception {
        Tally before = total.value();
        Tally sum = before == null ? tally : before.plus(tally);
        total.update(sum);
        out.collect(
                new ProgressRow(
                        jobId, sum, calendar.today(context.timerService().currentWatermark())));
    }
}
