package io.memberflow.editor;

import io.memberflow.analysis.Shift;
import java.util.List;

/**
 * Something in which two releases differ.
 *
 * @param sort what it is
 * @param kind how it differs
 * @param name of the rule, parameter, value or file
 * @param shift of a rule, how those who meet it change; null where that is not asked
 * @param details the change in words, one line each
 */
record Difference(Sort sort, Kind kind, String name, Shift shift, List<String> details) {
    enum Sort {
        RULE,
        PARAMETER,
        VALUE,
        TABLE,
        FILE
    }

    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
