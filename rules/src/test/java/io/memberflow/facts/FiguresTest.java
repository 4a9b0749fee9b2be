package io.memberflow.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "2, 5, 400000000",
        "1, 3, 333333333",
        "2, 3, 666666666",
        "0, 7, 0",
        "-1, 3, -333333334",
        "9223372036854775807, 1, 9223372036854775807",
        "-9223372036854775807, 1, -9223372036854775807"
    })
    void sharesAreCutOff(long part, long whole, long ratio) {
        assertThat(Figures.ratio(part, whole)).isEqualTo(ratio);
    }

    @Test
    void ofNothingThereIsNoShareAndNoMedian() {
        assertThat(Figures.ratio(1, 0)).isEqualTo(Fact.ABSENT);
        assertThat(Figures.median(new long[0])).isEqualTo(Fact.ABSENT);
        assertThat(Figures.median(new long[] {3, 1, 2})).isEqualTo(2);
        assertThat(Figures.median(new long[] {4, 1})).isEqualTo(2);
        assertThat(Figures.median(new long[] {-4, 1})).isEqualTo(-2);
    }

    @Property
    void sharesAreExact(
            @ForAll @LongRange(min = -1_000_000_000_000_000L, max = 1_000_000_000_000_000L)
                    long part,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long whole) {
        BigDecimal exact =
                BigDecimal.valueOf(part)
                        .movePointRight(9)
                        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.FLOOR);
        if (exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
            assertThat(Figures.ratio(part, whole)).isEqualTo(exact.longValueExact());
        }
    }
}
