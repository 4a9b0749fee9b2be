package io.memberflow.analysis;

/** What is known of a statement over a set of assignments. */
enum Truth {
    FALSE,
    TRUE,
    UNKNOWN;

    Truth not() {
        return switch (this) {
            case FALSE -> TRUE;
            case TRUE -> FALSE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
