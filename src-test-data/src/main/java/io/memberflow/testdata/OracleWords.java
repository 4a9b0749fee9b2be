package io.memberflow.testdata;

import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Words of a table found in texts: one that lies inside a longer one does not count. */
final class OracleWords {
    private OracleWords() {}

    /** What the words of a table that stand in any of the texts mean. */
    static SortedSet<String> found(Map<String, String> table, Collection<String> texts) {
        SortedSet<String> values = new TreeSet<>();
        for (String text : texts) {
            for (String word : table.keySet()) {
                for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                    if (!isHidden(text, at, at + word.length(), table)) {
                        values.add(table.get(word));
                    }
                }
            }
        }
        values.remove("");
        return values;
    }

    private static boolean isHidden(String text, int from, int to, Map<String, String> table) {
        for (String longer : table.keySet()) {
            if (longer.length() > to - from) {
                for (int at = 0; at <= from; at++) {
                    if (text.startsWith(longer, at) && at + longer.length() >= to) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
