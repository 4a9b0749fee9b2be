package io.memberflow.benchmarks.job;

import java.util.concurrent.CompletableFuture;

/** What a {@link SteeredSource} reads: by several threads, and it may have nothing for a while. */
interface Feed<T> {
    /** The next record, null if there is none now. */
    T next();

    /** Done as soon as there may be one. */
    CompletableFuture<Void> available();
}
