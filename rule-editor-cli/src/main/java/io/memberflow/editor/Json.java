package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as it is printed: indented, decimals as they are. */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return new JsonNodeFactory(true).objectNode();
    }

    static String text(ObjectNode json) {
        return json.toPrettyString();
    }

    /** A problem at its place. */
    static void put(Problem problem, ObjectNode json) {
        json.put("file", problem.file());
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("message", problem.text());
    }
}
