package io.memberflow.job.sink;

import io.memberflow.order.Counted;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Keeps the newest rows of each member while they wait, and writes them in batches: when there are
 * enough, when they have waited long enough, at each checkpoint and at the end. Runs in the task's
 * thread only.
 */
final class MemberWriter implements SinkWriter<MemberRows> {
    private final JdbcConnectionProvider connections;
    private final MemberTables tables;
    private final MemberSink.Options options;
    private final Retries retries;
    private final ProcessingTimeService timers;
    private final WriterMetrics metrics;

    private final Map<String, MemberRows> waiting = new HashMap<>();
    private ScheduledFuture<?> timer;

    MemberWriter(
            JdbcConnectionProvider connections,
            MemberTables tables,
            MemberSink.Options options,
            Retries retries,
            ProcessingTimeService timers,
            SinkWriterMetricGroup metrics) {
        this.connections = connections;
        this.tables = tables;
        this.options = options;
        this.retries = retries;
        this.timers = timers;
        this.metrics = new WriterMetrics(metrics);
    }

    @Override
    public void write(MemberRows rows, Context context) throws IOException, InterruptedException {
        waiting.merge(rows.memberId(), rows, MemberWriter::newest);
        if (waiting.size() >= options.batchSize()) {
            writeWaiting();
        } else if (timer == null) {
            timer =
                    timers.registerTimer(
                            timers.getCurrentProcessingTime() + options.flushInterval().toMillis(),
                            time -> {
                                timer = null;
                                writeWaiting();
                            });
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writeWaiting();
    }

    @Override
    public void close() {
        cancelTimer();
        connections.closeConnection();
    }

    /**
     * One write in place of two. The newer says all of what is; what came and went in between is
     * told by the changes, so those of both are kept, unless the newer brings the whole history or
     * forgets the member. A change that is kept twice is written once: it has a key. What was to be
     * forgotten before the newer still is.
     */
    static MemberRows newest(MemberRows one, MemberRows other) {
        boolean inOrder = one.rowVersion() < other.rowVersion();
        MemberRows older = inOrder ? one : other;
        MemberRows newer = inOrder ? other : one;
        if (newer.forgotten()) {
            return newer;
        }
        if (newer.history()) {
            return older.forgotten()
                    ? newer.after(true, true, newer.lostAfter(), newer.changes())
                    : newer;
        }
        if (older.changes().length == 0
                && !older.history()
                && !older.forgotten()
                && older.lostAfter() == MemberRows.NOTHING_LOST) {
            return newer;
        }
        List<MemberRows.Change> changes = new ArrayList<>(List.of(older.changes()));
        changes.addAll(List.of(newer.changes()));
        return newer.after(
                older.forgotten(),
                older.history(),
                Math.min(older.lostAfter(), newer.lostAfter()),
                changes.toArray(MemberRows.Change[]::new));
    }

    private void writeWaiting() throws IOException, InterruptedException {
        cancelTimer();
        if (waiting.isEmpty()) {
            return;
        }
        List<MemberRows> batch = new ArrayList<>(waiting.values());
        batch.sort(Comparator.comparing(MemberRows::memberId));
        try {
            long start = System.nanoTime();
            int written = retries.run("Writing members", () -> writeOnce(batch), this::recover);
            metrics.committed(batch.size(), written, System.nanoTime() - start);
        } catch (SafeSqlException e) {
            throw new IOException(
                    "%s could not be written. %s"
                            .formatted(
                                    Counted.of(batch.size(), "member", "members"), e.getMessage()),
                    e);
        }
        waiting.clear();
    }

    private int writeOnce(List<MemberRows> batch) throws SQLException {
        Connection connection;
        try {
            connection = connections.getOrEstablishConnection();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The database driver is missing", e);
        }
        connection.setAutoCommit(false);
        int written = tables.write(connection, batch);
        connection.commit();
        return written;
    }

    /**
     * After a failure nothing of the batch may stay open. Whether a commit went through that broke
     * off need not be known: where it did, the guard lets the same rows change nothing.
     */
    private void recover(SafeSqlException failure) {
        metrics.failed();
        if (!failure.isConnectionLost()) {
            try {
                Connection connection = connections.getConnection();
                if (connection != null) {
                    connection.rollback();
                    return;
                }
            } catch (SQLException e) {
                failure.addSuppressed(SafeSqlException.of("rollback", e));
            }
        }
        connections.closeConnection();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
