package io.memberflow.order;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRules;

/**
 * ISO times as microseconds since the epoch. A time without an offset is local in the shop's zone;
 * one that the zone skips is moved on by the gap, one that it has twice is the first (java.time).
 */
final class Times {

    /** The text is no time. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final int MAX_OFFSET_SECONDS = 18 * 3600;

    private final ZoneId zone;
    private final ZoneRules rules;

    Times(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /**
     * {@code 2025-03-01}, {@code 2025-03-01T10:10} and {@code 2025-03-01 10:10:00.123}, each but
     * the first perhaps with {@code Z} or an offset, in the years 0001 to 9999; digits finer than a
     * microsecond are dropped. All else is {@link #UNREADABLE}.
     */
    long parse(String time) {
        return new Text(time.strip()).read();
    }

    /** A date alone, as in {@code 2025-03-01}, in the years 0001 to 9999; null for all else. */
    static LocalDate date(String date) {
        String text = date.strip();
        return text.matches("\\d{4}-\\d{2}-\\d{2}") ? dateOrNull(text) : null;
    }

    private static LocalDate dateOrNull(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() < 1 ? null : date;
        } catch (DateTimeParseException e) {
            return null; // the form of a date, but no such day
        }
    }

    /** The local date of an instant, as epoch day. */
    int dayOf(long micros) {
        long seconds = Math.floorDiv(micros, 1_000_000L);
        int offset = rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
        return (int) Math.floorDiv(seconds + offset, 86_400L);
    }

    /** One pass over a text: {@code at} is what comes next, {@code bad} whether it failed. */
    private final class Text {
        private final String text;
        private int at;
        private boolean bad;

        Text(String text) {
            this.text = text;
        }

        long read() {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            int day = digits(2);
            if (bad || year < 1 || month < 1 || month > 12 || day < 1) {
                return UNREADABLE;
            }
            if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
                return UNREADABLE;
            }
            LocalDate date = LocalDate.of(year, month, day);
            if (at == text.length()) {
                return local(date, 0, 0);
            }
            char separator = text.charAt(at++);
            if (separator != 'T' && separator != 't' && separator != ' ') {
                return UNREADABLE;
            }
            return withTime(date);
        }

        private long withTime(LocalDate date) {
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = 0;
            int micro = 0;
            if (is(':')) {
                at++;
                second = digits(2);
                if (is('.')) {
                    at++;
                    micro = fraction();
                }
            }
            if (bad || hour > 23 || minute > 59 || second > 59) {
                return UNREADABLE;
            }
            int secondOfDay = hour * 3600 + minute * 60 + second;
            if (at == text.length()) {
                return local(date, secondOfDay, micro);
            }
            int offset = offset();
            if (bad || at < text.length() || Math.abs(offset) > MAX_OFFSET_SECONDS) {
                return UNREADABLE;
            }
            return micros(date.toEpochDay() * 86_400L + secondOfDay - offset, micro);
        }

        private int offset() {
            char sign = text.charAt(at++);
            if (sign == 'Z' || sign == 'z') {
                return 0;
            }
            bad |= sign != '+' && sign != '-';
            int seconds = digits(2) * 3600;
            if (at < text.length()) {
                boolean colons = is(':');
                for (int unit = 60; unit > 0 && at < text.length(); unit /= 60) {
                    if (colons) {
                        expect(':');
                    }
                    int part = digits(2);
                    bad |= part > 59;
                    seconds += part * unit;
                }
            }
            return sign == '-' ? -seconds : seconds;
        }

        private int fraction() {
            int start = at;
            int micro = 0;
            int unit = 100_000;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                micro += (text.charAt(at++) - '0') * unit;
                unit /= 10;
            }
            bad |= at == start;
            return micro;
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                char c = at < text.length() ? text.charAt(at) : ' ';
                if (c < '0' || c > '9') {
                    bad = true;
                    return 0;
                }
                value = 10 * value + c - '0';
                at++;
            }
            return value;
        }

        private void expect(char c) {
            if (is(c)) {
                at++;
            } else {
                bad = true;
            }
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }
    }

    private long local(LocalDate date, int secondOfDay, int micro) {
        LocalDateTime time = LocalDateTime.of(date, LocalTime.ofSecondOfDay(secondOfDay));
        return micros(ZonedDateTime.of(time, zone).toEpochSecond(), micro);
    }

    private static long micros(long seconds, int micro) {
        return seconds * 1_000_000L + micro;
    }
}
