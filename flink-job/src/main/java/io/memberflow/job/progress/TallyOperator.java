package io.memberflow.job.progress;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up the counts of a second, so that counting every event costs no message each. What it holds
 * goes out before every checkpoint barrier and at the end of the input, so it needs no state and no
 * count is lost or doubled.
 */
public final class TallyOperator extends AbstractStreamOperator<Tally>
        implements OneInputStreamOperator<Tally, Tally>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final long FLUSH_MILLIS = 1_000;

    private final List<String> streams;

    private transient TallyMetrics metrics;
    private transient Map<String, Tally> sums;
    private transient boolean flushIsDue;
    private transient boolean restored;

    /**
     * @param streams those that counts come of; when the job goes on from state each is told once,
     *     so that its sums are known under the job's new id also in silence
     */
    public TallyOperator(List<String> streams) {
        this.streams = List.copyOf(streams);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restored = context.isRestored();
    }

    @Override
    public void open() throws Exception {
        super.open();
        metrics = new TallyMetrics(getMetricGroup(), Clock.systemUTC(), streams);
        sums = new LinkedHashMap<>();
        if (restored) {
            streams.forEach(stream -> sums.put(stream, Tally.nothing(stream)));
            flushSoon();
        }
    }

    @Override
    public void processElement(StreamRecord<Tally> element) {
        Tally tally = element.getValue();
        metrics.count(tally);
        sums.merge(tally.stream(), tally, Tally::plus);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushIsDue) {
            flushIsDue = true;
            long now = getProcessingTimeService().getCurrentProcessingTime();
            getProcessingTimeService()
                    .registerTimer(
                            now + FLUSH_MILLIS,
                            time -> {
                                flushIsDue = false;
                                flush();
                            });
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        sums.values().forEach(sum -> output.collect(new StreamRecord<>(sum)));
        sums.clear();
    }
}
