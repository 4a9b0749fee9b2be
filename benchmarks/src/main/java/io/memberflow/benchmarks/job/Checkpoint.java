package io.memberflow.benchmarks.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;

/**
 * A checkpoint that was completed.
 *
 * @param triggered when it was begun, milliseconds since the epoch
 * @param millis how long it took in all
 * @param delayMillis how long its barriers were under way until the last task began with it: what
 *     records and timers before them held it up
 * @param bytes of all state
 * @param bytesByTask by the name of the task
 */
record Checkpoint(
        long triggered, long millis, long delayMillis, long bytes, Map<String, Long> bytesByTask) {

    /** Those that were completed, oldest first. */
    static List<Checkpoint> of(AccessExecutionGraph job) {
        List<Checkpoint> all = new ArrayList<>();
        if (job.getCheckpointStatsSnapshot() == null) {
            return all;
        }
        for (AbstractCheckpointStats one :
                job.getCheckpointStatsSnapshot().getHistory().getCheckpoints()) {
            if (one.getStatus().isCompleted()) {
                all.add(0, of(job, one));
            }
        }
        return all;
    }

    private static Checkpoint of(AccessExecutionGraph job, AbstractCheckpointStats stats) {
        long delay = 0;
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (TaskStateStats task : stats.getAllTaskStateStats()) {
            bytes.put(job.getJobVertex(task.getJobVertexId()).getName(), task.getStateSize());
            for (SubtaskStateStats subtask : task.getSubtaskStats()) {
                // Those that had ended before took no part.
                delay = Math.max(delay, subtask == null ? 0 : subtask.getCheckpointStartDelay());
            }
        }
        return new Checkpoint(
                stats.getTriggerTimestamp(),
                stats.getEndToEndDuration(),
                delay,
                stats.getStateSize(),
                bytes);
    }
}
