package io.memberflow.editor;

import io.memberflow.registry.Channel;
import io.memberflow.registry.Registry;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Waits until the jobs of a channel use a change and have decided everybody by it. */
final class Waiting {
    private static final long LOOK_MILLIS = 500;

    /** A job that said nothing for so long has ended, when another one speaks. */
    private static final Duration SILENT = Duration.ofSeconds(60);

    private final Registry registry;
    private final Channel channel;
    private final Console console;
    private final PrintWriter progress;
    private final Language language;
    private List<String> shown = List.of();

    Waiting(
            Registry registry,
            Channel channel,
            Console console,
            PrintWriter progress,
            Language language) {
        this.registry = registry;
        this.channel = channel;
        this.console = console;
        this.progress = progress;
        this.language = language;
    }

    /**
     * The jobs, all done.
     *
     * @param atMost how long after the release may become active
     * @throws Stop with {@link Exit#NO_ANSWER} when time is up, {@link Exit#FINDINGS} with the
     *     job's words when it rejects the release, {@link Exit#REFUSED} when the channel moved on
     */
    List<JobState> until(Duration atMost) throws SQLException, InterruptedException {
        Duration toCome = Duration.between(channel.readAt(), channel.effectiveAt());
        Duration all = toCome.isNegative() ? atMost : atMost.plus(toCome);
        long deadline = System.nanoTime() + all.toNanos();
        while (true) {
            List<JobState> jobs = JobState.of(registry, channel);
            show(jobs);
            for (JobState job : jobs) {
                if (job.rejection().isPresent()) {
                    String why = job.rejection().get();
                    throw Stop.said(
                            Exit.FINDINGS,
                            Message.JOB_REJECTED.in(Language.ZH, job.jobId(), why),
                            Message.JOB_REJECTED.in(Language.EN, job.jobId(), why));
                }
            }
            if (areDone(jobs)) {
                return jobs;
            }
            if (System.nanoTime() - deadline > 0) {
                throw Stop.noAnswer(
                        jobs.isEmpty() ? Message.NO_JOB_ANSWERED : Message.JOB_NOT_DONE,
                        all.toSeconds(),
                        channel.name());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static boolean areDone(List<JobState> jobs) {
        Instant last =
                jobs.stream().map(JobState::lastSaid).max(Comparator.naturalOrder()).orElse(null);
        return last != null
                && jobs.stream()
                        .filter(job -> !job.lastSaid().isBefore(last.minus(SILENT)))
                        .allMatch(JobState::isDone);
    }

    /** On a terminal a table that stays where it is, elsewhere a line whenever it changes. */
    private void show(List<JobState> jobs) {
        List<String> lines =
                jobs.stream()
                        .flatMap(
                                job ->
                                        console.colour()
                                                ? JobText.lines(job, language).stream()
                                                : java.util.stream.Stream.of(
                                                        JobText.line(job, language)))
                        .toList();
        if (lines.equals(shown)) {
            return;
        }
        if (console.colour() && !shown.isEmpty()) {
            progress.print("\u001B[" + shown.size() + "A\u001B[J");
        }
        lines.forEach(progress::println);
        progress.flush();
        shown = lines;
    }
}
