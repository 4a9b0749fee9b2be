package io.memberflow.job.cli;

import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Says in one sentence why something failed. Messages of exceptions may hold values of rows, so
 * only those are repeated that are known not to: our own, those of the file system, and of the JVM
 * running short.
 */
final class RootCause {

    /** Chains of causes may be circles. */
    private static final int DEEPEST = 50;

    private RootCause() {}

    /** The sentence; names at least the class of the innermost cause. */
    static String sentence(Throwable failure) {
        Throwable innermost = failure;
        String known = null;
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            innermost = next;
            String words = words(next);
            known = words != null ? words : known;
            next = next.getCause();
        }
        return known != null ? known : innermost.getClass().getSimpleName();
    }

    private static String words(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the memory ran out (%s): give more with MEMBERFLOW_JAVA_OPTS=-Xmx8g"
                    .formatted(failure.getMessage());
        }
        boolean own = failure.getClass().getName().startsWith("io.memberflow.");
        if (own && failure.getMessage() != null) {
            return failure.getMessage().lines().collect(Collectors.joining(" "));
        }
        if (failure instanceof SQLException sql) {
            return "the database refused (SQLState %s)".formatted(sql.getSQLState());
        }
        if (failure instanceof FileSystemException file) {
            return "%s: %s".formatted(file.getFile(), reason(file));
        }
        return null;
    }

    private static String reason(FileSystemException file) {
        return file.getReason() != null ? file.getReason() : file.getClass().getSimpleName();
    }
}
