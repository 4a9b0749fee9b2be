package io.memberflow.engine;

import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which source of a tag beats which (rulebook.md §4). The losers are kept, but not seen. */
final class Precedence {
    /** The source of tags that rules give. */
    static final String RULE = "RULE";

    private static final List<String> STRONGEST_FIRST = List.of("MANUAL", "SELF", RULE, "BATCH");
    private static final int SOURCE = 2;

    private Precedence() {}

    /** A tag as rules see it. */
    static Row tag(String key, String value, String source) {
        return new Row(RowType.TAG, new long[0], new String[] {key, value, source}, Map.of(), null);
    }

    /** Of the tags of one key, those of the strongest source that has any. */
    static List<Row> winners(List<Row> given, List<Row> ofRules) {
        for (String source : STRONGEST_FIRST) {
            List<Row> tags = new ArrayList<>();
            for (Row tag : source.equals(RULE) ? ofRules : given) {
                if (tag.text(SOURCE).equals(source)) {
                    tags.add(tag);
                }
            }
            if (!tags.isEmpty()) {
                return tags;
            }
        }
        return List.of();
    }
}
