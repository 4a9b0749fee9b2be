package io.memberflow.job.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.shadow.ShadowRow;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;

/** Writes {@code rule_shadow}: what a candidate would decide otherwise. */
public final class ShadowSink {
    private static final List<String> COLUMNS =
            List.of(
                    "job_id",
                    "version",
                    "as_of",
                    "model_or_key",
                    "from_value",
                    "to_value",
                    "members",
                    "sample_ids");
    private static final int KEYS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShadowSink() {}

    public static Sink<ShadowRow> to(DatabaseConfig database) {
        return Upserts.sink(
                database,
                Upserts.replacing(
                        database.dialect(), "rule_shadow", KEYS, COLUMNS, Set.of("sample_ids")),
                (statement, row) -> {
                    statement.setString(1, row.jobId());
                    statement.setInt(2, row.version());
                    Upserts.setDay(statement, 3, row.asOf());
                    statement.setString(4, row.name());
                    statement.setString(5, row.from());
                    statement.setString(6, row.to());
                    statement.setLong(7, row.members());
                    statement.setString(8, json(row.sample()));
                });
    }

    private static String json(String[] ids) {
        try {
            return JSON.writeValueAsString(ids);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }
}
