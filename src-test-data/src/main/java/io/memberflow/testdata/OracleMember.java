package io.memberflow.testdata;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth about one member as of D.
 *
 * @param firstSeenOn epoch day of the first standing order of any status; {@link Integer#MIN_VALUE}
 *     when an order without a date stands
 * @param facts its numbers
 * @param values the models that have a value for it, by model name
 * @param history what entered and left, oldest first; empty when not asked for
 */
public record OracleMember(
        String memberId,
        int firstSeenOn,
        OracleFacts facts,
        SortedMap<String, OracleValue> values,
        List<OracleChange> history) {
    public OracleMember {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        history = List.copyOf(history);
    }

    /** The value of a model, or null when it has none. */
    public String valueOf(String model) {
        OracleValue value = values.get(model);
        return value == null ? null : value.value();
    }
}
