package io.memberflow.job.config;

/** Where the bounds between scores come from (facts.md §5). */
public enum CutPointMode {
    /** Bounds written in the rulebook. */
    FIXED,
    /** Quintiles and means measured over all members on the as-of date. */
    POPULATION
}
