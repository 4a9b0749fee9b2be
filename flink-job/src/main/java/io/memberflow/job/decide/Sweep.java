package io.memberflow.job.decide;

import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Goes through all members in slices between records: a little work, a little pause, so that
 * neither records nor checkpoints wait (findings.md). First they are counted, then visited. A new
 * sweep takes the place of one that is under way.
 */
final class Sweep {
    private static final long WORK_NANOS = 1_000_000;
    private static final long PAUSE_MILLIS = 1;
    private static final int LOOK_AT_CLOCK_EVERY = 32;

    private final KeyedStateBackend<String> members;
    private final String state;
    private final ProcessingTimeService time;
    private final Visitor visitor;

    private Stream<String> keys;
    private Iterator<String> iterator;
    private boolean counting;
    private long generation;
    private long visited;
    private long toVisit;

    /** What is done. */
    interface Visitor {
        /** With the member's key set. */
        void visit() throws Exception;

        /** After some members. */
        void progress(long visited, long toVisit) throws Exception;

        /** After the last one. */
        void done(long visited) throws Exception;
    }

    /**
     * @param state name of the keyed state that every member has
     */
    Sweep(
            KeyedStateBackend<String> members,
            String state,
            ProcessingTimeService time,
            Visitor visitor) {
        this.members = members;
        this.state = state;
        this.time = time;
        this.visitor = visitor;
    }

    /** Begins anew. */
    void start() {
        stop();
        generation++;
        counting = true;
        visited = 0;
        toVisit = 0;
        open();
        next(generation);
    }

    void stop() {
        if (keys != null) {
            keys.close();
            keys = null;
            iterator = null;
        }
    }

    private void open() {
        keys = members.getKeys(state, VoidNamespace.INSTANCE);
        iterator = keys.iterator();
    }

    private void next(long of) {
        time.registerTimer(time.getCurrentProcessingTime() + PAUSE_MILLIS, at -> slice(of));
    }

    private void slice(long of) throws Exception {
        if (of != generation || iterator == null) {
            return;
        }
        long end = System.nanoTime() + WORK_NANOS;
        for (int i = 1; iterator.hasNext(); i++) {
            String member = iterator.next();
            if (counting) {
                toVisit++;
            } else {
                members.setCurrentKey(member);
                visitor.visit();
                visited++;
            }
            if ((!counting || i % LOOK_AT_CLOCK_EVERY == 0) && System.nanoTime() >= end) {
                break;
            }
        }
        if (iterator.hasNext()) {
            visitor.progress(visited, toVisit);
            next(of);
        } else if (counting) {
            counting = false;
            stop();
            open();
            next(of);
        } else {
            stop();
            visitor.done(visited);
        }
    }
}
