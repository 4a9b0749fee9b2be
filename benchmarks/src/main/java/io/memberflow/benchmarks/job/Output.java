package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.MemberRows;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What came out of the job so far. */
final class Output {
    private static final Consumer<MemberRows> NOBODY = rows -> {};

    private final LongAdder rows = new LongAdder();
    private final AtomicLongArray clocks;
    private volatile Latency latency;
    private volatile Consumer<MemberRows> listener = NOBODY;

    Output(int subtasks) {
        clocks = new AtomicLongArray(subtasks);
        for (int i = 0; i < subtasks; i++) {
            clocks.set(i, Long.MIN_VALUE);
        }
    }

    /** Members handed to the sink, each with all its rows. */
    long rows() {
        return rows.sum();
    }

    /** How far the job's time has come everywhere: all that was due until then is done. */
    long clock() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < clocks.length(); i++) {
            least = Math.min(least, clocks.get(i));
        }
        return least;
    }

    /** Null while nobody measures it. */
    Latency latency() {
        return latency;
    }

    void measure(Latency measured) {
        latency = measured;
    }

    /** Lets somebody see all rows, in the tasks' threads. */
    void listen(Consumer<MemberRows> who) {
        listener = who;
    }

    void handed(MemberRows member) {
        rows.increment();
        listener.accept(member);
    }

    void reached(int subtask, long clock) {
        clocks.set(subtask, clock);
    }
}
