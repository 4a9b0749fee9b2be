package io.memberflow.job.progress;

import io.memberflow.job.config.ShopCalendar;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.Collector;

/**
 * Adds all counts of a stream up, in state, so that they are right after any restart. In a live job
 * a row is also written when a day begins: it says which day the job has come to, events or not.
 */
public final class ProgressFunction extends KeyedProcessFunction<String, Tally, ProgressRow> {
    private static final long serialVersionUID = 1L;

    /** 1970-01-01, which no day that the job comes to is before. */
    private static final int NO_DAY = 0;

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
        total.update(before == null ? tally : before.plus(tally));
        tell(context, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ProgressRow> out)
            throws Exception {
        tell(context, out);
    }

    private void tell(Context context, Collector<ProgressRow> out) throws Exception {
        long now = context.timerService().currentWatermark();
        if (calendar.isBounded()) {
            out.collect(new ProgressRow(jobId, total.value(), calendar.today(now)));
        } else if (now == Long.MIN_VALUE) {
            // Counts are told before the clock has spoken; which day it is, once it has.
            out.collect(new ProgressRow(jobId, total.value(), NO_DAY));
            context.timerService().registerEventTimeTimer(Long.MIN_VALUE + 1);
        } else if (now < Watermark.MAX_WATERMARK.getTimestamp()) {
            int today = calendar.today(now);
            out.collect(new ProgressRow(jobId, total.value(), today));
            context.timerService().registerEventTimeTimer(calendar.startOf(today + 1));
        }
    }
}
