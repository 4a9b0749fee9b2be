package io.memberflow.registry;

/** What becomes of a candidate beside the active release. */
public enum Mode {
    /** There is none: the active release decides every member. */
    FULL,
    /** It is evaluated and its differences are counted; the active release decides every member. */
    SHADOW,
    /** It decides a fixed share of the members, the active release all others. */
    CANARY
}
