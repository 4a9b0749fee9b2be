package io.memberflow.order;

/** Why an event was not applied. The first that holds is given, in this order (facts.md §2). */
public enum RejectCode {
    MALFORMED,
    NO_MEMBER,
    NO_TIME,
    BAD_AMOUNT,
    WRONG_CURRENCY,
    FUTURE,
    FORGOTTEN,
    TOO_OLD
}
