package io.memberflow.benchmarks.job;

/** A part of a live measurement, in the order in which they come. */
enum Phase {
    /** Orders are kept while there is no clock, so nobody is decided. */
    PRELOAD,
    /** The clock begins, and everybody is decided for the first time. */
    CLOCK,
    /** Orders at an even rate, until their rows are written. */
    LATENCY,
    /** Orders as fast as they are taken. */
    RULES,
    /** Everybody is decided anew while orders keep coming. */
    RELEASE,
    /** Orders stop, the clock goes on day by day. */
    MIDNIGHTS
}
