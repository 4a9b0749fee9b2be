package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import java.math.BigInteger;
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
        } else if (function == Function.MIN || function == Function.MAX) {
            long extreme = value(rows);
            return extreme != Fact.ABSENT && comparison.holds(extreme, constant);
        }
        long sum = 0;
        int values = 0;
        for (int i = 0; i < rows.size(); i++) {
            long value = of.number(rows.get(i));
            if (value != Fact.ABSENT) {
                long next = sum + value;
                if (((sum ^ next) & (value ^ next)) < 0) {
                    return holdsOfMuch(rows);
                }
                sum = next;
                values++;
            }
        }
        if (function == Function.SUM) {
            return comparison.holds(sum, constant);
        }
        long needed = constant * values;
        boolean fits = Math.multiplyHigh(constant, values) == needed >> (Long.SIZE - 1);
        return values > 0 && (fits ? comparison.holds(sum, needed) : holdsOfMuch(rows));
    }

    /** Sums and means that do not fit into a number of 64 bits. */
    private boolean holdsOfMuch(List<Row> rows) {
        long[] values = values(rows);
        BigInteger needed = BigInteger.valueOf(constant);
        // The mean against a constant, without rounding it.
        return holds(
                sum(values),
                function == Function.SUM
                        ? needed
                        : needed.multiply(BigInteger.valueOf(values.length)));
    }

    private long[] values(List<Row> rows) {
        return rows.stream().mapToLong(of::number).filter(value -> value != Fact.ABSENT).toArray();
    }

    /** What the rows come to, a mean cut off to whole units; {@link Fact#ABSENT} for nothing. */
    long value(List<Row> rows) {
        if (function == Function.COUNT) {
            return rows.size();
        }
        if (function == Function.MIN || function == Function.MAX) {
            return extreme(rows);
        }
        long[] values = values(rows);
        if (function == Function.SUM) {
            return sum(values).longValue();
        }
        if (values.length == 0) {
            return Fact.ABSENT;
        }
        return sum(values).divide(BigInteger.valueOf(values.length)).longValue();
    }

    private long extreme(List<Row> rows) {
        long extreme = Fact.ABSENT;
        for (int i = 0; i < rows.size(); i++) {
            long value = of.number(rows.get(i));
            if (value != Fact.ABSENT
                    && (extreme == Fact.ABSENT
                            || (function == Function.MIN ? value < extreme : value > extreme))) {
                extreme = value;
            }
        }
        return extreme;
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
