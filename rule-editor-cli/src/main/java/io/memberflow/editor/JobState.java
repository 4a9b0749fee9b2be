package io.memberflow.editor;

import io.memberflow.registry.Activation;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one job says of one change of its channel.
 *
 * @param rows by subtask, the job as a whole first; at least one
 */
record JobState(String jobId, List<Activation> rows) {

    /** What all jobs say of a change; deciders name the active release, a refusal the candidate. */
    static List<JobState> of(Registry registry, long seq, int active, Integer candidate)
            throws SQLException {
        List<Activation> all = new ArrayList<>(registry.activations(seq, active));
        if (candidate != null && candidate != active) {
            all.addAll(registry.activations(seq, candidate));
        }
        Map<String, List<Activation>> byJob = new TreeMap<>();
        all.forEach(row -> byJob.computeIfAbsent(row.jobId(), id -> new ArrayList<>()).add(row));
        return byJob.entrySet().stream()
                .map(one -> new JobState(one.getKey(), List.copyOf(one.getValue())))
                .toList();
    }

    static List<JobState> of(Registry registry, Channel channel) throws SQLException {
        return of(registry, channel.seq(), channel.activeVersion(), channel.candidateVersion());
    }

    /** Why it does not use the release; one that any subtask rejects, none of them uses. */
    Optional<String> rejection() {
        return rows.stream()
                .filter(row -> row.state() == Activation.State.REJECTED)
                .findFirst()
                .map(row -> row.message() == null ? "" : row.message());
    }

    boolean isActive() {
        return rows.stream().allMatch(row -> row.state() == Activation.State.ACTIVE);
    }

    /** Whether some subtasks decide by it and others do not. */
    boolean isSplit() {
        return active() > 0 && !isActive();
    }

    /** Whether it is in use and every member was decided by it. */
    boolean isDone() {
        return isActive() && rows.stream().allMatch(JobState::isSwept);
    }

    long active() {
        return rows.stream().filter(row -> row.state() == Activation.State.ACTIVE).count();
    }

    long swept() {
        return rows.stream().mapToLong(row -> row.swept() == null ? 0 : row.swept()).sum();
    }

    /** How many members have to be decided anew, as far as subtasks have counted them. */
    long toSweep() {
        return rows.stream().mapToLong(row -> row.toSweep() == null ? 0 : row.toSweep()).sum();
    }

    Instant lastSaid() {
        return rows.stream().map(Activation::at).max(Instant::compareTo).orElseThrow();
    }

    private static boolean isSwept(Activation row) {
        return row.swept() != null && row.toSweep() != null && row.swept() >= row.toSweep();
    }
}
