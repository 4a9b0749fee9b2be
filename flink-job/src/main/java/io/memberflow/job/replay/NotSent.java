package io.memberflow.job.replay;

/** Events could not be sent; the message says why and what to do, and holds nothing of them. */
public final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSent(String message, Throwable cause) {
        super(message, cause);
    }
}
