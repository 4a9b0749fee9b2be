package io.memberflow.job.sink;

/**
 * Something about the database that a person has to mend. The message is whole: it names the thing
 * and its value, and the next line says what to do. It holds no row content and no secret.
 */
public final class DatabaseProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseProblem(String message) {
        super(message);
    }

    DatabaseProblem(String message, SafeSqlException cause) {
        super(message, cause);
    }
}
