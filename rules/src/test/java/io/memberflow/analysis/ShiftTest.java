package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Condition;
import io.memberflow.engine.Rule;
import io.memberflow.member.FactSchema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    @ParameterizedTest
    @CsvSource({
        "d90.orders, GE, 3, d30.orders, 3, NARROWER",
        "d30.orders, GE, 3, d90.orders, 3, WIDER",
        "d90.orders, LT, 3, d30.orders, 3, WIDER",
        "d365.items, GT, 3, life.items, 3, WIDER",
        "d90.orders, GE, 3, d30.orders, 4, NARROWER",
        "d90.orders, GE, 3, d30.orders, 2, UNPROVED",
        "d90.orders, EQ, 3, d30.orders, 3, UNPROVED",
        // Refunds make less of it, and of nothing there is no average.
        "d90.amount, GE, 300, d30.amount, 300, UNPROVED",
        "d90.averageOrderValue, GE, 300, d30.averageOrderValue, 300, UNPROVED",
        "d90.orders, GE, 3, d30.items, 3, UNPROVED",
        "recencyDays, LT, 90, recencyDays, 60, NARROWER",
    })
    void aShorterWindowHoldsNoMore(
            String fact, Comparison comparison, long is, String other, long becomes, Shift shift) {
        assertThat(Shift.of(rule(fact, comparison, is), rule(other, comparison, becomes)))
                .isEqualTo(shift);
    }

    private static Rule rule(String fact, Comparison comparison, long constant) {
        Condition when = new Condition.Compare(SCHEMA.get(fact), comparison, constant);
        return new Rule("r", "r.drl", 1, "r", 0, 0, when, List.of(), List.of());
    }
}
