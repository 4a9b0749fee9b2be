package io.memberflow.testdata;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth about all members.
 *
 * @param population the measured cut points, or null with fixed ones or when nobody has a counting
 *     order
 * @param members every member with a standing order dated no later than D, by id (Java's string
 *     order)
 */
public record OracleAnswer(OraclePopulation population, SortedMap<String, OracleMember> members) {
    public OracleAnswer {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }
}
