package io.memberflow.registry;

/** What was done to a channel, as {@code rule_audit} names it. */
public enum Action {
    /** A release decides from now on. */
    PUBLISH,
    /** A candidate is evaluated beside the active release. */
    SHADOW,
    /** A candidate decides a share of the members. */
    CANARY,
    /** The candidate became the active release. */
    PROMOTE,
    /** The candidate went; the active release stays. */
    WITHDRAW,
    /** An earlier release decides again. */
    ROLLBACK,
    /** Nothing may change until it is unfrozen. */
    FREEZE,
    /** Changes are possible again. */
    UNFREEZE,
    /** Somebody changed the row by SQL; a job noticed and wrote it down. */
    SQL
}
