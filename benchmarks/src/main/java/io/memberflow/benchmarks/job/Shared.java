package io.memberflow.benchmarks.job;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object of this process that parts of a job's graph hold together: the handle travels, the
 * object does not.
 */
final class Shared<T> implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<Integer, Object> ALL = new ConcurrentHashMap<>();

    private final int number = NUMBER.incrementAndGet();

    private Shared() {}

    static <T> Shared<T> of(T object) {
        Shared<T> shared = new Shared<>();
        ALL.put(shared.number, object);
        return shared;
    }

    @SuppressWarnings("unchecked")
    T get() {
        return (T) ALL.get(number);
    }

    /** Lets go of it; whoever got it already keeps it. */
    void forget() {
        ALL.remove(number);
    }
}
