package io.memberflow.facts;

import io.memberflow.member.CodePoints;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.rulebook.LookupTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the words found in addresses stand for. A word inside a longer word of the same table does
 * not count: 邮局 hides its 局.
 */
final class WordRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.WORD);
    private static final int LIST = SCHEMA.get("list").index();
    private static final int VALUE = SCHEMA.get("value").index();

    private final List<WordList> lists = new ArrayList<>();

    WordRows(LookupTables tables) {
        Map<String, Map<String, String>> byName = new TreeMap<>(CodePoints.ORDER);
        byName.putAll(tables.words());
        byName.forEach((name, words) -> lists.add(new WordList(name, words)));
    }

    /** By table, then by value. */
    List<Row> of(Collection<String> addresses) {
        List<Row> rows = new ArrayList<>();
        for (WordList list : lists) {
            Set<String> found = new LinkedHashSet<>();
            addresses.forEach(address -> list.find(address, found));
            found.stream().sorted(CodePoints.ORDER).map(list.rows::get).forEach(rows::add);
        }
        return rows;
    }

    /** One table, with the rows its values make. */
    private static final class WordList {
        private final Map<String, String> words;
        private final int[] lengths;
        private final Map<String, Row> rows = new HashMap<>();

        WordList(String name, Map<String, String> words) {
            this.words = words;
            this.lengths =
                    words.keySet().stream()
                            .map(String::length)
                            .distinct()
                            .sorted(Comparator.reverseOrder())
                            .mapToInt(Integer::intValue)
                            .toArray();
            for (String value : words.values()) {
                rows.computeIfAbsent(value, text -> row(name, text));
            }
        }

        void find(String text, Set<String> found) {
            int covered = 0;
            for (int at = 0; at < text.length(); at++) {
                String word = longestAt(text, at);
                if (word != null && at + word.length() > covered) {
                    covered = at + word.length();
                    String value = words.get(word);
                    if (!value.isEmpty()) {
                        found.add(value);
                    }
                }
            }
        }

        private String longestAt(String text, int at) {
            for (int length : lengths) {
                if (at + length <= text.length()) {
                    String word = text.substring(at, at + length);
                    if (words.containsKey(word)) {
                        return word;
                    }
                }
            }
            return null;
        }

        private static Row row(String name, String value) {
            String[] texts = new String[SCHEMA.texts()];
            texts[LIST] = name;
            texts[VALUE] = value;
            return new Row(RowType.WORD, new long[SCHEMA.numbers()], texts, Map.of(), null);
        }
    }
}
