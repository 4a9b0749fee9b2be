package io.memberflow.job.clock;

import io.memberflow.job.metrics.Metric;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * The one clock of a live job: turns instants into watermarks, which only ever go forward. It never
 * emits a record, so it can be put beside any stream. An instant that is not later than one before
 * changes nothing, after a restart neither: a machine's clock that was set back, or another
 * machine's that is behind, holds the job's clock up until it has caught up.
 *
 * <p>To run at parallelism 1. The end of the instants is no point in time: the clock stands still.
 */
public final class ClockOperator<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<Long, T> {
    private static final long serialVersionUID = 1L;

    private final long allowedDisorder;
    private transient ListState<Long> state;

    /** Read by reporters of metrics too. */
    private transient volatile long reached;

    /**
     * @param allowedDisorder how far, in milliseconds, the clock stays behind the instants
     */
    public ClockOperator(long allowedDisorder) {
        this.allowedDisorder = allowedDisorder;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("reached", Types.LONG));
        reached = Long.MIN_VALUE;
        for (long instant : state.get()) {
            reached = Math.max(reached, instant);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        Metric.CLOCK_LAG.gauge(getMetricGroup(), this::lag);
        if (reached != Long.MIN_VALUE) {
            // After a restart nobody else remembers it, and the next instant may be long in coming.
            output.emitWatermark(new Watermark(reached));
        }
    }

    private double lag() {
        return reached == Long.MIN_VALUE
                ? Double.NaN
                : getProcessingTimeService().getCurrentProcessingTime() - (double) reached;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.update(List.of(reached));
    }

    /** Milliseconds since the epoch. */
    @Override
    public void processElement(StreamRecord<Long> instant) {
        reached = Math.max(reached, instant.getValue() - allowedDisorder);
        output.emitWatermark(new Watermark(reached));
    }

    @Override
    public void processWatermark(Watermark mark) {
        // What the stream of instants says of time is not what the instants say.
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
        // A clock that is silent stands still; it is not absent.
    }
}
