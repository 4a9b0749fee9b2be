package io.memberflow.facts;

import io.memberflow.member.CodePoints;
import io.memberflow.member.GivenTag;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The tags of staff, the buyer and batches that are valid on a day, of every source. For a key that
 * has one value at a time, the newest valid one of each source.
 */
final class TagRows {
    private static final RowSchema SCHEMA = RowSchema.of(RowType.TAG);
    private static final int KEY = SCHEMA.get("key").index();
    private static final int VALUE = SCHEMA.get("value").index();
    private static final int SOURCE = SCHEMA.get("source").index();

    /** Of two events of one tag the later stands, then the withdrawal, then the longer. */
    private static final Comparator<GivenTag> STANDING =
            Comparator.comparingLong(GivenTag::at)
                    .thenComparing(GivenTag::withdrawn)
                    .thenComparingInt(GivenTag::until);

    /** Of two values of a single key the later given stands, then the greater. */
    private static final Comparator<GivenTag> NEWEST =
            Comparator.comparingLong(GivenTag::at).thenComparing(GivenTag::value, CodePoints.ORDER);

    private static final Comparator<GivenTag> BY_NAME =
            Comparator.comparing(GivenTag::key, CodePoints.ORDER)
                    .thenComparing(GivenTag::value, CodePoints.ORDER)
                    .thenComparing(GivenTag::source);

    private TagRows() {}

    /** By key, value and source. */
    static List<Row> of(GivenTag[] given, int day, Predicate<String> isSingle) {
        Map<List<String>, GivenTag> standing = new HashMap<>();
        for (GivenTag tag : given) {
            if (tag.day() <= day) {
                List<String> name = List.of(tag.key(), tag.value(), tag.source());
                standing.merge(name, tag, (a, b) -> STANDING.compare(a, b) >= 0 ? a : b);
            }
        }
        Map<List<String>, GivenTag> valid = new HashMap<>();
        Function<GivenTag, List<String>> place =
                tag ->
                        isSingle.test(tag.key())
                                ? List.of(tag.key(), tag.source())
                                : List.of(tag.key(), tag.value(), tag.source());
        standing.values().stream()
                .filter(tag -> !tag.withdrawn() && day <= tag.until())
                .forEach(
                        tag ->
                                valid.merge(
                                        place.apply(tag),
                                        tag,
                                        (a, b) -> NEWEST.compare(a, b) >= 0 ? a : b));
        return valid.values().stream().sorted(BY_NAME).map(TagRows::row).toList();
    }

    private static Row row(GivenTag tag) {
        String[] texts = new String[SCHEMA.texts()];
        texts[KEY] = tag.key();
        texts[VALUE] = tag.value();
        texts[SOURCE] = tag.source();
        return new Row(RowType.TAG, new long[SCHEMA.numbers()], texts, Map.of(), null);
    }
}
