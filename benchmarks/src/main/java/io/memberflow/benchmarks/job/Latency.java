package io.memberflow.benchmarks.job;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long it takes from when an order is due until rows of its member are committed that know of
 * it. Of several orders of a member that wait at a time the first counts.
 */
final class Latency {
    private static final int LONGEST_MILLIS = 600_000;

    /** When the member's order was due; 0 while none waits. */
    private final AtomicLongArray since;

    private final AtomicIntegerArray byMillis = new AtomicIntegerArray(LONGEST_MILLIS + 1);

    Latency(int members) {
        since = new AtomicLongArray(members);
    }

    void due(int member, long nanos) {
        since.compareAndSet(member, 0, nanos == 0 ? 1 : nanos);
    }

    void committed(int member, long nanos) {
        long due = since.getAndSet(member, 0);
        if (due != 0) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos - due);
            byMillis.incrementAndGet((int) Math.min(Math.max(0, millis), LONGEST_MILLIS));
        }
    }

    long count() {
        long count = 0;
        for (int i = 0; i < byMillis.length(); i++) {
            count += byMillis.get(i);
        }
        return count;
    }

    /** Milliseconds that at least this share took at most. */
    long quantile(double share) {
        long rank = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int i = 0; i < byMillis.length(); i++) {
            seen += byMillis.get(i);
            if (seen >= rank) {
                return i;
            }
        }
        return LONGEST_MILLIS;
    }
}
