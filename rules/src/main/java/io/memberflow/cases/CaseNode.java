package io.memberflow.cases;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of a YAML file with the place it stands at.
 *
 * @param line 1-based
 * @param column 1-based
 * @param scalar a text, number, yes or no as JSON knows it; null for an object or a list, and a
 *     JSON null where nothing is written
 * @param fields of an object, else null
 * @param keys where the keys of the object stand, as nodes without content
 * @param items of a list, else null
 */
record CaseNode(
        int line,
        int column,
        JsonNode scalar,
        Map<String, CaseNode> fields,
        Map<String, CaseNode> keys,
        List<CaseNode> items) {

    private static final YAMLFactory YAML =
            YAMLFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    /** Text that is no YAML, or none that a case can be written in. */
    static final class NoYaml extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final int column;

        private NoYaml(int line, int column, String message) {
            super(message);
            this.line = line;
            this.column = column;
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }
    }

    /** Reads a file's text. */
    static CaseNode read(String text) throws NoYaml {
        try (YAMLParser parser = YAML.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new NoYaml(1, 1, "the file is empty");
            }
            CaseNode root = node(parser);
            if (parser.nextToken() != null) {
                throw noYaml(parser, "the file holds more than one document");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new NoYaml(
                    at == null ? 1 : Math.max(1, at.getLineNr()),
                    at == null ? 1 : Math.max(1, at.getColumnNr()),
                    what);
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory could not be read", e);
        }
    }

    private static NoYaml noYaml(JsonParser parser, String what) {
        JsonLocation at = parser.currentTokenLocation();
        return new NoYaml(at.getLineNr(), at.getColumnNr(), what);
    }

    private static CaseNode node(YAMLParser parser) throws IOException, NoYaml {
        if (parser.isCurrentAlias()) {
            throw noYaml(parser, "references (*) to other places are not supported");
        }
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, CaseNode> fields = new LinkedHashMap<>();
            Map<String, CaseNode> keys = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonLocation key = parser.currentTokenLocation();
                keys.put(name, scalar(key.getLineNr(), key.getColumnNr(), null));
                parser.nextToken();
                fields.put(name, node(parser));
            }
            return new CaseNode(line, column, null, fields, keys, null);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<CaseNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser));
            }
            return new CaseNode(line, column, null, null, null, items);
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE ->
                    scalar(line, column, json.booleanNode(parser.getBooleanValue()));
            case VALUE_NULL -> scalar(line, column, json.nullNode());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    scalar(line, column, json.numberNode(parser.getDecimalValue()));
            default -> scalar(line, column, json.textNode(parser.getText()));
        };
    }

    static CaseNode scalar(int line, int column, JsonNode value) {
        return new CaseNode(line, column, value, null, null, null);
    }

    boolean isObject() {
        return fields != null;
    }

    boolean isList() {
        return items != null;
    }

    /** Whether nothing is written there. */
    boolean isNothing() {
        return scalar != null && scalar.isNull();
    }

    /** The text of a scalar that says something, else null. */
    String text() {
        if (scalar == null || scalar.isNull()) {
            return null;
        }
        return scalar.isNumber() ? scalar.decimalValue().toPlainString() : scalar.asText();
    }

    /** A field, null when it is not there or nothing is written there. */
    CaseNode get(String field) {
        CaseNode found = fields == null ? null : fields.get(field);
        return found == null || found.isNothing() ? null : found;
    }
}
