package io.memberflow.benchmarks.job;

import java.util.function.LongSupplier;

/** How fast something grew since this was made. */
final class Rate {
    private static final double NANOS = 1e9;

    private final LongSupplier counter;
    private final long first;
    private final long start = System.nanoTime();

    Rate(LongSupplier counter) {
        this.counter = counter;
        this.first = counter.getAsLong();
    }

    long count() {
        return counter.getAsLong() - first;
    }

    double seconds() {
        return (System.nanoTime() - start) / NANOS;
    }

    double aSecond() {
        return count() / seconds();
    }
}
