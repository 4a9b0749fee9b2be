package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.MemberRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;

/** Counts what goes to another sink, and sees when it is committed there. */
final class MeasuredSink implements Sink<MemberRows> {
    private static final long serialVersionUID = 1L;

    private final Shared<Output> output;
    private final Sink<MemberRows> sink;

    /**
     * @param sink where rows go, null to discard them
     */
    MeasuredSink(Shared<Output> output, Sink<MemberRows> sink) {
        this.output = output;
        this.sink = sink;
    }

    @Override
    public SinkWriter<MemberRows> createWriter(WriterInitContext context) throws IOException {
        int subtask = context.getTaskInfo().getIndexOfThisSubtask();
        if (sink == null) {
            return new Discarding(output.get(), subtask);
        }
        return new Passing(
                output.get(),
                subtask,
                sink.createWriter(context),
                context.metricGroup().getNumRecordsSendCounter(),
                context.getProcessingTimeService());
    }

    private static final class Discarding implements SinkWriter<MemberRows> {
        private final Output output;
        private final int subtask;

        Discarding(Output output, int subtask) {
            this.output = output;
            this.subtask = subtask;
        }

        @Override
        public void write(MemberRows rows, Context context) {
            output.handed(rows);
            Latency latency = output.latency();
            if (latency != null) {
                latency.committed(OrderMaker.memberOf(rows.memberId()), System.nanoTime());
            }
        }

        @Override
        public void writeWatermark(Watermark watermark) {
            output.reached(subtask, watermark.getTimestamp());
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    /**
     * A writer says by its counter of records sent that it committed: then it did so with all that
     * it had been given.
     */
    private static final class Passing implements SinkWriter<MemberRows> {
        private static final long LOOK_EVERY_MILLIS = 5;

        private final Output output;
        private final int subtask;
        private final SinkWriter<MemberRows> writer;
        private final Counter sent;
        private final ProcessingTimeService timers;
        private final List<Integer> uncommitted = new ArrayList<>();
        private long sentBefore;

        Passing(
                Output output,
                int subtask,
                SinkWriter<MemberRows> writer,
                Counter sent,
                ProcessingTimeService timers) {
            this.output = output;
            this.subtask = subtask;
            this.writer = writer;
            this.sent = sent;
            this.timers = timers;
            lookLater();
        }

        private void lookLater() {
            timers.registerTimer(
                    timers.getCurrentProcessingTime() + LOOK_EVERY_MILLIS,
                    time -> {
                        look();
                        lookLater();
                    });
        }

        private void look() {
            if (sent.getCount() == sentBefore) {
                return;
            }
            sentBefore = sent.getCount();
            long now = System.nanoTime();
            Latency latency = output.latency();
            if (latency != null) {
                uncommitted.forEach(member -> latency.committed(member, now));
            }
            uncommitted.clear();
        }

        @Override
        public void write(MemberRows rows, Context context)
                throws IOException, InterruptedException {
            output.handed(rows);
            look();
            if (output.latency() != null) {
                uncommitted.add(OrderMaker.memberOf(rows.memberId()));
            }
            writer.write(rows, context);
            look();
        }

        @Override
        public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
            writer.writeWatermark(watermark);
            output.reached(subtask, watermark.getTimestamp());
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            writer.flush(endOfInput);
            look();
        }

        @Override
        public void close() throws Exception {
            writer.close();
        }
    }
}
