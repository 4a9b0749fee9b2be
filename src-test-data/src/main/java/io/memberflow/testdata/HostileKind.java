package io.memberflow.testdata;

/** What a line of a hostile stream is there to try. A test holds the generator to all of them. */
public enum HostileKind {
    // Lives of an order.
    CREATED,
    PAID,
    SHIPPED,
    COMPLETED,
    CANCELLED,
    EXPIRED,
    REFUNDED,
    BACK_STEP,
    PART_REFUND,
    FULL_REFUND,
    /** REFUNDED without a refund_amount: all of it. */
    UNNAMED_REFUND,
    /** REFUNDED that leaves something. */
    REFUNDED_IN_PART,
    AMOUNT_MOVES,
    DAY_MOVES,
    // Which state stands.
    VERSIONED,
    UNVERSIONED,
    /** Versions that a double cannot tell apart. */
    HUGE_VERSION,
    /** The greater version has the earlier time. */
    VERSION_AGAINST_TIME,
    REPEAT,
    /** A state that arrives after a greater one of its order. */
    LATE_OLDER_STATE,
    TIE_STATUS,
    TIE_REFUND,
    /** Two states that differ in nothing but text that no aggregate reads. */
    TIE_TEXT,
    /** Plain streams only: the fingerprint decides between different amounts. */
    TIE_FINGERPRINT,
    /** Only a version dates it: it stands on every day. */
    NO_DATE,
    // When.
    MIDNIGHT_EDGE,
    WINDOW_EDGE,
    AS_OF_DAY,
    LONG_AGO,
    /** Near a change of the zone's clock. */
    CLOCK_CHANGE,
    // How much.
    AMOUNT_ZERO,
    THRESHOLD_AMOUNT,
    /** Several orders whose sum or mean lies at a threshold. */
    THRESHOLD_SUM,
    HUGE_AMOUNT,
    CORRECTION_QUANTITY,
    DISCOUNTED,
    // Who.
    HOT_MEMBER,
    CREATED_ONLY_MEMBER,
    REFUNDED_ONLY_MEMBER,
    SHARED_ORDER_ID,
    CASE_DIFFERENCE,
    // How it is written; JSON only.
    OFFSET_PLUS_8,
    OFFSET_Z,
    OFFSET_MINUS_3,
    LOCAL_TIME,
    DATE_ALONE,
    /** A local time or date that the zone skips. */
    SKIPPED_TIME,
    /** Digits finer than a microsecond, which are dropped. */
    FINER_DIGITS,
    NUMBER_AS_TEXT,
    NUMBER_WITH_EXPONENT,
    NULL_FIELD,
    UNKNOWN_FIELD,
    ESCAPED_TEXT,
    PADDED_ID,
    NFKC_ID,
    BLANK_LINE,
    /** A line to be rejected; its code says why. */
    DIRTY
}
