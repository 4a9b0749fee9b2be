package io.memberflow.job.sink;

import io.memberflow.job.metrics.Metric;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What the writing of members tells of itself, in Flink's names where it has some. */
final class WriterMetrics {
    private final Counter sent;
    private final Counter errors;
    private final Counter written;
    private final Counter superseded;
    private final Counter batches;
    private final Counter failures;
    private volatile long sendMillis;

    WriterMetrics(SinkWriterMetricGroup group) {
        sent = group.getNumRecordsSendCounter();
        errors = group.getNumRecordsSendErrorsCounter();
        written = Metric.MEMBERS_WRITTEN.counter(group);
        superseded = Metric.MEMBERS_SUPERSEDED.counter(group);
        batches = Metric.BATCHES.counter(group);
        failures = Metric.BATCH_FAILURES.counter(group);
        group.setCurrentSendTimeGauge(() -> sendMillis);
    }

    /**
     * A transaction was committed.
     *
     * @param nanos since its first attempt began
     */
    void committed(int members, int membersWritten, long nanos) {
        sent.inc(members);
        written.inc(membersWritten);
        superseded.inc(members - membersWritten);
        batches.inc();
        sendMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    void failed() {
        errors.inc();
        failures.inc();
    }
}
