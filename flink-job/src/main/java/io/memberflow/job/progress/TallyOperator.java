package io.memberflow.job.progress;

import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final long FLUSH_NANOS = 1_000_000_000L;
    private static final int LOOK_AT_CLOCK_EVERY = 256;

    private transient Map<String, Tally> sums;
    private transient int sinceLook;
    private transient long flushedAt;

    @Override
    public void open() throws Exception {
        super.open();
        sums = new LinkedHashMap<>();
        flushedAt = System.nanoTime();
    }

    @Override
    public void processElement(StreamRecord<Tally> element) {
        Tally tally = element.getValue();
        sums.merge(tally.stream(), tally, Tally::plus);
        if (++sinceLook >= LOOK_AT_CLOCK_EVERY) {
            sinceLook = 0;
            if (System.nanoTime() - flushedAt >= FLUSH_NANOS) {
                flush();
            }
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
        flushedAt = System.nanoTime();
    }
}
