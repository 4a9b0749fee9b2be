package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import io.memberflow.order.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.core.fs.Path;

/**
 * Reads a whole file as events. A position in a file is the number of events read: lines and their
 * numbers, packed data and quoted line ends can only be followed from the beginning, so a restored
 * reader reads again, and drops, what came before. A bulk format rather than a stream format,
 * because only the former is told which file it reads.
 */
final class RawEventFormat implements BulkFormat<RawEvent, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    /** A batch is handed from the reading thread to the task as one, so neither waits often. */
    private static final int BATCH_EVENTS = 1_000;

    /** Events of 1 MiB each must not fill the memory with one batch. */
    private static final int BATCH_BYTES = 1 << 20;

    @Override
    public Reader<RawEvent> createReader(Configuration config, FileSourceSplit split)
            throws IOException {
        return open(split, 0);
    }

    @Override
    public Reader<RawEvent> restoreReader(Configuration config, FileSourceSplit split)
            throws IOException {
        return open(
                split,
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L));
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RawEvent> getProducedType() {
        return TypeInformation.of(RawEvent.class);
    }

    private static Reader<RawEvent> open(FileSourceSplit split, long read) throws IOException {
        Path path = split.path();
        InputStream in = path.getFileSystem().open(path);
        try {
            RecordReader records = RecordReader.open(in, nameOf(path));
            records.skip(read);
            return new Batches(records, read);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Local files are called what people call them. */
    private static String nameOf(Path path) throws IOException {
        return path.getFileSystem().isDistributedFS() ? path.toString() : path.getPath();
    }

    /** The events of one file in batches that know their position. */
    private static final class Batches implements Reader<RawEvent> {
        private final RecordReader records;
        private long read;

        Batches(RecordReader records, long read) {
            this.records = records;
            this.read = read;
        }

        @Override
        public RecordIterator<RawEvent> readBatch() throws IOException {
            List<RawEvent> batch = new ArrayList<>(BATCH_EVENTS);
            int bytes = 0;
            while (batch.size() < BATCH_EVENTS && bytes < BATCH_BYTES) {
                RawEvent event = records.next();
                if (event == null) {
                    break;
                }
                batch.add(event);
                bytes += event.bytes().length;
            }
            if (batch.isEmpty()) {
                return null;
            }
            long position = read;
            read += batch.size();
            return new IteratorResultIterator<>(
                    batch.iterator(), CheckpointedPosition.NO_OFFSET, position);
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }
}
