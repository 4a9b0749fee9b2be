package io.memberflow.job.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Waits for a condition, with a bound, looking again and again: no test sleeps for its own sake.
 */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = 50_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private Await() {}

    /**
     * The first answer that is as wanted.
     *
     * @param what is waited for, as it reads in "… did not come true"
     * @throws AssertionError when the time is over; its cause is what the last question threw
     */
    public static <T> T until(
            String what, Duration limit, Callable<T> question, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        T answer = null;
        Exception failure = null;
        do {
            try {
                answer = question.call();
                failure = null;
                if (wanted.test(answer)) {
                    return answer;
                }
            } catch (Exception e) { // what is asked may not be up yet
                failure = e;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        } while (System.nanoTime() < end);
        throw new AssertionError(
                what + " did not come true in " + limit + "; the last answer was " + answer,
                failure);
    }

    /** Waits until it is so, as long as a busy machine may need. */
    public static void until(String what, Callable<Boolean> question) {
        until(what, LONGEST, question);
    }

    /** Waits until it is so. */
    public static void until(String what, Duration limit, Callable<Boolean> question) {
        until(what, limit, question, Boolean::booleanValue);
    }
}
