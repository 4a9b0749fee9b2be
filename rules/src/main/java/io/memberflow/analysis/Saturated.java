package io.memberflow.analysis;

/** Arithmetic that stops at the greatest and least long instead of wrapping. */
final class Saturated {
    private Saturated() {}

    static long plus(long a, long b) {
        long sum = a + b;
        boolean wrapped = ((a ^ sum) & (b ^ sum)) < 0;
        return wrapped ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Of numbers that are not negative. */
    static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }
}
