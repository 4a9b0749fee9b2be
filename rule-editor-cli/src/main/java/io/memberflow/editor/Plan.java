package io.memberflow.editor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Channel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was looked at and may be published: it is held against what there is by then.
 *
 * @param channel the channel
 * @param version its release when it was looked at
 * @param sha256 of the candidate
 * @param percent of members that change
 */
record Plan(String channel, int version, String sha256, BigDecimal percent) {

    void write(Path file) {
        ObjectNode json = Json.object();
        json.put("channel", channel);
        json.put("version", version);
        json.put("sha256", sha256);
        json.put("changePercent", percent);
        try {
            Files.writeString(file, Json.text(json) + "\n");
        } catch (IOException e) {
            throw Stop.wrongUse(Message.PLAN_NOT_WRITTEN, e.getMessage());
        }
    }

    static Plan read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            return new Plan(
                    json.required("channel").asText(),
                    json.required("version").intValue(),
                    json.required("sha256").asText(),
                    json.required("changePercent").decimalValue());
        } catch (IOException | IllegalArgumentException e) {
            throw Stop.wrongUse(Message.NO_PLAN, file);
        }
    }

    /**
     * Passes when nothing has changed since.
     *
     * @param seen the channel now
     * @param candidate the checksum of what is to be published
     * @throws Stop with {@link Exit#REFUSED}
     */
    void check(Channel seen, String candidate) {
        if (!seen.name().equals(channel)) {
            throw Stop.refused(Message.PLAN_OF_OTHER_CHANNEL, channel, seen.name());
        } else if (seen.activeVersion() != version) {
            throw Stop.refused(Message.PLAN_OUTDATED, version, seen.activeVersion());
        } else if (!candidate.equals(sha256)) {
            throw Stop.refused(Message.PLAN_OF_OTHER_FILES);
        }
    }
}
