package io.memberflow.benchmarks.job;

import io.memberflow.job.sink.MemberRows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Members for a sink, pass after pass. */
final class CopiesFeed implements Feed<MemberRows> {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final MemberCopies copies;
    private volatile Pass pass;
    private volatile CompletableFuture<Void> waiting = new CompletableFuture<>();

    /** Once through all members. */
    private record Pass(long version, AtomicInteger next) {}

    CopiesFeed(MemberCopies copies) {
        this.copies = copies;
        pass = new Pass(0, new AtomicInteger(copies.members()));
    }

    void pass(long version) {
        pass = new Pass(version, new AtomicInteger());
        CompletableFuture<Void> waited = waiting;
        waiting = new CompletableFuture<>();
        waited.complete(null);
    }

    /** Whether members of the pass are yet to be read. */
    boolean hasMore() {
        return pass.next().get() < copies.members();
    }

    int members() {
        return copies.members();
    }

    @Override
    public MemberRows next() {
        Pass now = pass;
        int member = now.next().getAndUpdate(next -> Math.min(next + 1, copies.members()));
        return member < copies.members() ? copies.rows(member, now.version()) : null;
    }

    @Override
    public CompletableFuture<Void> available() {
        // Taken before the look: a pass that begins after it completes this one.
        CompletableFuture<Void> wait = waiting;
        return hasMore() ? NOW : wait;
    }
}
