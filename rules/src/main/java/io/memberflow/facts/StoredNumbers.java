package io.memberflow.facts;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.LocalDate;

/**
 * Reads numbers and dates as they are stored, without making objects of them: previews read a
 * hundred of each member. What is not in the usual form is left to the classes of Java.
 */
final class StoredNumbers {
    /** So many digits always fit. */
    private static final int SAFE_DIGITS = 18;

    private static final int DATE_LENGTH = 10;
    private static final int TEN = 10;

    private StoredNumbers() {}

    /**
     * A decimal number, in steps of its last place.
     *
     * @throws ArithmeticException when it has more places than that
     */
    static long scaled(JsonParser parser, int places) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return exactly(parser, places);
        }
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int end = from + parser.getTextLength();
        boolean negative = chars[from] == '-';
        long value = 0;
        int whole = 0;
        int fraction = -1;
        for (int i = negative ? from + 1 : from; i < end; i++) {
            char c = chars[i];
            if (c == '.' && fraction < 0) {
                fraction = 0;
                continue;
            }
            value = value * TEN + (c - '0');
            whole += fraction < 0 ? 1 : 0;
            fraction += fraction < 0 ? 0 : 1;
            if (c < '0' || c > '9' || whole + places > SAFE_DIGITS || fraction > places) {
                return exactly(parser, places);
            }
        }
        for (int missing = places - Math.max(0, fraction); missing > 0; missing--) {
            value *= TEN;
        }
        return negative ? -value : value;
    }

    private static long exactly(JsonParser parser, int places) throws IOException {
        return parser.getDecimalValue().setScale(places).unscaledValue().longValueExact();
    }

    /** The epoch day of an ISO date. */
    static long epochDay(JsonParser parser) throws IOException {
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        boolean usual =
                parser.getTextLength() == DATE_LENGTH
                        && chars[from + 4] == '-'
                        && chars[from + 7] == '-';
        int year = usual ? digits(chars, from, 4) : -1;
        int month = usual ? digits(chars, from + 5, 2) : -1;
        int day = usual ? digits(chars, from + 8, 2) : -1;
        return year < 0 || month < 0 || day < 0
                ? LocalDate.parse(parser.getText()).toEpochDay()
                : LocalDate.of(year, month, day).toEpochDay();
    }

    /** The number that digits make, -1 when some are none. */
    private static int digits(char[] chars, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (chars[i] < '0' || chars[i] > '9') {
                return -1;
            }
            value = value * TEN + (chars[i] - '0');
        }
        return value;
    }
}
