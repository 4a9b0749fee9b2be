package io.memberflow.order;

/**
 * Decimal numbers read exactly, in time linear in their text and no memory, whatever they say:
 * {@code 1e999999999} is one short text.
 */
final class Decimals {

    /** The text is no decimal number. */
    static final long NOT_A_NUMBER = Long.MIN_VALUE;

    /** The number has more decimals than the scale allows. */
    static final long TOO_FINE = Long.MIN_VALUE + 1;

    /** The number does not fit a long at that scale. */
    static final long TOO_LARGE = Long.MIN_VALUE + 2;

    private static final int MAX_EXPONENT = 100_000_000;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private Decimals() {}

    /** Whether {@link #parse} gave a number. */
    static boolean isNumber(long parsed) {
        return parsed > TOO_LARGE;
    }

    /**
     * The number times 10^{@code scale}, or {@link #NOT_A_NUMBER}, {@link #TOO_FINE} or {@link
     * #TOO_LARGE}. Sign, point and exponent are optional, white space around is allowed.
     */
    static long parse(String number, int scale) {
        String text = number.strip();
        int length = text.length();
        int at = 0;
        boolean negative = false;
        if (at < length && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            negative = text.charAt(at) == '-';
            at++;
        }
        long significant = 0;
        boolean overflow = false;
        int zeros = 0; // since the last digit that was not zero
        int digits = 0;
        int point = -1; // how many digits stand before it
        int last = -1; // which digit was the last that was not zero
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c == '.' && point < 0) {
                point = digits;
            } else if (c >= '0' && c <= '9') {
                if (c == '0') {
                    zeros++;
                } else {
                    overflow |= significant != 0 && zeros > 17;
                    if (!overflow) {
                        long shift = significant == 0 ? 0 : POWERS[zeros + 1];
                        long high = Math.multiplyHigh(significant, shift);
                        long low = significant * shift;
                        overflow = high != 0 || low < 0 || low + (c - '0') < 0;
                        significant = low + (c - '0');
                    }
                    zeros = 0;
                    last = digits;
                }
                digits++;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return NOT_A_NUMBER;
        }
        long exponent = 0;
        if (at < length) {
            exponent = exponent(text, at);
            if (exponent == NOT_A_NUMBER) {
                return NOT_A_NUMBER;
            }
        }
        if (last < 0) {
            return 0;
        }
        // The power of ten of the last digit that counts, at the scale asked for.
        exponent += (point < 0 ? digits : point) - 1 - last + scale;
        if (exponent < 0) {
            return TOO_FINE;
        }
        if (overflow
                || exponent > 18
                || significant > (Long.MAX_VALUE - (negative ? 2 : 0)) / POWERS[(int) exponent]) {
            return TOO_LARGE;
        }
        long value = significant * POWERS[(int) exponent];
        return negative ? -value : value;
    }

    private static long exponent(String text, int e) {
        int at = e + 1;
        if (text.charAt(e) != 'e' && text.charAt(e) != 'E') {
            return NOT_A_NUMBER;
        }
        boolean negative = false;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            negative = text.charAt(at) == '-';
            at++;
        }
        if (at == text.length()) {
            return NOT_A_NUMBER;
        }
        long exponent = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return NOT_A_NUMBER;
            }
            exponent = Math.min(MAX_EXPONENT, 10 * exponent + (c - '0'));
        }
        return negative ? -exponent : exponent;
    }
}
