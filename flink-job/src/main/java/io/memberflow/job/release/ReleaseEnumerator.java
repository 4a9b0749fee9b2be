package io.memberflow.job.release;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands the only split to the first reader that comes. */
final class ReleaseEnumerator implements SplitEnumerator<ReleaseSplit, Boolean> {
    private final SplitEnumeratorContext<ReleaseSplit> context;

    /** Null while a reader has it. */
    private ReleaseSplit unassigned;

    /**
     * @param assigned whether a reader has the split, or has it in its state
     */
    ReleaseEnumerator(SplitEnumeratorContext<ReleaseSplit> context, boolean assigned) {
        this.context = context;
        this.unassigned = assigned ? null : new ReleaseSplit(ReleaseState.NOTHING);
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        if (unassigned != null) {
            context.assignSplit(unassigned, subtask);
            unassigned = null;
        }
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        addReader(subtask);
    }

    @Override
    public void addSplitsBack(List<ReleaseSplit> splits, int subtask) {
        if (!splits.isEmpty()) {
            unassigned = splits.get(0);
        }
    }

    @Override
    public Boolean snapshotState(long checkpointId) {
        return unassigned == null;
    }

    @Override
    public void close() {}
}
