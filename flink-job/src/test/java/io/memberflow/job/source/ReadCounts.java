package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says, keyed by origin, how often an event was read as far as the state knows: what a failure
 * undid does not count. It fails when it is told to, once.
 */
final class ReadCounts extends KeyedProcessFunction<String, RawEvent, ReadCounts.Seen>
        implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean FAIL = new AtomicBoolean();
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();

    private static final AtomicInteger STARTS = new AtomicInteger();

    private transient ValueState<Integer> times;

    /** How often the event of an origin was read. */
    public record Seen(String origin, int times) {}

    /** Lets the next event fail the job. */
    static void fail() {
        FAIL.set(true);
    }

    /** Whether the failure is still to come. */
    static boolean isToFail() {
        return FAIL.get();
    }

    /** How many checkpoints were completed in this JVM, once for each subtask. */
    static int checkpoints() {
        return CHECKPOINTS.get();
    }

    /** How often a subtask was started in this JVM. */
    static int starts() {
        return STARTS.get();
    }

    @Override
    public void open(OpenContext context) {
        STARTS.incrementAndGet();
        times = getRuntimeContext().getState(new ValueStateDescriptor<>("times", Types.INT));
    }

    @Override
    public void processElement(RawEvent event, Context context, Collector<Seen> out)
            throws Exception {
        if (FAIL.compareAndSet(true, false)) {
            throw new IllegalStateException("Injected");
        }
        int now = times.value() == null ? 1 : times.value() + 1;
        times.update(now);
        out.collect(new Seen(event.origin(), now));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        CHECKPOINTS.incrementAndGet();
    }
}
