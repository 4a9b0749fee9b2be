package io.memberflow.job.sink;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does database work again when it failed for a reason that passes: a deadlock, a lost connection,
 * a server that restarts. It waits longer each time and gives up when a total time is over.
 */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /** Work that can be done again from its beginning. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** What has to happen between a failure and the next try. */
    @FunctionalInterface
    interface Recovery {
        void after(SafeSqlException failure);
    }

    /** How a pause is spent. */
    @FunctionalInterface
    interface Pause {
        void of(long millis) throws InterruptedException;
    }

    private final Duration total;
    private final LongSupplier nanoTime;
    private final Pause pause;

    Retries(Duration total) {
        this(total, System::nanoTime, Thread::sleep);
    }

    Retries(Duration total, LongSupplier nanoTime, Pause pause) {
        this.total = total;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * The result of the work.
     *
     * @param name what the work is called in the log
     * @throws SafeSqlException its last failure, when that is none that passes or the time is over
     */
    <T> T run(String name, Work<T> work, Recovery recovery)
            throws SafeSqlException, InterruptedException {
        long start = nanoTime.getAsLong();
        long wait = FIRST_PAUSE_MS;
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (SQLException e) {
                SafeSqlException failure = SafeSqlException.of(name, e);
                recovery.after(failure);
                long spent = (nanoTime.getAsLong() - start) / 1_000_000;
                if (!failure.isTransient() || spent + wait > total.toMillis()) {
                    throw failure;
                }
                LOG.warn(
                        "Database work failed and is done again. work=\"{}\" attempt={} sqlState={} code={} waitMs={}",
                        name,
                        attempt,
                        failure.getSQLState(),
                        failure.getErrorCode(),
                        wait);
                pause.of(wait);
                wait = Math.min(2 * wait, LONGEST_PAUSE_MS);
            }
        }
    }
}
