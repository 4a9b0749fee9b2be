package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Every relation against its meaning, over all assignments of small boxes: it never takes away one
 * that can be, and of a single one it says exactly whether it can.
 */
class RelationPropertyTest {
    private record Case(
            Relation relation, int variables, boolean absent, Predicate<long[]> means) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            new Relation.Implies(Range.atMost(0, 2), Range.atLeast(1, 3)),
                            2,
                            true,
                            n -> !(there(n[0]) && n[0] <= 2) || (there(n[1]) && n[1] >= 3)),
                    new Case(
                            new Relation.Implies(new Range(0, 2, 4), Range.present(1)),
                            2,
                            true,
                            n -> !(n[0] >= 2 && n[0] <= 4) || there(n[1])),
                    new Case(
                            new Relation.AtMost(0, 1, 1),
                            2,
                            true,
                            n -> !there(n[0]) || !there(n[1]) || n[0] + 1 <= n[1]),
                    new Case(
                            new Relation.Difference(0, 1, 2),
                            3,
                            true,
                            n ->
                                    !(there(n[0]) && there(n[1]) && there(n[2]))
                                            || n[0] == n[1] - n[2]),
                    new Case(
                            new Relation.Average(0, 1, 2),
                            3,
                            false,
                            n ->
                                    n[0] > 0
                                            && new BigDecimal(n[1])
                                                    .divide(
                                                            new BigDecimal(n[0]),
                                                            0,
                                                            RoundingMode.HALF_UP)
                                                    .equals(new BigDecimal(n[2]))),
                    new Case(new Relation.NoMoreThan(0, 1, 2), 3, false, n -> n[0] <= n[1] * n[2]),
                    new Case(
                            new Relation.SameOrders(0, 1, 2, 3),
                            4,
                            false,
                            n -> n[0] != n[1] || n[2] == n[3]));

    @Property(tries = 400)
    void nothingThatCanBeIsTakenAway(@ForAll long seed) {
        Random random = new Random(seed);
        for (Case one : CASES) {
            Box box = box(one, random);
            Box narrowed = box.copy();
            one.relation().narrow(narrowed);
            boolean single = IntStream.range(0, one.variables()).allMatch(box::isFixed);
            assignments(
                    box,
                    one.variables(),
                    numbers -> {
                        boolean left = !narrowed.isEmpty() && contains(narrowed, numbers);
                        if (one.means().test(numbers)) {
                            assertThat(left).as(one + " %s", Arrays.toString(numbers)).isTrue();
                        } else if (single) {
                            assertThat(left).as(one + " %s", Arrays.toString(numbers)).isFalse();
                        }
                    });
        }
    }

    private static boolean there(long number) {
        return number != Fact.ABSENT;
    }

    private static Box box(Case one, Random random) {
        boolean single = random.nextInt(3) == 0;
        int size = one.variables();
        long[] low = new long[size];
        long[] high = new long[size];
        boolean[] absent = new boolean[size];
        for (int i = 0; i < size; i++) {
            low[i] = random.nextInt(7);
            high[i] = single ? low[i] : low[i] + random.nextInt(5);
            absent[i] = one.absent() && random.nextInt(3) == 0;
            if (absent[i] && (single || random.nextBoolean())) {
                low[i] = 1;
                high[i] = 0;
            }
        }
        return new Box(low, high, absent);
    }

    private static boolean contains(Box box, long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            boolean in =
                    there(numbers[i])
                            ? box.low(i) <= numbers[i] && numbers[i] <= box.high(i)
                            : box.mayBeAbsent(i);
            if (!in) {
                return false;
            }
        }
        return true;
    }

    private static void assignments(Box box, int variables, Consumer<long[]> visitor) {
        assign(box, new long[variables], 0, visitor);
    }

    private static void assign(Box box, long[] numbers, int next, Consumer<long[]> visitor) {
        if (next == numbers.length) {
            visitor.accept(numbers.clone());
            return;
        }
        if (box.mayBeAbsent(next)) {
            numbers[next] = Fact.ABSENT;
            assign(box, numbers, next + 1, visitor);
        }
        for (long number = box.low(next); number <= box.high(next); number++) {
            numbers[next] = number;
            assign(box, numbers, next + 1, visitor);
        }
    }
}
