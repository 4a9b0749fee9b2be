package io.memberflow.testdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Words of a table found in texts, longest first: what one word took no shorter one takes. */
final class OracleWords {
    private OracleWords() {}

    /** What the words of a table that stand in any of the texts mean. */
    static SortedSet<String> found(Map<String, String> table, Collection<String> texts) {
        List<String> words = new ArrayList<>(table.keySet());
        words.sort(
                Comparator.comparingInt((String word) -> word.codePointCount(0, word.length()))
                        .reversed());
        SortedSet<String> values = new TreeSet<>();
        for (String text : texts) {
            boolean[] taken = new boolean[text.length()];
            for (String word : words) {
                for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                    if (isFree(taken, at, word.length())) {
                        Arrays.fill(taken, at, at + word.length(), true);
                        values.add(table.get(word));
                    }
                }
            }
        }
        values.remove("");
        return values;
    }

    private static boolean isFree(boolean[] taken, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (taken[i]) {
                return false;
            }
        }
        return true;
    }
}
