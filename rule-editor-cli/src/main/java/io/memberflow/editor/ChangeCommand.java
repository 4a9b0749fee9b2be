package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that changes a channel, says what it is then, and waits for the job if asked to. */
abstract class ChangeCommand extends RegistryCommand {

    @Mixin private final StampOptions stamp = new StampOptions();
    @Mixin private final WaitOptions wait = new WaitOptions();

    final StampOptions stamp() {
        return stamp;
    }

    /**
     * Tells of a channel as it was left.
     *
     * @param json what there is to say besides
     */
    final int report(Registry registry, Channel channel, ObjectNode json)
            throws SQLException, InterruptedException {
        if (!isJson()) {
            print(ChannelReport.line(channel, language()));
            out().flush();
        }
        ChannelReport.put(channel, json);
        if (wait.isGiven()) {
            try {
                List<JobState> jobs =
                        new Waiting(
                                        registry,
                                        channel,
                                        console(),
                                        spec().commandLine().getErr(),
                                        language())
                                .until(wait.duration());
                jobs.forEach(job -> JobText.put(job, json.withArray("jobs").addObject()));
                note(Message.JOBS_DONE, jobs.size());
            } catch (Stop e) {
                if (isJson()) {
                    print(Json.text(json.put("waiting", e.in(language()))));
                    out().flush();
                }
                throw e;
            }
        }
        if (isJson()) {
            print(Json.text(json));
        }
        return Exit.FINE;
    }

    /** A wrong duration is told before anything is changed. */
    final void checkWait() {
        if (wait.isGiven()) {
            wait.duration();
        }
    }
}
