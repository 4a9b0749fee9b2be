package io.memberflow.testdata;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One fact as rules read it, by the names of facts.md §6: texts, or numbers as longs (days and
 * dates in days, money in fen, prices in hundredths of a fen, shares in billionths cut off, flags 1
 * and 0). What it has not is not in it; an attribute stands as {@code attributes.NAME}.
 */
public record OracleRow(String type, SortedMap<String, Object> fields) {
    public OracleRow {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** Fills a row; a null is not put. */
    static final class Builder {
        private final String type;
        private final SortedMap<String, Object> fields = new TreeMap<>();

        Builder(String type) {
            this.type = type;
        }

        Builder put(String name, String text) {
            if (text != null) {
                fields.put(name, text);
            }
            return this;
        }

        Builder put(String name, Long number) {
            if (number != null) {
                fields.put(name, number);
            }
            return this;
        }

        Builder put(String name, boolean flag) {
            fields.put(name, flag ? 1L : 0L);
            return this;
        }

        OracleRow build() {
            return new OracleRow(type, fields);
        }
    }
}
