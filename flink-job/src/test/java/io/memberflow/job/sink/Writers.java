package io.memberflow.job.sink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

/** Writers without a job around them. */
final class Writers {
    private Writers() {}

    static MemberWriter open(DatabaseConfig database, int batchSize) {
        return open(new Connections(database), database.dialect(), batchSize);
    }

    static MemberWriter open(JdbcConnectionProvider connections, Dialect dialect, int batchSize) {
        MemberSink.Options options =
                new MemberSink.Options(batchSize, Duration.ofSeconds(1), Duration.ofSeconds(20));
        return new MemberWriter(
                connections,
                dialect.memberTables(),
                options,
                new Retries(options.retryFor()),
                new TestProcessingTimeService(),
                UnregisteredMetricsGroup.createSinkWriterMetricGroup());
    }

    /** Writes all rows through a writer of their own. */
    static void write(DatabaseConfig database, MemberRows... rows) {
        write(open(database, 1_000), List.of(rows));
    }

    static void write(MemberWriter writer, List<MemberRows> rows) {
        try (writer) {
            for (MemberRows row : rows) {
                writer.write(row, null);
            }
            writer.flush(true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
