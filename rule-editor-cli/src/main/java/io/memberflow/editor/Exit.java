package io.memberflow.editor;

/** The exit codes, one meaning each. */
final class Exit {
    static final int FINE = 0;

    /** Errors in the rulebook, or cases that failed. */
    static final int FINDINGS = 1;

    /** Wrong use, or the tool itself failed. */
    static final int WRONG = 2;

    /** There are differences. */
    static final int DIFFERENT = 3;

    /** A gate refused: too many members moved, a lost race, a frozen channel. */
    static final int REFUSED = 4;

    /** The job did not answer in time. */
    static final int NO_ANSWER = 5;

    static final int INTERRUPTED = 130;

    private Exit() {}
}
