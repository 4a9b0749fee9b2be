package io.memberflow.facts;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import io.memberflow.member.Row;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts of behaviours: of each type that was seen, over all, and by each category, campaign and
 * channel it was seen with.
 */
final class BehaviourRows {
    /** The days each count looks back, in the order of the row's fields. */
    static final int[] WINDOWS = {7, 30, 90, 365};

    private static final RowSchema SCHEMA = RowSchema.of(RowType.BEHAVIOUR);
    private static final int FIRST_COUNT = SCHEMA.get("count7d").index();
    private static final int DAYS_SINCE = SCHEMA.get("daysSince").index();
    private static final int TYPE = SCHEMA.get("type").index();
    private static final int KEY = SCHEMA.get("key").index();
    private static final int CATEGORY = SCHEMA.get("category").index();
    private static final Comparator<String> KEYS = Comparator.nullsFirst(CodePoints.ORDER);

    private BehaviourRows() {}

    /** By type, then by key, the row over all first. */
    static List<Row> of(BehavioursOn on) {
        Map<BehaviourType, Map<String, long[]>> counts = new EnumMap<>(BehaviourType.class);
        Set<String> categories = new HashSet<>();
        for (Behaviour one : on.all()) {
            categories.add(one.category());
            Map<String, long[]> byKey =
                    counts.computeIfAbsent(BehavioursOn.typeOf(one), type -> new TreeMap<>(KEYS));
            keys(one).forEach(key -> count(byKey, key, on.day() - one.day()));
        }
        List<Row> rows = new ArrayList<>();
        counts.forEach(
                (type, byKey) ->
                        byKey.forEach(
                                (key, numbers) -> rows.add(row(type, key, categories, numbers))));
        return rows;
    }

    /** What an event counts for: a text that is both its category and its channel is one key. */
    private static Set<String> keys(Behaviour one) {
        Set<String> keys = new HashSet<>(Arrays.asList(one.category(), one.campaign()));
        keys.add(one.channel());
        keys.removeIf(Objects::isNull);
        keys.add(null);
        return keys;
    }

    private static void count(Map<String, long[]> byKey, String key, int age) {
        long[] numbers =
                byKey.computeIfAbsent(
                        key,
                        absent -> {
                            long[] none = new long[SCHEMA.numbers()];
                            none[DAYS_SINCE] = age;
                            return none;
                        });
        for (int i = 0; i < WINDOWS.length; i++) {
            numbers[FIRST_COUNT + i] += age < WINDOWS[i] ? 1 : 0;
        }
        numbers[DAYS_SINCE] = Math.min(numbers[DAYS_SINCE], age);
    }

    /** Only a key that is some event's category is the row's category: rules tell it by that. */
    private static Row row(BehaviourType type, String key, Set<String> categories, long[] numbers) {
        String[] texts = new String[SCHEMA.texts()];
        texts[TYPE] = type.name();
        texts[KEY] = key;
        texts[CATEGORY] = categories.contains(key) ? key : null;
        return new Row(RowType.BEHAVIOUR, numbers, texts, Map.of(), null);
    }
}
