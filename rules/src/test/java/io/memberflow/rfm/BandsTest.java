package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BandsTest {
    @Test
    void theFirstBandAboveTheValueHolds() {
        Bands bands = new Bands(List.of(10L, 20L), List.of(5, 3, 1));
        assertThat(bands.score(Long.MIN_VALUE)).isEqualTo(5);
        assertThat(bands.score(9)).isEqualTo(5);
        assertThat(bands.score(10)).isEqualTo(3);
        assertThat(bands.score(19)).isEqualTo(3);
        assertThat(bands.score(20)).isEqualTo(1);
        assertThat(bands.score(Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void refusesBoundsThatDoNotAscendOrMatch() {
        assertThatThrownBy(() -> new Bands(List.of(10L), List.of(1)))
                .hasMessageContaining("one score more");
        assertThatThrownBy(() -> new Bands(List.of(10L, 10L), List.of(1, 2, 3)))
                .hasMessageContaining("ascend");
        assertThatThrownBy(() -> new Bands(List.of(10L, 9L), List.of(1, 2, 3)))
                .hasMessageContaining("ascend");
    }
}
