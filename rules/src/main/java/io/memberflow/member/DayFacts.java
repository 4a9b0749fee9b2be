package io.memberflow.member;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Everything rules can read of a member as of one day, but for what other rules give: numbers by
 * index of the {@link FactSchema}, and rows. Rows are made when they are first looked at.
 */
public final class DayFacts {
    /** The version of rows that may differ in anything from those of any other day. */
    public static final long OWN = Long.MIN_VALUE;

    private static final Rows NO_ROWS = Rows.of(OWN, List::of);

    private final int day;
    private final long[] numbers;
    private final Map<RowType, Rows> rows;

    /**
     * @param day the epoch day
     * @param numbers the member's numbers
     * @param rows the facts besides: the member itself (its numbers are {@code numbers}), and those
     *     of every type that was asked for. Tags are those given from outside, one row for each
     *     that is valid on the day, of every source
     */
    public DayFacts(int day, long[] numbers, Map<RowType, Rows> rows) {
        this.day = day;
        this.numbers = numbers;
        this.rows = rows;
    }

    /**
     * The rows of one type, not made before they are asked for. Where they come in parts, a part
     * has the same rows on every day of the member, but for what counts days.
     */
    public static final class Rows {
        private final long version;
        private final boolean inParts;
        private final int from;
        private final int to;
        private final IntFunction<List<Row>> parts;
        private final IntFunction<List<Row>> partsOfAnyDay;
        private List<Row> made;

        private Rows(
                long version,
                boolean inParts,
                int from,
                int to,
                IntFunction<List<Row>> parts,
                IntFunction<List<Row>> partsOfAnyDay) {
            this.version = version;
            this.inParts = inParts;
            this.from = from;
            this.to = to;
            this.parts = parts;
            this.partsOfAnyDay = partsOfAnyDay;
        }

        /**
         * Rows that come as a whole.
         *
         * @param version the same on two days of one member only if its rows on these days differ
         *     in nothing but what counts days; {@link #OWN} when that is not known
         */
        public static Rows of(long version, Supplier<List<Row>> maker) {
            return new Rows(version, false, 0, 1, whole -> maker.get(), whole -> maker.get());
        }

        /**
         * Rows that come in the parts from {@code from} up to, not including, {@code to}.
         *
         * @param partsOfAnyDay the same parts, but for what counts days, which may be another day's
         */
        public static Rows ofParts(
                int from,
                int to,
                IntFunction<List<Row>> parts,
                IntFunction<List<Row>> partsOfAnyDay) {
            return new Rows((long) from << Integer.SIZE | to, true, from, to, parts, partsOfAnyDay);
        }

        private List<Row> get() {
            if (made == null) {
                List<Row> all = new ArrayList<>();
                for (int part = from; part < to; part++) {
                    all.addAll(parts.apply(part));
                }
                made = all;
            }
            return made;
        }
    }

    /** Numbers alone, of a member of whom nothing else is read. */
    public static DayFacts ofNumbers(long[] numbers) {
        return new DayFacts(0, numbers, Map.of());
    }

    /** Facts whose rows are there already. */
    public static DayFacts of(int day, long[] numbers, List<Row> rows) {
        Map<RowType, List<Row>> byType = new EnumMap<>(RowType.class);
        rows.forEach(row -> byType.computeIfAbsent(row.type(), t -> new ArrayList<>()).add(row));
        Map<RowType, Rows> all = new EnumMap<>(RowType.class);
        byType.forEach((type, some) -> all.put(type, Rows.of(OWN, () -> some)));
        return new DayFacts(day, numbers, all);
    }

    public int day() {
        return day;
    }

    public long[] numbers() {
        return numbers;
    }

    /** All rows, type by type. */
    public List<Row> rows() {
        List<Row> all = new ArrayList<>();
        rows.values().forEach(some -> all.addAll(some.get()));
        return all;
    }

    /** The rows of a type, none where it was not asked for. */
    public List<Row> rows(RowType type) {
        return rows.getOrDefault(type, NO_ROWS).get();
    }

    /** The version of the rows of a type; see {@link Rows#of}. */
    public long version(RowType type) {
        return rows.getOrDefault(type, NO_ROWS).version;
    }

    /** Whether the rows of a type come in parts, each the same on every day. */
    public boolean isInParts(RowType type) {
        return rows.getOrDefault(type, NO_ROWS).inParts;
    }

    /** The first part that the rows of a type come in. */
    public int firstPart(RowType type) {
        return rows.getOrDefault(type, NO_ROWS).from;
    }

    /** Behind the last part. */
    public int endOfParts(RowType type) {
        return rows.getOrDefault(type, NO_ROWS).to;
    }

    /** The rows of one part; what counts days in them may be that of another day. */
    public List<Row> part(RowType type, int part) {
        return rows.getOrDefault(type, NO_ROWS).partsOfAnyDay.apply(part);
    }
}
