package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedScoresTest {
    private final FixedScores scores =
            new FixedScores(
                    new Bands(List.of(30L, 90L), List.of(5, 3, 1)),
                    new Bands(List.of(2L), List.of(1, 4)),
                    new Bands(List.of(100_01L), List.of(2, 5)),
                    60,
                    3,
                    300_00);

    @Test
    void scoresByItsBands() {
        assertThat(scores.recency(29)).isEqualTo(5);
        assertThat(scores.recency(30)).isEqualTo(3);
        assertThat(scores.frequency(1)).isEqualTo(1);
        assertThat(scores.frequency(2)).isEqualTo(4);
        assertThat(scores.monetary(100_00)).isEqualTo(2);
        assertThat(scores.monetary(100_01)).isEqualTo(5);
    }

    @Test
    void highsByTheirBounds() {
        assertThat(scores.recencyHigh(59)).isTrue();
        assertThat(scores.recencyHigh(60)).isFalse();
        assertThat(scores.frequencyHigh(3)).isTrue();
        assertThat(scores.frequencyHigh(2)).isFalse();
        assertThat(scores.monetaryHigh(300_00)).isTrue();
        assertThat(scores.monetaryHigh(299_99)).isFalse();
    }

    @Test
    void knowsNoPopulationAndWhenRecencyTurns() {
        assertThat(scores.amountTopPercent(1)).isEqualTo(Fact.ABSENT);
        assertThat(scores.cutPoints()).isNull();
        assertThat(scores.recencySteps()).containsExactly(30, 90, 60);
    }
}
