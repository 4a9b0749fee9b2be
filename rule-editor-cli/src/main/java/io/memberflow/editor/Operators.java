package io.memberflow.editor;

import java.util.Map;

/** Comparisons in words of people. */
final class Operators {
    private static final Map<String, Message> NAMES =
            Map.of(
                    ">=", Message.AT_LEAST,
                    ">", Message.MORE_THAN,
                    "<=", Message.AT_MOST,
                    "<", Message.LESS_THAN,
                    "==", Message.EQUAL,
                    "!=", Message.UNEQUAL,
                    "contains", Message.CONTAINS,
                    "not contains", Message.CONTAINS_NOT,
                    "str[startsWith]", Message.STARTS_WITH,
                    "str[endsWith]", Message.ENDS_WITH);

    private Operators() {}

    /** The operator with its meaning: {@code >= 不少于}. */
    static String name(String operator, Language language) {
        return Excerpt.padded(NAMES.get(operator).in(language), 12) + " " + operator;
    }
}
