package io.memberflow.job.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * From the text of an option to its value. What cannot be converted is an {@link
 * IllegalArgumentException} whose message goes on from "OPTION VALUE": what is wrong and what to
 * give instead.
 */
public final class Converters {

    private Converters() {}

    /** A local date, yyyy-mm-dd. */
    public static final class Date implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text.strip());
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "is no date: give it as yyyy-mm-dd, for example 2025-06-30");
            }
        }
    }

    /** A zone of the tz database or a fixed offset. */
    public static final class Zone implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String text) {
            String name = text.strip();
            try {
                return ZoneId.of(name);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        NearestName.of(name, ZoneId.getAvailableZoneIds())
                                .map(n -> "is no time zone: did you mean " + n + "?")
                                .orElse(
                                        "is no time zone: give a name such as Asia/Shanghai or an"
                                                + " offset such as +08:00"));
            }
        }
    }

    /** An ISO 4217 currency code in capitals. */
    public static final class CurrencyCode implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            String code = text.strip();
            if (Currency.getAvailableCurrencies().stream()
                    .noneMatch(c -> c.getCurrencyCode().equals(code))) {
                throw new IllegalArgumentException(
                        "is no currency code: give three capitals of ISO 4217, for example CNY");
            }
            return code;
        }
    }

    /** A whole number. */
    public static final class WholeNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                return Integer.valueOf(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "is no whole number: give digits only, for example 90");
            }
        }
    }

    /** {@code fixed} or {@code population}. */
    public static final class CutPointName implements ITypeConverter<CutPointMode> {
        @Override
        public CutPointMode convert(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "fixed" -> CutPointMode.FIXED;
                case "population" -> CutPointMode.POPULATION;
                default ->
                        throw new IllegalArgumentException(
                                "is no kind of cut points: give fixed or population");
            };
        }
    }

    /** An instant, or a local date for its beginning in UTC. */
    public static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            String moment = text.strip();
            try {
                return moment.length() > 10
                        ? OffsetDateTime.parse(moment).toInstant()
                        : LocalDate.parse(moment).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "is no time: give a date such as 2025-06-30, or an instant such as"
                                + " 2025-06-30T10:15:30+08:00");
            }
        }
    }

    /** A length of time: a number with a unit, or ISO 8601. */
    public static final class TimeSpan implements ITypeConverter<Duration> {
        private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9}) ?(s|m|min|h|d)");

        @Override
        public Duration convert(String text) {
            String span = text.strip().toLowerCase(Locale.ROOT);
            Matcher simple = SIMPLE.matcher(span);
            if (simple.matches()) {
                long number = Long.parseLong(simple.group(1));
                return switch (simple.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofMinutes(number);
                };
            }
            try {
                Duration iso = Duration.parse(span);
                if (iso.isNegative()) {
                    throw noSpan();
                }
                return iso;
            } catch (DateTimeException e) {
                throw noSpan();
            }
        }

        private static IllegalArgumentException noSpan() {
            return new IllegalArgumentException(
                    "is no length of time: give a number with a unit, for example 4h or 30m");
        }
    }

    /** What a live job's clock goes by. */
    public static final class ClockName implements ITypeConverter<LiveClock> {
        private static final String TICKS = "ticks:";

        @Override
        public LiveClock convert(String text) {
            String clock = text.strip();
            if (clock.equalsIgnoreCase("wall")) {
                return LiveClock.WALL;
            }
            if (clock.equalsIgnoreCase("events")) {
                return new LiveClock(LiveClock.Kind.EVENTS, null);
            }
            if (clock.startsWith(TICKS)) {
                EventPlace ticks = EventPlace.of(clock.substring(TICKS.length()));
                boolean known =
                        switch (ticks.kind()) {
                            case FILES -> !ticks.name().isBlank();
                            case TOPIC -> EventPlace.isTopicName(ticks.name());
                            case QUERY -> false;
                        };
                if (known) {
                    return new LiveClock(LiveClock.Kind.TICKS, ticks);
                }
            }
            throw new IllegalArgumentException(
                    "is no clock: give wall, events, ticks:PATH or ticks:kafka:TOPIC");
        }
    }

    /** Yes or no, as written in the environment or a file. */
    public static final class YesOrNo implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on", "1" -> true;
                case "false", "no", "off", "0" -> false;
                default ->
                        throw new IllegalArgumentException("is neither true nor false: give one");
            };
        }
    }
}
