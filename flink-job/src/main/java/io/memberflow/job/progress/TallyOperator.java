package io.memberflow.job.progress;

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

    private final List<String> toldWhenRestored;

    private transient Map<String, Tally> sums;
    private transient boolean flushIsDue;
    private transient boolean restored;

    /** One that says only what it counts. */
    public TallyOperator() {
        this(List.of());
    }

    /**
     * @param toldWhenRestored streams of which nothing new is counted once when the job goes on
     *     from state, so that their sums are known under the job's new id also in silence
     */
    public TallyOperator(List<String> toldWhenRestored) {
        this.toldWhenRestored = List.copyOf(toldWhenRestored);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restored = context.isRestored();
    }

    @Override
    public void open() throws Exception {
        super.open();
        sums = new LinkedHashMap<>();
        if (restored && !toldWhenRestored.isEmpty()) {
            toldWhenRestored.forEach(stream -> sums.put(stream, Tally.nothing(stream)));
            flushSoon();
        }
    }

    @Override
    public void processElement(StreamRecord<Tally> element) {
        Tally tally = element.getValue();
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
