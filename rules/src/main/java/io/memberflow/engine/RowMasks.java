package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Which patterns of one type of rows have a row, all at once. A pattern is looked at without its
 * tests against rows found before: where it has such tests, a row is necessary and not enough.
 */
final class RowMasks {
    private final RowType type;
    private final int bits;
    private final int[] numberFields;
    private final NumberMasks[] numbers;
    private final int[] textFields;
    private final TextMasks[] texts;
    private final Map<String, Integer> attributeNames = new HashMap<>();
    private final TextMasks[] attributes;

    /** What a row without attributes passes by them. */
    private final long[] withoutAttributes;

    /** The bits of patterns; behind them are those of parts of their tests. */
    private final long[] ofPatterns;

    /** Tests that look at several things of a row, of the patterns that have such. */
    private final Several[] several;

    /** Of what counts days, null where nothing does. */
    private final NumberMasks ages;

    private final int ageField;
    private final int dateField;

    /** The patterns that look at what counts days. */
    private final long[] countingDays;

    /** Whether what does not count days can be told of a row for all days. */
    private final boolean lasts;

    private RowMasks(
            RowType type,
            int patterns,
            int bits,
            Map<Reading, NumberMasks.Builder> numbers,
            Map<Reading, TextMasks.Builder> texts,
            List<Several> several,
            Set<Integer> counting,
            boolean lasts) {
        this.type = type;
        this.bits = bits;
        this.ofPatterns = Bits.none(bits);
        for (int pattern = 0; pattern < patterns; pattern++) {
            Bits.set(ofPatterns, pattern);
        }
        this.several = several.toArray(Several[]::new);
        this.countingDays = Bits.none(bits);
        counting.forEach(pattern -> Bits.set(countingDays, pattern));
        RowField age = RowSchema.of(type).find("age").orElse(null);
        this.lasts = lasts && (Bits.isEmpty(countingDays) || age != null);
        NumberMasks.Builder byAge = null;
        List<RowField> fields = new ArrayList<>();
        List<NumberMasks> masks = new ArrayList<>();
        for (Map.Entry<Reading, NumberMasks.Builder> one : numbers.entrySet()) {
            if (this.lasts && one.getKey().countsDays()) {
                byAge = one.getValue();
            } else {
                fields.add(one.getKey().field());
                masks.add(one.getValue().build(bits));
            }
        }
        this.ages = byAge == null ? null : byAge.build(bits);
        this.ageField = byAge == null ? -1 : age.index();
        this.dateField = byAge == null ? -1 : RowSchema.of(type).get("on").index();
        this.numberFields = fields.stream().mapToInt(RowField::index).toArray();
        this.numbers = masks.toArray(NumberMasks[]::new);
        List<TextMasks> byField = new ArrayList<>();
        List<TextMasks> byName = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        texts.forEach(
                (reading, builder) -> {
                    TextMasks masksOf = builder.build(bits, type != RowType.MEMBER);
                    if (reading.field() == null) {
                        attributeNames.put(reading.attribute(), byName.size());
                        byName.add(masksOf);
                    } else {
                        read.add(reading.field().index());
                        byField.add(masksOf);
                    }
                });
        this.textFields = read.stream().mapToInt(Integer::intValue).toArray();
        this.texts = byField.toArray(TextMasks[]::new);
        this.attributes = byName.toArray(TextMasks[]::new);
        this.withoutAttributes = Bits.all(bits);
        byName.forEach(one -> Bits.and(withoutAttributes, one.of(null)));
    }

    /** Gives patterns their numbers. */
    static final class Builder {
        private final RowType type;
        private final Map<List<RowTest>, Integer> patterns = new LinkedHashMap<>();

        Builder(RowType type) {
            this.type = type;
        }

        /** The number of a pattern; patterns with the same tests share one. */
        int number(RowPattern pattern) {
            List<RowTest> tests = new ArrayList<>();
            pattern.tests().forEach(test -> flatten(test, tests));
            tests.removeIf(RowMasks::looksAtRows);
            return patterns.computeIfAbsent(tests, t -> patterns.size());
        }

        private static void flatten(RowTest test, List<RowTest> into) {
            if (test instanceof RowTest.AllOf all) {
                all.of().forEach(one -> flatten(one, into));
            } else {
                into.add(test);
            }
        }

        RowMasks build() {
            return new Masks(type, List.copyOf(patterns.keySet())).build();
        }
    }

    /**
     * A test of a pattern that looks at several things of a row.
     *
     * @param holds by the bits of its parts
     */
    private record Several(int pattern, Predicate<long[]> holds) {}

