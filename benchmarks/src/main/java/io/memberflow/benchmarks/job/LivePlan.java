package io.memberflow.benchmarks.job;

import java.util.Set;

/**
 * What a live measurement does.
 *
 * @param orders what the members order
 * @param rocksDb whether state is on disk rather than on the heap
 * @param warmSeconds how long a measured phase runs before it is measured
 * @param seconds how long it is measured
 * @param rate orders a second of {@link Phase#LATENCY}
 * @param days how many days the clock goes on
 */
record LivePlan(
        OrderMaker.Plan orders,
        Set<Phase> phases,
        boolean rocksDb,
        boolean discards,
        int warmSeconds,
        int seconds,
        long rate,
        int days) {}
