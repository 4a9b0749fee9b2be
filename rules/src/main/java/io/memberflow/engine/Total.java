package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What several rows come to, against a constant.
 *
 * @param function how they are put together
 * @param of what of each row, null for {@link Function#COUNT}; rows that have it not are left out
 * @param comparison with
 * @param constant in the unit of {@code of}
 */
public record Total(Function function, Reading of, Comparison comparison, long constant) {

    /** How rows are put together. */
    public enum Function {
        COUNT,
        SUM,
        MIN,
        MAX,
        AVERAGE
    }

    boolean countsDays() {
        return of != null && of.countsDays();
    }

    /** Of no rows at all, count and sum are 0 and the others compare with nothing. */
    boolean holds(List<Row> rows) {
        if (function == Function.COUNT) {
            return comparison.holds(rows.size(), constant);
        }
        long[] values =
                rows.stream().mapToLong(of::number).filter(value -> value != Fact.ABSENT).toArray();
        if (function == Function.SUM) {
            return holds(sum(values), BigInteger.valueOf(constant));
        }
        if (values.length == 0) {
            return false;
        }
        return switch (function) {
            case MIN -> comparison.holds(Arrays.stream(values).min().orElseThrow(), constant);
            case MAX -> comparison.holds(Arrays.stream(values).max().orElseThrow(), constant);
            default ->
                    // The mean against a constant, without rounding it.
                    holds(
                            sum(values),
                            BigInteger.valueOf(constant)
                                    .multiply(BigInteger.valueOf(values.length)));
        };
    }

    /** What the rows come to, a mean cut off to whole units; {@link Fact#ABSENT} for nothing. */
    long value(List<Row> rows) {
        if (function == Function.COUNT) {
            return rows.size();
        }
        long[] values =
                rows.stream().mapToLong(of::number).filter(value -> value != Fact.ABSENT).toArray();
        if (function == Function.SUM) {
            return sum(values).longValue();
        }
        if (values.length == 0) {
            return Fact.ABSENT;
        }
        return switch (function) {
            case MIN -> Arrays.stream(values).min().orElseThrow();
            case MAX -> Arrays.stream(values).max().orElseThrow();
            default -> sum(values).divide(BigInteger.valueOf(values.length)).longValue();
        };
    }

    private boolean holds(BigInteger left, BigInteger right) {
        return comparison.holds(left.compareTo(right), 0);
    }

    private static BigInteger sum(long[] values) {
        BigInteger sum = BigInteger.ZERO;
        for (long value : values) {
            sum = sum.add(BigInteger.valueOf(value));
        }
        return sum;
    }

    /** As rules write it. */
    String text() {
        String name = function.name().toLowerCase(Locale.ROOT);
        return name + "(" + (of == null ? "" : of.name()) + ")";
    }
}
