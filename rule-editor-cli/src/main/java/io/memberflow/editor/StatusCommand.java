package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.registry.Change;
import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import io.memberflow.registry.ShadowCount;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code rule-editor status}: what channels ask for and what jobs do. */
@Command(name = "status")
final class StatusCommand extends RegistryCommand {
    /** How many changes back a job is looked for that has not heard of the last ones. */
    private static final int LOOK_BACK = 20;

    /** A job looks every second; after so long it should have said something. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    int run(Registry registry) throws SQLException {
        List<Channel> channels =
                isChannelGiven() ? List.of(channel(registry)) : registry.channels();
        if (channels.isEmpty()) {
            note(Message.NO_CHANNELS);
        }
        ObjectNode json = Json.object();
        ArrayNode all = json.putArray("channels");
        int exit = Exit.FINE;
        for (Channel channel : channels) {
            List<JobState> jobs = jobs(registry, channel);
            Optional<String> problem = problem(channel, jobs);
            List<ShadowCount> shadow =
                    channel.candidateVersion() == null
                            ? List.of()
                            : registry.shadowCounts(channel.candidateVersion());
            if (isJson()) {
                put(channel, jobs, problem, shadow, all.addObject());
            } else {
                lines(channel, jobs, problem, shadow);
            }
            exit = problem.isPresent() ? Exit.FINDINGS : exit;
        }
        if (isJson()) {
            print(Json.text(json));
        }
        return exit;
    }

    /** The jobs that spoke of the channel's state, else of the newest change one spoke of. */
    private static List<JobState> jobs(Registry registry, Channel channel) throws SQLException {
        List<JobState> jobs = JobState.of(registry, channel);
        if (!jobs.isEmpty()) {
            return jobs;
        }
        for (Change change : registry.history(channel.name(), LOOK_BACK)) {
            if (change.toVersion() != null) {
                jobs =
                        JobState.of(
                                registry, change.seq(), change.toVersion(), change.fromVersion());
                if (!jobs.isEmpty()) {
                    return jobs;
                }
            }
        }
        return jobs;
    }

    /** What keeps everybody from deciding by what the channel asks for. */
    private Optional<String> problem(Channel channel, List<JobState> jobs) {
        for (JobState job : jobs) {
            if (job.rejection().isPresent()) {
                return Optional.of(text(Message.JOB_REJECTED, job.jobId(), job.rejection().get()));
            } else if (job.isSplit()) {
                return Optional.of(
                        text(Message.JOB_SPLIT, job.jobId(), job.active(), job.rows().size()));
            }
            long seq = job.rows().get(0).seq();
            if (seq != channel.seq() && isOverdue(channel)) {
                return Optional.of(text(Message.JOB_BEHIND, job.jobId(), seq, channel.seq()));
            }
        }
        return Optional.empty();
    }

    private static boolean isOverdue(Channel channel) {
        Instant due =
                channel.updatedAt().isAfter(channel.effectiveAt())
                        ? channel.updatedAt()
                        : channel.effectiveAt();
        return due.plus(PATIENCE).isBefore(channel.readAt());
    }

    private void lines(
            Channel channel,
            List<JobState> jobs,
            Optional<String> problem,
            List<ShadowCount> shadow) {
        print(ChannelReport.line(channel, language()));
        print("  " + text(Message.CHANGED_BY, channel.updatedBy(), channel.updatedAt()));
        if (jobs.isEmpty()) {
            print("  " + text(Message.NO_JOB));
        }
        for (JobState job : jobs) {
            JobText.lines(job, language()).forEach(line -> print("  " + line));
        }
        for (ShadowCount count : shadow) {
            print(
                    "  "
                            + text(
                                    Message.SHADOW_LINE,
                                    count.asOf(),
                                    count.modelOrKey(),
                                    orNothing(count.from()),
                                    orNothing(count.to()),
                                    count.members()));
        }
        problem.ifPresent(one -> print("  " + console().red(one)));
    }

    private String orNothing(String value) {
        return value.isEmpty() ? text(Message.IS_NOTHING) : value;
    }

    private static void put(
            Channel channel,
            List<JobState> jobs,
            Optional<String> problem,
            List<ShadowCount> shadow,
            ObjectNode json) {
        ChannelReport.put(channel, json);
        json.put("problem", problem.orElse(null));
        ArrayNode all = json.putArray("jobs");
        jobs.forEach(job -> JobText.put(job, all.addObject()));
        ArrayNode counts = json.putArray("shadow");
        for (ShadowCount count : shadow) {
            ObjectNode one = counts.addObject();
            one.put("job", count.jobId());
            one.put("asOf", count.asOf().toString());
            one.put("modelOrKey", count.modelOrKey());
            one.put("from", count.from());
            one.put("to", count.to());
            one.put("members", count.members());
        }
    }
}
