package io.memberflow.testdata;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that rules can read of a member as of a day.
 *
 * @param orders what the orders alone decide
 * @param numbers the member's numbers besides, by name, in the units of {@link OracleRow}; what it
 *     has not is not in it
 * @param rows every other fact, the member's texts and attributes as the row {@code Member}, in no
 *     certain order
 */
public record OracleDetails(
        OracleFacts orders, SortedMap<String, Long> numbers, List<OracleRow> rows) {
    public OracleDetails {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        rows = List.copyOf(rows);
    }
}
