package io.memberflow.job.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/** Writes the members and behaviours events of facts.md §1. */
final class EventJson {

    private final JsonFactory json = new JsonFactory();
    private final Clockwork clockwork;

    EventJson(ShopPlan plan) {
        this.clockwork = new Clockwork(plan.zone());
    }

    String write(Known known) throws IOException {
        StringWriter text = new StringWriter(400);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("member_id", known.memberId());
            out.writeStringField("updated_at", clockwork.write(known.at()));
            texts(known.fields(), out);
            if (!known.attributes().isEmpty()) {
                out.writeObjectFieldStart("attributes");
                texts(known.attributes(), out);
                out.writeEndObject();
            }
            if (!known.tags().isEmpty()) {
                out.writeArrayFieldStart("tags");
                for (Known.Tag tag : known.tags()) {
                    out.writeStartObject();
                    out.writeStringField("key", tag.key());
                    out.writeStringField("value", tag.value());
                    out.writeStringField("source", tag.source());
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    String write(Did did) throws IOException {
        StringWriter text = new StringWriter(200);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("event_id", did.id());
            out.writeStringField("member_id", did.memberId());
            out.writeStringField("at", clockwork.write(did.at()));
            out.writeStringField("type", did.type().name());
            texts(did.details(), out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void texts(Map<String, String> texts, JsonGenerator out) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeStringField(text.getKey(), text.getValue());
        }
    }
}
