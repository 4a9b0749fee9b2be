package io.memberflow.benchmarks.job;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What somebody puts in, one by one. */
final class QueueFeed<T> implements Feed<T> {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<Void> waiting = new CompletableFuture<>();

    void put(T record) {
        queue.add(record);
        CompletableFuture<Void> waited = waiting;
        waiting = new CompletableFuture<>();
        waited.complete(null);
    }

    @Override
    public T next() {
        return queue.poll();
    }

    @Override
    public CompletableFuture<Void> available() {
        // Taken before the look: who puts something in after it completes this one.
        CompletableFuture<Void> wait = waiting;
        return queue.isEmpty() ? wait : NOW;
    }
}
