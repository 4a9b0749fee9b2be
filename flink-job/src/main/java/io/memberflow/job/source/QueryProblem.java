package io.memberflow.job.source;

/**
 * Orders cannot be had from their database. The message is for a person and holds nothing of any
 * row.
 */
final class QueryProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueryProblem(String message) {
        super(message);
    }

    QueryProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
