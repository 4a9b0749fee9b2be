package io.memberflow.job.sink;

/**
 * The arithmetic of {@code row_version}: one number that grows with every write of a member, over
 * all attempts of all jobs. It is {@code (start << 31) + sequence}: the start of the attempt in
 * seconds, and what the attempt has written so far.
 *
 * <p>Why nothing that a later attempt writes can be lost. A write counts when its number is greater
 * than the member's. Within an attempt numbers grow. Let an attempt have begun at {@code s} and
 * written {@code n} times; its greatest number is {@code (s << 31) + n}. The next attempt begins at
 * {@code s' >= s + 1}, and its numbers are greater when {@code n < (s' - s) << 31}, that is, unless
 * the earlier one wrote 2^31 times a second or more. Fewer carry into the seconds harmlessly: the
 * sum stays below what the clock has reached meanwhile. The clock may be set back, hence {@code s +
 * 1} from the checkpoint; and an attempt without a checkpoint goes by what the tables hold, the
 * floor: {@code (greatest row_version >> 31) + 1}, greater than everything there, carried or not.
 */
public final class RowVersions {
    private static final int SEQUENCE_BITS = 31;

    /** What an attempt has restored that begins with empty state. */
    public static final long NONE = -1;

    private final long start;
    private long last;

    /**
     * @param start from {@link #start(long, long, long)}
     */
    public RowVersions(long start) {
        this.start = start;
        this.last = start << SEQUENCE_BITS;
    }

    /**
     * When an attempt begins, in seconds.
     *
     * @param now the clock, seconds since the epoch
     * @param restored the greatest {@link #reached} of the state it starts from, over all subtasks;
     *     {@link #NONE} without one
     * @param floor {@link Tables#rowVersionFloor} at the start of the job, or 0
     */
    public static long start(long now, long restored, long floor) {
        return Math.max(Math.max(now, floor), restored + 1);
    }

    /** The start that is greater than all numbers up to {@code rowVersion}. */
    static long floorAbove(long rowVersion) {
        return (rowVersion >> SEQUENCE_BITS) + 1;
    }

    /** The least number of an attempt; every number of an earlier one is less. */
    public static long first(long start) {
        return start << SEQUENCE_BITS;
    }

    /**
     * The least number of the attempt that wrote {@code rowVersion}, or a greater one, once that
     * attempt has written 2^31 times and carried.
     */
    static long attemptOf(long rowVersion) {
        return first(rowVersion >> SEQUENCE_BITS);
    }

    /** The second this attempt began in: greater than that of every earlier one. */
    public long start() {
        return start;
    }

    /** The next number, greater than all before. */
    public long next() {
        return ++last;
    }

    /** The second that the numbers have reached, carried ones included: what state must keep. */
    public long reached() {
        return Math.max(start, last >> SEQUENCE_BITS);
    }
}
