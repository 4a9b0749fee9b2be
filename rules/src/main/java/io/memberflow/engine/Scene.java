package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * What there is to be read of one member while its rules are worked through: the facts of the day,
 * and what rules of earlier layers gave.
 */
final class Scene {
    private final long[] numbers;
    private final IntUnaryOperator valueOf;
    private final Map<RowType, List<Row>> rows = new EnumMap<>(RowType.class);

    /**
     * @param valueOf the value position that a model gave so far, or -1
     */
    Scene(DayFacts facts, IntUnaryOperator valueOf) {
        this.numbers = facts.numbers();
        this.valueOf = valueOf;
        for (Row row : facts.rows()) {
            // Given tags are seen only once it is settled which of them stand.
            if (row.type() != RowType.TAG) {
                add(row);
            }
        }
    }

    /** A scene without rows. */
    static Scene ofNumbers(long[] numbers, IntUnaryOperator valueOf) {
        return new Scene(DayFacts.ofNumbers(numbers), valueOf);
    }

    void add(Row row) {
        rows.computeIfAbsent(row.type(), type -> new ArrayList<>()).add(row);
    }

    List<Row> rows(RowType type) {
        return rows.getOrDefault(type, List.of());
    }

    long number(int fact) {
        return numbers[fact];
    }

    int valueOf(int model) {
        return valueOf.applyAsInt(model);
    }
}
