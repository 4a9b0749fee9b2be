package io.memberflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private final Times shanghai = new Times(Events.SHANGHAI);

    @ParameterizedTest
    @CsvSource({
        "2025-03-01T10:15:30+08:00,2025-03-01T02:15:30Z",
        "2025-03-01T02:15:30Z,2025-03-01T02:15:30Z",
        "2025-03-01t02:15:30z,2025-03-01T02:15:30Z",
        "2025-03-01 10:15:30+08,2025-03-01T02:15:30Z",
        "2025-03-01T10:15:30+0800,2025-03-01T02:15:30Z",
        "2025-03-01T10:15+08:00,2025-03-01T02:15:00Z",
        "2025-03-01T02:15:30-00:00,2025-03-01T02:15:30Z",
        "2025-03-01T10:15:30+08:00:10,2025-03-01T02:15:20Z",
        "2025-03-01T10:15:30,2025-03-01T02:15:30Z",
        "2025-03-01 10:15:30,2025-03-01T02:15:30Z",
        "2025-03-01 10:15,2025-03-01T02:15:00Z",
        "2025-03-01,2025-02-28T16:00:00Z",
        "' 2025-03-01 ',2025-02-28T16:00:00Z",
        "2025-03-01T10:15:30.5,2025-03-01T02:15:30.500Z",
        "2025-03-01T10:15:30.123456789+08:00,2025-03-01T02:15:30.123456Z",
        "2024-02-29T00:00Z,2024-02-29T00:00:00Z",
        "0001-01-01T00:00Z,0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z,9999-12-31T23:59:59.999999Z",
        "2025-03-01T00:00+18:00,2025-02-28T06:00:00Z"
    })
    void timesAreRead(String text, Instant instant) {
        assertThat(shanghai.parse(text)).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025",
                "2025-03",
                "2025-3-1",
                "20250301",
                "2025/03/01",
                "2025-02-29",
                "2025-13-01",
                "2025-00-10",
                "2025-01-00",
                "2025-04-31",
                "0000-01-01",
                "10000-01-01",
                "-2025-01-01",
                "2025-03-01T",
                "2025-03-01T10",
                "2025-03-01T24:00",
                "2025-03-01T10:60",
                "2025-03-01T10:15:60",
                "2025-03-01T10:15:30.",
                "2025-03-01T10:15:30,5",
                "2025-03-01T10:15.5",
                "2025-03-01X10:15",
                "2025-03-01T10:15:30+",
                "2025-03-01T10:15:30+8",
                "2025-03-01T10:15:30+19:00",
                "2025-03-01T10:15:30+18:01",
                "2025-03-01T10:15:30+08:",
                "2025-03-01T10:15:30+08:60",
                "2025-03-01T10:15:30+08:0000",
                "2025-03-01T10:15:30+080",
                "2025-03-01T10:15:30ZZ",
                "2025-03-01T10:15:30Z[UTC]",
                "2025-03-01T10:15:30 +08:00",
                "2025-03-01  10:15",
                "1740795330",
                "1740795330000",
                "now",
                "٢٠٢٥-03-01",
                "2025-03-01T10:15:30+08:00x"
            })
    void otherTextsAreNoTimes(String text) {
        assertThat(shanghai.parse(text)).isEqualTo(Times.UNREADABLE);
    }

    @Test
    void aSkippedMidnightIsMovedOnAndBelongsToItsDay() {
        // On 4 November 2018 Sao Paulo's clocks went from 00:00 to 01:00.
        Times times = new Times(ZoneId.of("America/Sao_Paulo"));
        int fourth = (int) LocalDate.of(2018, 11, 4).toEpochDay();
        long first = micros(Instant.parse("2018-11-04T03:00:00Z"));
        assertThat(times.parse("2018-11-04")).isEqualTo(first);
        assertThat(times.parse("2018-11-04T00:00")).isEqualTo(first);
        assertThat(times.parse("2018-11-04T01:00")).isEqualTo(first);
        assertThat(times.dayOf(first)).isEqualTo(fourth);
        assertThat(times.dayOf(first - 1)).isEqualTo(fourth - 1);
    }

    @Test
    void aSkippedDayIsReadAsTheNext() {
        // Samoa went from 29 to 31 December 2011.
        Times times = new Times(ZoneId.of("Pacific/Apia"));
        assertThat(times.parse("2011-12-30")).isEqualTo(times.parse("2011-12-31"));
        assertThat(times.parse("2011-12-30T12:30")).isEqualTo(times.parse("2011-12-31T12:30"));
        long midnight = times.parse("2011-12-31");
        assertThat(times.dayOf(midnight) - times.dayOf(midnight - 1)).isEqualTo(2);
    }

    @Test
    void aGapIsJumpedAndAnOverlapIsItsFirstPass() {
        Times times = new Times(ZoneId.of("Europe/London"));
        assertThat(times.parse("2011-03-27T01:30"))
                .isEqualTo(micros(Instant.parse("2011-03-27T01:30:00Z")));
        assertThat(times.parse("2011-10-30T01:30"))
                .isEqualTo(micros(Instant.parse("2011-10-30T00:30:00Z")));
    }

    @Test
    void beforeTheEpochDaysAndMicrosecondsRoundDown() {
        Times utc = new Times(ZoneOffset.UTC);
        assertThat(utc.parse("1969-12-31T23:59:59.999999Z")).isEqualTo(-1);
        assertThat(utc.dayOf(-1)).isEqualTo(-1);
        assertThat(utc.dayOf(0)).isZero();
    }

    @Property
    void localTimesAreReadAsJavaTimeReadsThem(
            @ForAll @LongRange(min = -2_000_000_000L, max = 2_500_000_000L) long second,
            @ForAll @IntRange(max = 3) int which) {
        ZoneId zone =
                ZoneId.of(
                        new String[] {
                                    "America/Sao_Paulo",
                                    "Pacific/Apia",
                                    "Europe/London",
                                    "America/St_Johns"
                                }
                                [which]);
        LocalDateTime local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        Times times = new Times(zone);
        long micros = times.parse(local.toString());
        assertThat(micros).isEqualTo(micros(local.atZone(zone).toInstant()));
        assertThat(times.dayOf(micros)).isEqualTo(local.atZone(zone).toLocalDate().toEpochDay());
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
