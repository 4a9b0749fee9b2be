package io.memberflow.job.support;

import io.memberflow.order.RawEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.PendingSplitsCheckpoint;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The job's own source, held back so that checkpoints fall between its events, and failing after
 * some of them as {@link Faults} say. Nothing waits for a clock: events go on when a checkpoint is
 * through.
 */
public final class FaultySource
        implements Source<RawEvent, FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>,
                ResultTypeQueryable<RawEvent> {
    private static final long serialVersionUID = 1L;

    private final FileSource<RawEvent> source;
    private final String faults;

    public FaultySource(FileSource<RawEvent> source, Faults faults) {
        this.source = source;
        this.faults = faults.name();
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public TypeInformation<RawEvent> getProducedType() {
        return source.getProducedType();
    }

    @Override
    public SourceReader<RawEvent, FileSourceSplit> createReader(SourceReaderContext context) {
        return new Reader(source.createReader(context), Faults.of(faults));
    }

    @Override
    public SplitEnumerator<FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>
            createEnumerator(SplitEnumeratorContext<FileSourceSplit> context) {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<FileSourceSplit, PendingSplitsCheckpoint<FileSourceSplit>>
            restoreEnumerator(
                    SplitEnumeratorContext<FileSourceSplit> context,
                    PendingSplitsCheckpoint<FileSourceSplit> checkpoint) {
        return source.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<FileSourceSplit> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<PendingSplitsCheckpoint<FileSourceSplit>>
            getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    private static final class Reader implements SourceReader<RawEvent, FileSourceSplit> {
        private final SourceReader<RawEvent, FileSourceSplit> reader;
        private final Faults faults;
        private CompletableFuture<Void> gate = new CompletableFuture<>();
        private int emitted;
        private int emittedAtSnapshot;
        private int sinceCheckpoint;
        private int sinceFirstCheckpoint;
        private boolean checkpointed;

        Reader(SourceReader<RawEvent, FileSourceSplit> reader, Faults faults) {
            this.reader = reader;
            this.faults = faults;
        }

        @Override
        public void start() {
            reader.start();
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawEvent> output) throws Exception {
            if (isHeldBack()) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            InputStatus status = reader.pollNext(output);
            if (status == InputStatus.MORE_AVAILABLE) {
                emitted++;
                sinceCheckpoint++;
                if (checkpointed) {
                    faults.afterEvents(++sinceFirstCheckpoint);
                }
            }
            return status;
        }

        private boolean isHeldBack() {
            return faults.isReading() && sinceCheckpoint >= faults.eventsPerCheckpoint();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return isHeldBack() ? gate : reader.isAvailable();
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            reader.notifyCheckpointComplete(checkpointId);
            checkpointed |= emittedAtSnapshot > 0;
            sinceCheckpoint = 0;
            CompletableFuture<Void> opened = gate;
            gate = new CompletableFuture<>();
            opened.complete(null);
        }

        @Override
        public List<FileSourceSplit> snapshotState(long checkpointId) {
            emittedAtSnapshot = emitted;
            return reader.snapshotState(checkpointId);
        }

        @Override
        public void addSplits(List<FileSourceSplit> splits) {
            for (FileSourceSplit split : splits) {
                if (split.getReaderPosition().isPresent()) {
                    faults.restored();
                }
            }
            reader.addSplits(splits);
        }

        @Override
        public void notifyNoMoreSplits() {
            reader.notifyNoMoreSplits();
        }

        @Override
        public void handleSourceEvents(SourceEvent event) {
            reader.handleSourceEvents(event);
        }

        @Override
        public void close() throws Exception {
            reader.close();
        }
    }
}
