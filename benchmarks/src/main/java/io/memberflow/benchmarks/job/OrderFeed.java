package io.memberflow.benchmarks.job;

import io.memberflow.order.RawEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Orders, made when they are read, as many as are let through. */
final class OrderFeed implements Feed<RawEvent> {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final OrderMaker maker;
    private final AtomicLong next = new AtomicLong();
    private volatile long limit;
    private volatile CompletableFuture<Void> waiting = new CompletableFuture<>();

    private volatile Schedule schedule;

    /**
     * When orders are due whose latency is measured.
     *
     * @param first the first such order
     * @param start when it is due, by {@link System#nanoTime}
     * @param rate orders a second from then on
     */
    private record Schedule(Latency latency, long first, long start, long rate) {
        long due(long ticket) {
            return start + (ticket - first) * NANOS_A_SECOND / rate;
        }

        long allowed(long now) {
            return first + (now - start) * rate / NANOS_A_SECOND;
        }
    }

    OrderFeed(OrderMaker maker) {
        this.maker = maker;
    }

    /** How many orders have been read. */
    long sent() {
        return next.get();
    }

    /** Lets orders through until so many have been read in all. */
    void upTo(long orders) {
        limit = orders;
        CompletableFuture<Void> waited = waiting;
        waiting = new CompletableFuture<>();
        waited.complete(null);
    }

    /** As fast as they are read. */
    void open() {
        upTo(Long.MAX_VALUE);
    }

    void close() {
        limit = 0;
    }

    /** Lets latencies be. */
    void unpaced() {
        schedule = null;
    }

    /**
     * So many a second until the time is over; late ones are not left out but follow at once, and
     * their delay counts.
     */
    void paced(Latency latency, long rate, long seconds) throws InterruptedException {
        Schedule paced = new Schedule(latency, sent(), System.nanoTime(), rate);
        schedule = paced;
        long end = paced.start() + seconds * NANOS_A_SECOND;
        for (long now = paced.start(); now < end; now = System.nanoTime()) {
            upTo(paced.allowed(now));
            Thread.sleep(1);
        }
        upTo(paced.allowed(end));
    }

    @Override
    public RawEvent next() {
        long ticket;
        do {
            ticket = next.get();
            if (ticket >= limit) {
                return null;
            }
        } while (!next.compareAndSet(ticket, ticket + 1));
        Schedule paced = schedule;
        if (paced != null) {
            paced.latency().due(maker.member(ticket), paced.due(ticket));
        }
        return maker.make(ticket);
    }

    @Override
    public CompletableFuture<Void> available() {
        // Taken before the look: who lets more through after it completes this one.
        CompletableFuture<Void> wait = waiting;
        return next.get() < limit ? NOW : wait;
    }
}
