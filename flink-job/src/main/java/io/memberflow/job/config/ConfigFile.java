package io.memberflow.job.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options given in a YAML file: one mapping from option names, without the dashes, to values. A
 * list stands for a comma-separated value, a mapping for one {@code KEY=VALUE} a line.
 */
final class ConfigFile {

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private ConfigFile() {}

    /**
     * Reads the file.
     *
     * @param known the names that may be given
     * @throws WrongUse if it cannot be read, is no mapping or names an unknown option
     */
    static Map<String, String> read(Path file, Set<String> known) {
        if (!Files.isRegularFile(file)) {
            throw new WrongUse("--config " + file + " is no file: give a YAML file of options.");
        }
        JsonNode root;
        try {
            root = YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new WrongUse(
                    "--config %s is no YAML at line %d (%s): write one 'option: value' a line."
                            .formatted(file, line(e), firstLine(e.getOriginalMessage())),
                    e);
        } catch (IOException e) {
            throw new WrongUse(
                    "--config " + file + " cannot be read: check the permissions of the file.", e);
        }
        if (root.isMissingNode() || root.isNull()) {
            return Map.of();
        }
        if (!root.isObject()) {
            throw new WrongUse(
                    "--config " + file + " holds no options: write one 'option: value' a line.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String name = entry.getKey();
            if (!known.contains(name)) {
                throw new WrongUse(
                        "--config "
                                + file
                                + ": "
                                + UnknownOption.sentence(name, known, "memberflow run"));
            }
            JsonNode value = entry.getValue();
            boolean nothing = value.isNull() || (value.isContainerNode() && value.isEmpty());
            if (!nothing) {
                values.put(name, text(file, name, value));
            }
        }
        return values;
    }

    private static String text(Path file, String name, JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(v -> parts.add(scalar(file, name, v)));
            return String.join(",", parts);
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(e -> parts.add(e.getKey() + "=" + scalar(file, name, e.getValue())));
            return String.join("\n", parts);
        }
        return scalar(file, name, value);
    }

    private static String scalar(Path file, String name, JsonNode value) {
        if (value.isContainerNode()) {
            throw new WrongUse(
                    "--config %s: %s is nested too deeply: give one value, or a list of values."
                            .formatted(file, name));
        }
        return value.asText();
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("unreadable").strip();
    }
}
