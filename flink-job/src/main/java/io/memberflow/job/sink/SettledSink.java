package io.memberflow.job.sink;

import io.memberflow.job.source.Settled;
import org.apache.flink.api.connector.sink2.Sink;

/** Takes events out of {@code rejected_event} that were accepted when they came again. */
public final class SettledSink {

    private SettledSink() {}

    public static Sink<Settled> to(DatabaseConfig database) {
        return Upserts.sink(
                database,
                "delete from rejected_event where id = ?",
                (statement, settled) ->
                        statement.setString(
                                1, RejectedSink.id(settled.stream(), settled.origin())));
    }
}
