package io.memberflow.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FenTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "1, 1, 1",
        "1, 2, 1",
        "1, 3, 0",
        "2, 3, 1",
        "3, 2, 2",
        "10, 4, 3",
        "9, 4, 2",
        "7, 7, 1",
        "999999999999999999, 2, 500000000000000000"
    })
    void averagesRoundHalfUp(long amount, long count, long average) {
        assertThat(Fen.average(amount, count)).isEqualTo(average);
    }

    @Test
    void sumsSaturate() {
        assertThat(Fen.plus(1, 2)).isEqualTo(3);
        assertThat(Fen.plus(Fen.MAX, 0)).isEqualTo(Fen.MAX);
        assertThat(Fen.plus(Fen.MAX - 1, 1)).isEqualTo(Fen.MAX);
        assertThat(Fen.plus(Fen.MAX, 1)).isEqualTo(Fen.MAX);
        assertThat(Fen.plus(Fen.MAX, Fen.MAX)).isEqualTo(Fen.MAX);
    }

    @Test
    void yuanHaveTwoPlaces() {
        assertThat(Fen.toYuan(0)).hasToString("0.00");
        assertThat(Fen.toYuan(1)).hasToString("0.01");
        assertThat(Fen.toYuan(Fen.MAX)).hasToString("9999999999999999.99");
    }
}
