package io.memberflow.job.support;

import io.memberflow.job.sink.MemberRows;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The members' sink, failing as {@link Faults} say: while it gathers rows, and after it has
 * committed some, which is when a replay writes what is already there.
 */
public final class FaultySink implements Sink<MemberRows> {
    private static final long serialVersionUID = 1L;

    private final Sink<MemberRows> sink;
    private final String faults;

    public FaultySink(Sink<MemberRows> sink, Faults faults) {
        this.sink = sink;
        this.faults = faults.name();
    }

    @Override
    public SinkWriter<MemberRows> createWriter(WriterInitContext context) throws IOException {
        return new Writer(sink.createWriter(context), Faults.of(faults));
    }

    private static final class Writer implements SinkWriter<MemberRows> {
        private final SinkWriter<MemberRows> writer;
        private final Faults faults;
        private int rows;

        Writer(SinkWriter<MemberRows> writer, Faults faults) {
            this.writer = writer;
            this.faults = faults;
        }

        @Override
        public void write(MemberRows row, Context context)
                throws IOException, InterruptedException {
            writer.write(row, context);
            faults.afterWrites(++rows);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            writer.flush(endOfInput);
            faults.afterFlush(rows);
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
