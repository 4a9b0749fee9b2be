package io.memberflow.job.support;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a job is to fail, and what came of it. The job's tasks, in whichever attempt, find it by its
 * name: it lives in this JVM and survives restarts, which the tasks do not.
 */
public final class Faults {
    private static final Map<String, Faults> ALL = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();
    private final int eventsPerCheckpoint;
    private final Queue<Integer> sourceFailures = new ArrayDeque<>();
    private final Queue<Integer> writeFailures = new ArrayDeque<>();
    private final Queue<Integer> flushFailures = new ArrayDeque<>();
    private int thrown;
    private int restored;

    /**
     * Up to two failures while orders are read, one while rows are gathered, two after some were
     * committed. The first of each but the middle one comes for certain, as long as every file has
     * ten events or more.
     */
    public Faults(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        eventsPerCheckpoint = 2 + random.nextInt(8);
        sourceFailures.add(1);
        sourceFailures.add(1 + random.nextInt(3 * eventsPerCheckpoint));
        if (random.nextBoolean()) {
            writeFailures.add(1 + random.nextInt(4));
        }
        flushFailures.add(1);
        if (random.nextBoolean()) {
            flushFailures.add(1);
        }
        ALL.put(name, this);
    }

    String name() {
        return name;
    }

    static Faults of(String name) {
        return ALL.get(name);
    }

    /** How many events a reader may emit before the next checkpoint is through. */
    int eventsPerCheckpoint() {
        return eventsPerCheckpoint;
    }

    synchronized boolean isReading() {
        return !sourceFailures.isEmpty();
    }

    /** Fails when it is time to: {@code done} events were read since the first checkpoint. */
    synchronized void afterEvents(int done) {
        fail(sourceFailures, done, "reading");
    }

    synchronized void afterWrites(int done) {
        fail(writeFailures, done, "writing");
    }

    synchronized void afterFlush(int rows) {
        fail(flushFailures, rows, "flushing");
    }

    private void fail(Queue<Integer> failures, int done, String doing) {
        if (!failures.isEmpty() && done >= failures.peek()) {
            failures.remove();
            thrown++;
            throw new IllegalStateException("Injected while " + doing);
        }
    }

    synchronized void restored() {
        restored++;
    }

    /** How often the job was made to fail. */
    public synchronized int thrown() {
        return thrown;
    }

    /** How many files went on being read where a checkpoint had left them. */
    public synchronized int restoredReaders() {
        return restored;
    }
}
