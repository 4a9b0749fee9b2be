package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * What there is to be read of one member while its rules are worked through: the facts of the day,
 * and what rules of earlier layers gave.
 */
final class Scene {
    private final DayFacts facts;
    private final IntUnaryOperator valueOf;
    private final Memo memo;
    private final Map<RowType, List<Row>> given = new EnumMap<>(RowType.class);

    /**
     * @param valueOf the value position that a model gave so far, or -1
     * @param memo what is known to hold of rows that other days have too
     */
    Scene(DayFacts facts, IntUnaryOperator valueOf, Memo memo) {
        this.facts = facts;
        this.valueOf = valueOf;
        this.memo = memo;
    }

    /** A scene without rows. */
    static Scene ofNumbers(long[] numbers, IntUnaryOperator valueOf) {
        return new Scene(DayFacts.ofNumbers(numbers), valueOf, new Memo());
    }

    /** Something that rules gave, or a tag that stands. */
    void add(Row row) {
        given.computeIfAbsent(row.type(), type -> new ArrayList<>()).add(row);
    }

    List<Row> rows(RowType type) {
        // Given tags are seen only once it is settled which of them stand.
        return type == RowType.TAG || type == RowType.SEGMENT
                ? given.getOrDefault(type, List.of())
                : facts.rows(type);
    }

    /**
     * Whether a condition holds of the rows of a type, worked out unless it is known.
     *
     * @param condition one that neither counts days nor looks at rows found before
     */
    boolean holds(Condition condition, RowType type, Predicate<List<Row>> test) {
        long version = facts.version(type);
        return version == DayFacts.OWN
                ? test.test(rows(type))
                : memo.holds(condition, version, () -> test.test(rows(type)));
    }

    /**
     * The same of a condition that holds of all rows when it holds of a part of them: worked out
     * only for the parts of which it is not known.
     */
    boolean holdsOfAPart(Condition condition, RowType type, Predicate<List<Row>> test) {
        return facts.isInParts(type)
                ? memo.holdsOfAPart(condition, facts, type, test)
                : holds(condition, type, test);
    }

    /** Which of many patterns have a row. */
    long[] found(RowMasks patterns, RowType type) {
        return type == RowType.TAG || type == RowType.SEGMENT
                ? patterns.of(rows(type))
                : patterns.of(facts, memo);
    }

    long number(int fact) {
        return facts.numbers()[fact];
    }

    int valueOf(int model) {
        return valueOf.applyAsInt(model);
    }
}
