package io.memberflow.job.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What the change feed says of a change: the columns of {@code member_change} without the reason,
 * which may hold what a member bought or is. Nothing sensitive is among changes; see {@link
 * MemberRows.Change#name}.
 */
final class ChangeMessage {

    private static final JsonFactory JSON = new JsonFactory();

    private ChangeMessage() {}

    /** One JSON object in UTF-8. */
    static byte[] json(MemberRows rows, MemberRows.Change change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("member_id", rows.memberId());
            json.writeNumberField("row_version", change.rowVersion());
            json.writeStringField("kind", change.kind());
            json.writeStringField("name", change.name());
            json.writeStringField("value", change.value());
            json.writeStringField("change", change.change());
            json.writeStringField("on_date", LocalDate.ofEpochDay(change.onDate()).toString());
            json.writeStringField("cause", change.cause());
            json.writeStringField("rule", change.rule());
            json.writeNumberField("rules_version", rows.rulesVersion());
            json.writeStringField(
                    "written_at", Instant.ofEpochMilli(rows.evaluatedAt()).toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
