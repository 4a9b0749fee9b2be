package io.memberflow.registry;

import java.time.Instant;

/**
 * A row of {@code rule_activation}: what a job says of a change of its channel.
 *
 * @param jobId the job
 * @param subtask which of its deciders, {@link #COORDINATOR} for the job as a whole
 * @param seq the channel's sequence number that it is about
 * @param version the release
 * @param state how far it is
 * @param compileMs how long compiling took, or null
 * @param swept how many members were decided anew, or null
 * @param toSweep of how many, or null
 * @param message what there is to say, or null
 * @param at when it was said
 */
public record Activation(
        String jobId,
        int subtask,
        long seq,
        int version,
        State state,
        Long compileMs,
        Long swept,
        Long toSweep,
        String message,
        Instant at) {

    /** The subtask of what is said of the job as a whole. */
    public static final int COORDINATOR = -1;

    /** How far a release is. */
    public enum State {
        /** Compiled, and waiting for the others. */
        PREPARED,
        /** It decides. */
        ACTIVE,
        /** It is not used, and will not be under this sequence number. */
        REJECTED
    }
}
