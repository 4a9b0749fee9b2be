package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Activation;
import java.util.ArrayList;
import java.util.List;

/** Shows what jobs say. */
final class JobText {
    private JobText() {}

    /** A line for the job, and one for each subtask. */
    static List<String> lines(JobState job, Language language) {
        List<String> lines = new ArrayList<>();
        lines.add(line(job, language));
        for (Activation row : job.rows()) {
            if (row.subtask() != Activation.COORDINATOR) {
                lines.add("    " + subtask(row, language));
            }
        }
        return lines;
    }

    static String line(JobState job, Language language) {
        return Message.JOB_LINE.in(
                language,
                job.jobId(),
                job.rows().get(0).version(),
                job.rows().get(0).seq(),
                job.active(),
                job.rows().size(),
                job.swept(),
                job.toSweep());
    }

    private static String subtask(Activation row, Language language) {
        return switch (row.state()) {
            case PREPARED -> Message.SUBTASK_PREPARED.in(language, row.subtask());
            case REJECTED -> Message.SUBTASK_REJECTED.in(language, row.subtask());
            case ACTIVE ->
                    Message.SUBTASK_ACTIVE.in(
                            language,
                            row.subtask(),
                            row.swept() == null ? "?" : row.swept(),
                            row.toSweep() == null ? "?" : row.toSweep());
        };
    }

    static void put(JobState job, ObjectNode json) {
        json.put("job", job.jobId());
        json.put("done", job.isDone());
        json.put("split", job.isSplit());
        ArrayNode subtasks = json.putArray("subtasks");
        for (Activation row : job.rows()) {
            ObjectNode one = subtasks.addObject();
            one.put("subtask", row.subtask());
            one.put("version", row.version());
            one.put("seq", row.seq());
            one.put("state", row.state().name());
            one.put("compileMillis", row.compileMs());
            one.put("swept", row.swept());
            one.put("toSweep", row.toSweep());
            one.put("message", row.message());
            one.put("at", row.at().toString());
        }
    }
}