    /** Gives every test that looks at one thing of a row to the masks of that thing. */
    private static final class Masks {
        private final RowType type;
        private final List<List<RowTest>> patterns;
        private final Map<Reading, NumberMasks.Builder> numbers = new HashMap<>();
        private final Map<Reading, TextMasks.Builder> texts = new LinkedHashMap<>();
        private final List<Several> several = new ArrayList<>();
        private final Set<Integer> countingDays = new HashSet<>();
        private boolean lasts = true;
        private int bits;

        Masks(RowType type, List<List<RowTest>> patterns) {
            this.type = type;
            this.patterns = patterns;
            this.bits = patterns.size();
        }

        RowMasks build() {
            for (int pattern = 0; pattern < patterns.size(); pattern++) {
                for (RowTest test : patterns.get(pattern)) {
                    boolean counts = readings(test).stream().anyMatch(Reading::countsDays);
                    if (readings(test).size() == 1) {
                        add(pattern, test);
                    } else {
                        several.add(new Several(pattern, parts(test)));
                        lasts &= !counts;
                    }
                    if (counts) {
                        countingDays.add(pattern);
                    }
                }
            }
            return new RowMasks(
                    type, patterns.size(), bits, numbers, texts, several, countingDays, lasts);
        }

        private void add(int bit, RowTest test) {
            Reading reading = readings(test).iterator().next();
            if (reading.isText()) {
                texts.computeIfAbsent(reading, r -> new TextMasks.Builder())
                        .add(bit, text -> ofText(test, text), leaves(test));
            } else {
                numbers.computeIfAbsent(reading, r -> new NumberMasks.Builder())
                        .add(bit, ofNumber(test), turns(test));
            }
        }

        private Predicate<long[]> parts(RowTest test) {
            if (readings(test).size() == 1) {
                int bit = bits++;
                add(bit, test);
                return passed -> Bits.has(passed, bit);
            }
            boolean all = test instanceof RowTest.AllOf;
            List<RowTest> of = all ? ((RowTest.AllOf) test).of() : ((RowTest.AnyOf) test).of();
            List<Predicate<long[]>> parts = new ArrayList<>();
            of.forEach(one -> parts.add(parts(one)));
            return passed -> {
                for (int i = 0; i < parts.size(); i++) {
                    if (parts.get(i).test(passed) != all) {
                        return !all;
                    }
                }
                return all;
            };
        }
    }

    private static boolean looksAtRows(RowTest test) {
        return leaves(test).stream().anyMatch(leaf -> leaf.with() != null);
    }

    private static List<RowTest> leaves(RowTest test) {
        List<RowTest> leaves = new ArrayList<>();
        test.forEachLeaf(leaves::add);
        return leaves;
    }

    private static Set<Reading> readings(RowTest test) {
        Set<Reading> readings = new LinkedHashSet<>();
        test.forEachLeaf(leaf -> readings.add(leaf.reading()));
        return readings;
    }

    private static List<Long> turns(RowTest test) {
        List<Long> turns = new ArrayList<>();
        test.forEachLeaf(
                leaf -> {
                    if (leaf instanceof RowTest.Numeric n) {
                        for (long step : n.comparison().steps(n.constant())) {
                            turns.add(step);
                        }
                    }
                });
        return turns;
    }

    private static LongPredicate ofNumber(RowTest test) {
        if (test instanceof RowTest.AnyOf any) {
            List<LongPredicate> of = any.of().stream().map(RowMasks::ofNumber).toList();
            return value -> of.stream().anyMatch(one -> one.test(value));
        } else if (test instanceof RowTest.AllOf all) {
            List<LongPredicate> of = all.of().stream().map(RowMasks::ofNumber).toList();
            return value -> of.stream().allMatch(one -> one.test(value));
        } else if (test instanceof RowTest.Presence presence) {
            return value -> (value != Fact.ABSENT) == presence.present();
        }
        RowTest.Numeric n = (RowTest.Numeric) test;
        return value -> value != Fact.ABSENT && n.comparison().holds(value, n.constant());
    }

    private static boolean ofText(RowTest test, String text) {
        if (test instanceof RowTest.AnyOf any) {
            return any.of().stream().anyMatch(one -> ofText(one, text));
        } else if (test instanceof RowTest.AllOf all) {
            return all.of().stream().allMatch(one -> ofText(one, text));
        } else if (test instanceof RowTest.Presence presence) {
            return (text != null) == presence.present();
        }
        RowTest.Text t = (RowTest.Text) test;
        return t.operator().passes(text, t.texts());
    }

