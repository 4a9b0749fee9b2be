package io.memberflow.facts;

import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import java.math.BigInteger;
import java.util.Arrays;

/** Shares and medians, exact. */
final class Figures {
    private static final long ONE = (long) Math.pow(10, Unit.RATIO.places());
    private static final long SMALL = Long.MAX_VALUE / ONE;

    private Figures() {}

    /**
     * {@code part / whole} as {@link Unit#RATIO}, rounded down; held at the ends of what a long can
     * be.
     *
     * @return {@link Fact#ABSENT} when {@code whole} is 0
     */
    static long ratio(long part, long whole) {
        if (whole == 0) {
            return Fact.ABSENT;
        }
        if (-SMALL <= part && part <= SMALL) {
            return Math.floorDiv(part * ONE, whole);
        }
        BigInteger[] exact =
                BigInteger.valueOf(part)
                        .multiply(BigInteger.valueOf(ONE))
                        .divideAndRemainder(BigInteger.valueOf(whole));
        boolean down = exact[1].signum() != 0 && exact[1].signum() != Long.signum(whole);
        BigInteger floor = down ? exact[0].subtract(BigInteger.ONE) : exact[0];
        if (floor.bitLength() < Long.SIZE) {
            return floor.longValue();
        }
        return floor.signum() > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }

    /**
     * The middle one; of an even number the mean of the middle two, rounded down.
     *
     * @return {@link Fact#ABSENT} of nothing
     */
    static long median(long[] values) {
        if (values.length == 0) {
            return Fact.ABSENT;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Math.floorDiv(sorted[middle - 1] + sorted[middle], 2L);
    }
}
