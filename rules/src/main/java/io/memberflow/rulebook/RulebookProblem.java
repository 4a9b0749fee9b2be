package io.memberflow.rulebook;

/** A rulebook that cannot be read at all; the message says what is wrong and what to do. */
public final class RulebookProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RulebookProblem(String message) {
        super(message);
    }

    public RulebookProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
