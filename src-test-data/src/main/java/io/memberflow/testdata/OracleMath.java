package io.memberflow.testdata;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Arithmetic of facts.md, none of it fast. */
final class OracleMath {
    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    private OracleMath() {}

    /** part / whole in billionths, rounded down; null over nothing. */
    static Long ratio(long part, long whole) {
        if (whole == 0) {
            return null;
        }
        BigInteger[] parts =
                BigInteger.valueOf(part)
                        .multiply(BILLION)
                        .divideAndRemainder(BigInteger.valueOf(whole));
        long down = parts[1].signum() < 0 ? 1 : 0;
        return parts[0].longValueExact() - down;
    }

    /** The middle value, of an even number the mean of the middle two rounded down. */
    static Long median(List<Long> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : Math.floorDiv(Math.addExact(sorted.get(half - 1), sorted.get(half)), 2L);
    }

    /** sum / count, HALF_UP; both not negative. */
    static long mean(BigInteger sum, long count) {
        return sum.multiply(BigInteger.TWO)
                .add(BigInteger.valueOf(count))
                .divide(BigInteger.valueOf(2 * count))
                .longValueExact();
    }
}
