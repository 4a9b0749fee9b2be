package io.memberflow.job.support;

import io.memberflow.job.sink.MemberRows;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink of this JVM that a test looks into; several do not disturb one another. */
public final class RowsInMemory implements Sink<MemberRows> {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<Integer, List<MemberRows>> ROWS = new ConcurrentHashMap<>();

    private final int number = NUMBER.incrementAndGet();

    public RowsInMemory() {
        ROWS.put(number, new CopyOnWriteArrayList<>());
    }

    public List<MemberRows> rows() {
        return ROWS.get(number);
    }

    @Override
    public SinkWriter<MemberRows> createWriter(WriterInitContext context) {
        return new Writer(number);
    }

    private record Writer(int number) implements SinkWriter<MemberRows> {
        @Override
        public void write(MemberRows rows, Context context) {
            ROWS.get(number).add(rows);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
