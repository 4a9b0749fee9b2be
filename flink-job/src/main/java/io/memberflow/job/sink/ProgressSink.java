package io.memberflow.job.sink;

import io.memberflow.job.progress.ProgressRow;
import io.memberflow.job.progress.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/** Writes {@code job_progress}: the counts of each stream, the newest over the older. */
public final class ProgressSink {
    private static final List<String> COLUMNS =
            List.of(
                    "job_id",
                    "stream",
                    "events_read",
                    "applied",
                    "repeats",
                    "rejected",
                    "event_time",
                    "as_of",
                    "updated_at");

    private ProgressSink() {}

    public static Sink<ProgressRow> to(DatabaseConfig database) {
        return Upserts.sink(
                database,
                Upserts.replacing(database.dialect(), "job_progress", 2, COLUMNS),
                (statement, row) -> {
                    Tally tally = row.tally();
                    statement.setString(1, row.jobId());
                    statement.setString(2, tally.stream());
                    statement.setLong(3, tally.read());
                    statement.setLong(4, tally.applied());
                    statement.setLong(5, tally.repeats());
                    statement.setLong(6, tally.rejected());
                    Upserts.setInstant(statement, 7, instant(tally.eventTime()));
                    Upserts.setDay(statement, 8, row.asOf());
                    Upserts.setInstant(statement, 9, Instant.now());
                });
    }

    private static Instant instant(long micros) {
        return micros == Long.MIN_VALUE ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
