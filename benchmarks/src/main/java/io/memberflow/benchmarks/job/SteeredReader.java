package io.memberflow.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;

/** Reads a feed as long as it has something, whichever splits it was given. */
final class SteeredReader<T> implements SourceReader<T, NumberSequenceSplit> {
    private final Feed<T> feed;
    private final SourceReaderContext context;
    private final List<NumberSequenceSplit> splits = new ArrayList<>();

    SteeredReader(Feed<T> feed, SourceReaderContext context) {
        this.feed = feed;
        this.context = context;
    }

    @Override
    public void start() {
        context.sendSplitRequest();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
        T record = feed.next();
        if (record == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        output.collect(record);
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return feed.available();
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
        return splits;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> given) {
        splits.addAll(given);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
