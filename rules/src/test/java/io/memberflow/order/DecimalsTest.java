package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "199,19900",
        "199.00,19900",
        "199.000,19900",
        "0.1,10",
        ".5,50",
        "5.,500",
        "+7,700",
        "-7.25,-725",
        "1e2,10000",
        "1E+2,10000",
        "25e-2,25",
        "2500e-4,25",
        "007,700",
        "0e999999999,0",
        "0.000e-999999999,0",
        "1000000000000,100000000000000",
        "' 3 ',300"
    })
    void numbersAreReadExactly(String text, long fen) {
        assertThat(Decimals.parse(text, 2)).isEqualTo(fen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                ".",
                "e5",
                "1e",
                "1e+",
                "1e5.0",
                "1.2.3",
                "1,5",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "1_000",
                "１２",
                "١",
                "1 2",
                "--1",
                "1e99x",
                "true",
                "null"
            })
    void otherTextsAreNoNumbers(String text) {
        assertThat(Decimals.parse(text, 2)).isEqualTo(Decimals.NOT_A_NUMBER);
    }

    @Test
    void whatDoesNotFitTheScaleOrALongIsToldApart() {
        assertThat(Decimals.parse("0.001", 2)).isEqualTo(Decimals.TOO_FINE);
        assertThat(Decimals.parse("1e-999999999", 2)).isEqualTo(Decimals.TOO_FINE);
        assertThat(Decimals.parse("1e999999999", 2)).isEqualTo(Decimals.TOO_LARGE);
        assertThat(Decimals.parse("-1e99999999999999999999", 2)).isEqualTo(Decimals.TOO_LARGE);
        assertThat(Decimals.parse("9223372036854775807", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(Decimals.parse("9223372036854775808", 0)).isEqualTo(Decimals.TOO_LARGE);
        assertThat(Decimals.parse("-9223372036854775808", 0)).isEqualTo(Decimals.TOO_LARGE);
        assertThat(Decimals.parse("92233720368547758.07", 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Decimals.parse("92233720368547758.08", 2)).isEqualTo(Decimals.TOO_LARGE);
    }

    @Test
    void longNumbersAreCheap() {
        String digits = "9".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> {
                    assertThat(Decimals.parse(digits, 2)).isEqualTo(Decimals.TOO_LARGE);
                    assertThat(Decimals.parse("0." + digits, 2)).isEqualTo(Decimals.TOO_FINE);
                    assertThat(Decimals.parse("1e" + digits, 2)).isEqualTo(Decimals.TOO_LARGE);
                    assertThat(Decimals.parse("5." + "0".repeat(1_000_000), 2)).isEqualTo(500);
                });
    }

    @Property
    void theyAgreeWithBigDecimal(
            @ForAll @Scale(6) @BigRange(min = "-99999999999", max = "99999999999")
                    BigDecimal number,
            @ForAll @IntRange(min = -8, max = 8) int shift,
            @ForAll @IntRange(min = 0, max = 4) int scale) {
        BigDecimal value = number.scaleByPowerOfTen(shift);
        BigDecimal scaled = value.movePointRight(scale).stripTrailingZeros();
        long expected;
        if (scaled.scale() > 0) {
            expected = Decimals.TOO_FINE;
        } else if (scaled.toBigInteger().bitLength() > 63) {
            expected = Decimals.TOO_LARGE;
        } else {
            expected = scaled.longValueExact();
        }
        assertThat(Decimals.parse(value.toString(), scale)).isEqualTo(expected);
        assertThat(Decimals.parse(value.toPlainString(), scale)).isEqualTo(expected);
        assertThat(Decimals.parse(number.toPlainString() + "e" + shift, scale)).isEqualTo(expected);
    }
}
