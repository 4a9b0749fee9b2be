package io.memberflow.job.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread, process or server brings about, and gives up after a minute. */
public final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private Await() {}

    /**
     * Returns when the condition holds.
     *
     * @param what said when it does not come to hold
     */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + LONGEST + ": " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
