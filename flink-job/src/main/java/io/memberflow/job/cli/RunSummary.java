package io.memberflow.job.cli;

import io.memberflow.job.progress.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bounded run did.
 *
 * @param jobId the job's id in {@code job_progress}
 * @param tallies what became of the events, one entry a stream
 * @param members members met
 * @param membersWithOrders those of them with a counting order
 * @param took from the first check to the last write
 */
public record RunSummary(
        String jobId, List<Tally> tallies, long members, long membersWithOrders, Duration took) {

    /** The closing lines as the contract words them (commands.md). */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Tally t : tallies) {
            lines.add(
                    "%s: read %d applied %d repeats %d rejected %d"
                            .formatted(
                                    t.stream(), t.read(), t.applied(), t.repeats(), t.rejected()));
        }
        lines.add(
                "members %d with orders %d seconds %d"
                        .formatted(members, membersWithOrders, took.toSeconds()));
        return lines;
    }
}
