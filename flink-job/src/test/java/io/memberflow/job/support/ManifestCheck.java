package io.memberflow.job.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** Holds a manifest to the fields that its kind has. */
public final class ManifestCheck {
    private ManifestCheck() {}

    /** Those of a FlinkDeployment; what stands twice there stands once and is referred to. */
    public static JsonNode fields() throws IOException {
        try (InputStream in =
                ManifestCheck.class.getResourceAsStream("/deploy/flinkdeployment-v1beta1.yaml")) {
            return new YAMLMapper().valueToTree(new Yaml().load(in));
        }
    }

    /** What is no field, or not of its type; nothing when all is well. */
    public static List<String> problems(JsonNode fields, JsonNode manifest) {
        List<String> problems = new ArrayList<>();
        check("", fields, manifest, problems);
        return problems;
    }

    private static void check(String path, JsonNode type, JsonNode value, List<String> problems) {
        if (type == null) {
            problems.add(path + " is no field");
        } else if (type.isObject() && value.isObject()) {
            value.properties()
                    .forEach(
                            entry ->
                                    check(
                                            path + "/" + entry.getKey(),
                                            type.get(entry.getKey()),
                                            entry.getValue(),
                                            problems));
        } else if (type.isArray() && value.isArray()) {
            value.forEach(one -> check(path + "[]", type.get(0), one, problems));
        } else if (!type.isTextual() || !isOf(type.asText(), value)) {
            problems.add(path + " is not of the type " + type);
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "map" -> {
                boolean texts = value.isObject();
                for (JsonNode one : value) {
                    texts &= one.isTextual();
                }
                yield texts;
            }
            default -> List.of(type.split("\\|")).contains(value.asText());
        };
    }
}
