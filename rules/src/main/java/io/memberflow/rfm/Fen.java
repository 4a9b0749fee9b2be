package io.memberflow.rfm;

import java.math.BigDecimal;

/** Arithmetic on amounts in fen (1/100 yuan). */
public final class Fen {
    /** The greatest amount a table can hold, numeric(18,2). */
    public static final long MAX = 999_999_999_999_999_999L;

    private Fen() {}

    /**
     * The sum, or {@link #MAX} where it would be greater: of amounts that are not negative it does
     * not depend on the order of adding, and no input can make it wrap.
     */
    public static long plus(long a, long b) {
        return Math.min(MAX, a + b);
    }

    /** {@code amount / count} in fen, rounded half up. */
    public static long average(long amount, long count) {
        long whole = amount / count;
        return (amount % count) * 2 >= count ? whole + 1 : whole;
    }

    /** The amount in yuan with two places. */
    public static BigDecimal toYuan(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }
}
