package io.memberflow.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and dates against the classes of Java. */
class StoredNumbersTest {

    @Property
    void everyNumberIsReadExactly(@ForAll long number, @ForAll @IntRange(max = 15) int places)
            throws IOException {
        BigDecimal value = BigDecimal.valueOf(number, places);
        assertThat(scaled(value.toPlainString(), places)).isEqualTo(number);
        assertThat(scaled(value.toString(), places)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "12", "12.3", "12.340", "1e2", "1E-1", "999999999999.99"})
    void everyFormIsRead(String text) throws IOException {
        assertThat(scaled(text, 2))
                .isEqualTo(new BigDecimal(text).setScale(2).unscaledValue().longValueExact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.005", "92233720368547758.08"})
    void whatDoesNotFitIsNotRounded(String text) {
        assertThatThrownBy(() -> scaled(text, 2)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"12\"", "true"})
    void whatIsNoNumberIsRefused(String json) {
        assertThatThrownBy(() -> scaled(json, 2)).isInstanceOf(IOException.class);
    }

    @Property
    void everyDateIsRead(@ForAll @IntRange(min = -800_000, max = 800_000) int day)
            throws IOException {
        assertThat(epochDay(LocalDate.ofEpochDay(day).toString())).isEqualTo(day);
    }

    @Test
    void whatIsNoDateIsRefused() {
        assertThatThrownBy(() -> epochDay("2025-02-30")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> epochDay("2025-0a-30")).isInstanceOf(DateTimeException.class);
    }

    private static long scaled(String json, int places) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json + " ")) {
            parser.nextToken();
            return StoredNumbers.scaled(parser, places);
        }
    }

    private static long epochDay(String date) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser("\"" + date + "\"")) {
            parser.nextToken();
            return StoredNumbers.epochDay(parser);
        }
    }
}