    /** What is known of a member's rows of this type, for all its days. */
    static final class Known {
        private static final Part NOTHING = new Part(new long[0], new long[0], new long[0][]);

        private Part[] parts = new Part[16];
        private final Map<Long, long[]> versions = new HashMap<>();

        /**
         * Of the rows of one part.
         *
         * @param lasting the patterns that do not count days and have a row
         * @param dates of the rows that some pattern which counts days may match
         * @param counting these patterns, of each of them
         */
        private record Part(long[] lasting, long[] dates, long[][] counting) {}
    }

    /** The patterns that have a row among these. */
    long[] of(List<Row> rows) {
        long[] found = Bits.none(bits);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            long[] passed = lasting(row);
            if (passed != null) {
                if (ages != null) {
                    Bits.and(passed, ages.of(row.number(ageField)));
                }
                Bits.or(found, passed);
            }
        }
        return found;
    }

    /** The patterns that have a row on a day. */
    long[] of(DayFacts facts, Memo memo) {
        if (!lasts) {
            return of(facts.rows(type));
        } else if (facts.isInParts(type)) {
            return ofParts(facts, memo.known(this));
        }
        long version = facts.version(type);
        return version == DayFacts.OWN || ages != null
                ? of(facts.rows(type))
                : memo.known(this).versions.computeIfAbsent(version, v -> of(facts.rows(type)));
    }

    private long[] ofParts(DayFacts facts, Known known) {
        int to = facts.endOfParts(type);
        if (to > known.parts.length) {
            known.parts = Arrays.copyOf(known.parts, Math.max(to, known.parts.length * 2));
        }
        long[] found = Bits.none(bits);
        for (int number = facts.firstPart(type); number < to; number++) {
            Known.Part part = known.parts[number];
            if (part == null) {
                part = part(facts.part(type, number));
                known.parts[number] = part;
            }
            if (part.lasting().length > 0) {
                Bits.or(found, part.lasting());
                for (int i = 0; i < part.dates().length; i++) {
                    long[] mask = ages.of(facts.day() - part.dates()[i]);
                    long[] counting = part.counting()[i];
                    for (int word = 0; word < found.length; word++) {
                        found[word] |= mask[word] & counting[word];
                    }
                }
            }
        }
        return found;
    }

    private Known.Part part(List<Row> rows) {
        long[] lasting = Bits.none(bits);
        long[] dates = new long[rows.size()];
        long[][] counting = new long[rows.size()][];
        int n = 0;
        for (Row row : rows) {
            long[] passed = lasting(row);
            if (passed != null) {
                if (ages != null && Bits.meet(passed, countingDays)) {
                    long[] counted = passed.clone();
                    Bits.and(counted, countingDays);
                    dates[n] = row.number(dateField);
                    counting[n++] = counted;
                }
                for (int word = 0; word < lasting.length; word++) {
                    lasting[word] |= passed[word] & ~countingDays[word];
                }
            }
        }
        return n == 0 && Bits.isEmpty(lasting)
                ? Known.NOTHING
                : new Known.Part(lasting, Arrays.copyOf(dates, n), Arrays.copyOf(counting, n));
    }

    /** The patterns that a row passes, what counts days left out if it is kept apart; or null. */
    private long[] lasting(Row row) {
        long[] passed = Bits.all(bits);
        for (int i = 0; i < texts.length; i++) {
            Bits.and(passed, texts[i].of(row.text(textFields[i])));
            if (!Bits.meet(passed, ofPatterns)) {
                return null;
            }
        }
        if (attributes.length > 0) {
            attributes(row, passed);
        }
        if (!Bits.meet(passed, ofPatterns)) {
            return null;
        }
        for (int i = 0; i < numbers.length; i++) {
            Bits.and(passed, numbers[i].of(row.number(numberFields[i])));
        }
        for (Several one : several) {
            if (Bits.has(passed, one.pattern()) && !one.holds().test(passed)) {
                Bits.clear(passed, one.pattern());
            }
        }
        Bits.and(passed, ofPatterns);
        return Bits.isEmpty(passed) ? null : passed;
    }

    /** A row has few attributes, and rules read many. */
    private void attributes(Row row, long[] passed) {
        if (row.attributes().isEmpty()) {
            Bits.and(passed, withoutAttributes);
            return;
        }
        String[] values = new String[attributes.length];
        row.attributes()
                .forEach(
                        (name, value) -> {
                            Integer number = attributeNames.get(name);
                            if (number != null) {
                                values[number] = value;
                            }
                        });
        for (int i = 0; i < attributes.length; i++) {
            Bits.and(passed, attributes[i].of(values[i]));
        }
    }
}
