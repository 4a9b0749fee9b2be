package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PopulationTest {
    private static final int D = (int) LocalDate.of(2025, 3, 1).toEpochDay();

    /** Recency, orders, fen; a member each. */
    private static Population of(long[]... members) {
        Map<Integer, Long> last = new TreeMap<>();
        Map<Integer, Long> orders = new TreeMap<>();
        Map<Long, Long> amounts = new TreeMap<>();
        for (long[] member : members) {
            last.merge(D - (int) member[0], 1L, Long::sum);
            orders.merge((int) member[1], 1L, Long::sum);
            amounts.merge(member[2], 1L, Long::sum);
        }
        return new Population(last, orders, amounts);
    }

    /** Ten members: recency 1 to 10, orders with ties, amounts with ties. */
    private static final Population TEN =
            of(
                    new long[] {1, 9, 900_00},
                    new long[] {2, 5, 500_00},
                    new long[] {3, 2, 500_00},
                    new long[] {4, 2, 200_00},
                    new long[] {5, 1, 100_00},
                    new long[] {6, 1, 100_00},
                    new long[] {7, 1, 100_00},
                    new long[] {8, 1, 50_00},
                    new long[] {9, 0, 0},
                    new long[] {10, 0, 0});

    private final CutPoints cuts = TEN.close(D);
    private final PopulationScores scores = new PopulationScores(cuts);

    @Test
    void closesByInclusiveNearestRank() {
        assertThat(cuts.id()).isEqualTo(20250301);
        assertThat(cuts.forDate()).isEqualTo(D);
        assertThat(cuts.members()).isEqualTo(10);
        assertThat(cuts.recency()).containsExactly(2, 4, 6, 8);
        assertThat(cuts.frequency()).containsExactly(0, 1, 1, 2);
        assertThat(cuts.monetary()).containsExactly(0, 100_00, 100_00, 500_00);
        assertThat(cuts.recencySum()).isEqualTo(55);
        assertThat(cuts.frequencySum()).isEqualTo(22);
        assertThat(cuts.monetarySum()).isEqualTo(2450_00);
        assertThat(cuts.amounts()).containsExactly(0, 50_00, 100_00, 200_00, 500_00, 900_00);
        assertThat(cuts.atMost()).containsExactly(2, 3, 6, 7, 9, 10);
    }

    /** A fifth of three members is 0.6 of one: the first. */
    @ParameterizedTest
    @CsvSource({
        "1, 1 1 1 1",
        "2, 1 1 2 2",
        "3, 1 2 2 3",
        "4, 1 2 3 4",
        "5, 1 2 3 4",
        "6, 2 3 4 5",
        "101, 21 41 61 81"
    })
    void quintilesOfFew(int members, String expected) {
        Population population =
                of(
                        IntStream.rangeClosed(1, members)
                                .mapToObj(i -> new long[] {i, i, i})
                                .toArray(long[][]::new));
        String found =
                String.join(
                        " ",
                        IntStream.of(population.close(D).recency())
                                .mapToObj(Integer::toString)
                                .toList());
        assertThat(found).isEqualTo(expected);
        assertThat(population.close(D).frequency()).isEqualTo(population.close(D).recency());
    }

    @Test
    void agesWithTheDay() {
        assertThat(TEN.close(D + 100).recency()).containsExactly(102, 104, 106, 108);
        assertThat(TEN.close(D + 100).id()).isEqualTo(20250609);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "2, 5", "3, 4", "4, 4", "5, 3", "6, 3", "7, 2", "8, 2", "9, 1", "999, 1"})
    void recencyScores(long days, int score) {
        assertThat(scores.recency(days)).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 5", "99, 5"})
    void frequencyScoresSkipWhereCutPointsAgree(long orders, int score) {
        assertThat(scores.frequency(orders)).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 2",
        "9999, 2",
        "10000, 2",
        "10001, 4",
        "50000, 4",
        "50001, 5",
        "99999999, 5"
    })
    void monetaryScores(long fen, int score) {
        assertThat(scores.monetary(fen)).isEqualTo(score);
    }

    /** The means are 5.5 days, 2.2 orders and 245.00 yuan. */
    @Test
    void highsAgainstTheExactMean() {
        assertThat(scores.recencyHigh(5)).isTrue();
        assertThat(scores.recencyHigh(6)).isFalse();
        assertThat(scores.frequencyHigh(3)).isTrue();
        assertThat(scores.frequencyHigh(2)).isFalse();
        assertThat(scores.monetaryHigh(245_00)).isTrue();
        assertThat(scores.monetaryHigh(244_99)).isFalse();
    }

    /** Means of one third and two thirds, and one that is met exactly. */
    @Test
    void meansThatAreFractions() {
        PopulationScores thirds =
                new PopulationScores(
                        of(new long[] {0, 0, 0}, new long[] {1, 1, 1}, new long[] {0, 1, 0})
                                .close(D));
        assertThat(thirds.recencyHigh(0)).as("1/3 days").isTrue();
        assertThat(thirds.recencyHigh(1)).isFalse();
        assertThat(thirds.frequencyHigh(1)).as("2/3 orders").isTrue();
        assertThat(thirds.frequencyHigh(0)).isFalse();
        assertThat(thirds.monetaryHigh(1)).as("1/3 fen").isTrue();
        assertThat(thirds.monetaryHigh(0)).isFalse();
        PopulationScores whole =
                new PopulationScores(of(new long[] {1, 1, 1}, new long[] {3, 3, 3}).close(D));
        assertThat(whole.recencyHigh(2)).isTrue();
        assertThat(whole.recencyHigh(3)).isFalse();
        assertThat(whole.frequencyHigh(2)).isTrue();
        assertThat(whole.frequencyHigh(1)).isFalse();
        assertThat(whole.monetaryHigh(2)).isTrue();
        assertThat(whole.monetaryHigh(1)).isFalse();
    }

    /** Percent of the members with a greater amount, in 1e-15 percent. */
    @ParameterizedTest
    @CsvSource({
        "90001, 0",
        "90000, 0",
        "89999, 10",
        "50001, 10",
        "50000, 10",
        "49999, 30",
        "20000, 30",
        "10000, 40",
        "9999, 70",
        "5000, 70",
        "1, 80",
        "0, 80"
    })
    void topPercent(long fen, long percent) {
        assertThat(scores.amountTopPercent(fen)).isEqualTo(percent * 1_000_000_000_000_000L);
    }

    @Test
    void belowTheLeastAmountEverybodyHasMore() {
        PopulationScores two =
                new PopulationScores(of(new long[] {1, 1, 5}, new long[] {1, 1, 6}).close(D));
        assertThat(two.amountTopPercent(4)).isEqualTo(100_000_000_000_000_000L);
        assertThat(two.amountTopPercent(5)).isEqualTo(50_000_000_000_000_000L);
    }

    /** A third is cut off, so that it stays below 100/3 and above all shorter decimals. */
    @Test
    void topPercentOfThirds() {
        PopulationScores three =
                new PopulationScores(
                        of(new long[] {1, 1, 1}, new long[] {1, 1, 2}, new long[] {1, 1, 3})
                                .close(D));
        assertThat(three.amountTopPercent(2)).isEqualTo(33_333_333_333_333_333L);
        assertThat(three.amountTopPercent(1)).isEqualTo(66_666_666_666_666_666L);
    }

    @Test
    void recencyStepsAreTheDaysAfter() {
        assertThat(scores.recencySteps()).containsExactlyInAnyOrder(3, 5, 7, 9, 6);
        for (int days = 1; days < 20; days++) {
            boolean changes =
                    scores.recency(days) != scores.recency(days - 1)
                            || scores.recencyHigh(days) != scores.recencyHigh(days - 1);
            int day = days;
            assertThat(IntStream.of(scores.recencySteps()).anyMatch(step -> step == day))
                    .isEqualTo(changes);
        }
    }

    @Test
    void nobody() {
        CutPoints none = of().close(D);
        assertThat(none.members()).isZero();
        assertThat(none.recency()).isEmpty();
        assertThat(none.frequency()).isEmpty();
        assertThat(none.monetary()).isEmpty();
        assertThat(none.monetarySum()).isEqualTo(BigInteger.ZERO);
        PopulationScores alone = new PopulationScores(none);
        assertThat(alone.amountTopPercent(1)).isEqualTo(Fact.ABSENT);
        assertThat(alone.recency(0)).isEqualTo(5);
        assertThat(alone.recencyHigh(0)).isTrue();
        assertThat(alone.frequencyHigh(0)).isTrue();
        assertThat(alone.cutPoints()).isSameAs(none);
    }

    @Test
    void sumsBeyondALong() {
        Population rich = new Population(Map.of(D, 20L), Map.of(1, 20L), Map.of(Fen.MAX, 20L));
        CutPoints closed = rich.close(D);
        assertThat(closed.monetarySum())
                .isEqualTo(BigInteger.valueOf(Fen.MAX).multiply(BigInteger.valueOf(20)));
        assertThat(new PopulationScores(closed).monetaryHigh(Fen.MAX)).isTrue();
        assertThat(new PopulationScores(closed).monetaryHigh(Fen.MAX - 1)).isFalse();
    }

    @Test
    void countsOfNoneLeftByTakingAwayChangeNothing() {
        Population left =
                new Population(
                        Map.of(D - 3, 2L, D - 99, 0L),
                        Map.of(2, 2L, 7, 0L),
                        Map.of(5L, 2L, 1L, 0L));
        CutPoints closed = left.close(D);
        assertThat(closed.members()).isEqualTo(2);
        assertThat(closed.recency()).containsOnly(3);
        assertThat(closed.monetary()).containsOnly(5);
        assertThat(new PopulationScores(closed).amountTopPercent(5)).isZero();
    }
}
