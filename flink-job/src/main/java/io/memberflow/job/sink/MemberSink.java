package io.memberflow.job.sink;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;

/**
 * Writes what the tables say of members, each member over all tables in one transaction: what
 * Flink's JDBC sink, one statement a sink, cannot do. At least once, and exactly once in effect: a
 * write whose row_version is not greater than the member's changes nothing. Give it a stream that
 * is keyed by member, so that one subtask at a time writes a member.
 */
public final class MemberSink implements Sink<MemberRows> {
    private static final long serialVersionUID = 1L;

    /**
     * How writes are gathered.
     *
     * @param batchSize members in one transaction at most
     * @param flushInterval how long a member waits at most while the stream is quiet
     * @param retryFor how long a batch is tried again when deadlocks or lost connections fail it
     */
    public record Options(int batchSize, Duration flushInterval, Duration retryFor)
            implements Serializable {
        public static final Options DEFAULT =
                new Options(1_000, Duration.ofSeconds(1), Connections.DEFAULT_RETRY);
    }

    private final JdbcConnectionProvider connections;
    private final Dialect dialect;
    private final Options options;

    public MemberSink(DatabaseConfig database) {
        this(database, Options.DEFAULT);
    }

    public MemberSink(DatabaseConfig database, Options options) {
        this(new Connections(database, options.retryFor()), database.dialect(), options);
    }

    MemberSink(JdbcConnectionProvider connections, Dialect dialect, Options options) {
        this.connections = connections;
        this.dialect = dialect;
        this.options = options;
    }

    @Override
    public SinkWriter<MemberRows> createWriter(WriterInitContext context) {
        Drivers.leaveWith(context.getUserCodeClassLoader());
        return new MemberWriter(
                connections,
                dialect.memberTables(),
                options,
                new Retries(options.retryFor()),
                context.getProcessingTimeService(),
                context.metricGroup());
    }
}
