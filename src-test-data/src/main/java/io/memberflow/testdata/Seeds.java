package io.memberflow.testdata;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * The seeds a property is tried with. A failure names its seed, and {@code -Dmemberflow.seed=…}
 * tries that one alone.
 */
public final class Seeds {
    /** The system property that replays one seed. */
    public static final String PROPERTY = "memberflow.seed";

    private Seeds() {}

    /** A trial of one seed; whatever it throws is a failure of that seed. */
    @FunctionalInterface
    public interface Trial {
        void of(long seed) throws Exception;
    }

    /** Whether one seed is replayed, which alone need not meet everything that all do. */
    public static boolean isReplay() {
        return System.getProperty(PROPERTY) != null;
    }

    /** {@code count} seeds from {@code first} on, or the one that is to be replayed. */
    public static long[] from(long first, int count) {
        String replayed = System.getProperty(PROPERTY);
        return replayed == null
                ? LongStream.range(first, first + count).toArray()
                : new long[] {Long.parseLong(replayed)};
    }

    /**
     * Tries the seeds one after the other.
     *
     * @throws AssertionError at the first that fails, with what it takes to replay it
     */
    public static void tryAll(long[] seeds, Trial trial) {
        LongConsumer one =
                seed -> {
                    try {
                        trial.of(seed);
                    } catch (Exception | AssertionError e) {
                        throw new AssertionError(
                                "Seed "
                                        + seed
                                        + " fails; replay it with -D"
                                        + PROPERTY
                                        + "="
                                        + seed
                                        + ". "
                                        + e.getMessage(),
                                e);
                    }
                };
        LongStream.of(seeds).forEach(one);
    }
}
