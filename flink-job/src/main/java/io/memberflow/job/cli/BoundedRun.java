package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.EmbeddedDatabase;
import io.memberflow.job.sink.MemberCount;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.order.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole bounded run in this process: check, migrate, write the catalogue, build the pipeline,
 * execute it, replace, sum up.
 */
public final class BoundedRun {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedRun.class);

    private static final long REPORT_SECONDS = 2;

    private final JobParts parts;

    public BoundedRun(JobParts parts) {
        this.parts = parts;
    }

    /**
     * Runs to the end of the input.
     *
     * @throws WrongUse when something has to be mended before the job can start
     * @throws JobFailed when the job started and failed
     */
    public RunSummary execute(JobConfig config, RunListener listener) throws InterruptedException {
        long start = System.nanoTime();
        Tables tables = new Tables(config.database());
        TablesBefore before = new StartUp(parts).prepare(config, tables, listener);
        try (EmbeddedDatabase kept = EmbeddedDatabase.keepOpen(config.database())) {
            String jobId = runJob(config, tables, before, listener, start);
            return finish(config, tables, jobId, before, listener, start);
        } catch (InterruptedException | WrongUse e) {
            throw e;
        } catch (Exception e) {
            throw new JobFailed("The job failed: " + RootCause.sentence(e), e);
        }
    }

    /**
     * Runs on the cluster of an environment, to the end of the input.
     *
     * @throws WrongUse when something has to be mended before the job can start
     */
    public RunSummary executeOn(StreamExecutionEnvironment env, JobConfig config) throws Exception {
        long start = System.nanoTime();
        if (!env.getConfiguration().get(DeploymentOptions.ATTACHED)) {
            throw new WrongUse(
                    "a detached job cannot sum up what it did: leave out --detached, or use the"
                            + " application mode.");
        }
        Tables tables = new Tables(config.database());
        TablesBefore before = new StartUp(parts).prepare(config, tables, RunListener.SILENT);
        env.configure(FlinkSettings.of(config));
        parts.build(env, config, before);
        String jobId = env.execute("memberflow").getJobID().toString();
        return finish(config, tables, jobId, before, RunListener.SILENT, start);
    }

    private String runJob(
            JobConfig config, Tables tables, TablesBefore before, RunListener listener, long start)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        config.parallelism(), FlinkSettings.of(config));
        parts.build(env, config, before);
        JobClient job = env.executeAsync("memberflow");
        String jobId = job.getJobID().toString();
        await(job.getJobExecutionResult(), tables, jobId, before.versionFloor(), listener, start);
        return jobId;
    }

    private static void await(
            Future<?> result,
            Tables tables,
            String jobId,
            long attempt,
            RunListener listener,
            long start)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                result.get(REPORT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                report(tables, jobId, attempt, listener, start);
            }
        }
    }

    /** The job does not depend on being watched: a database that is away for a while is no news. */
    private static void report(
            Tables tables, String jobId, long attempt, RunListener listener, long start) {
        List<Tally> tallies;
        long written;
        try {
            tallies = tables.progress(jobId);
            written = tables.countMembers(RowVersions.first(attempt)).members();
        } catch (DatabaseProblem e) {
            LOG.warn("The progress of the job cannot be read. cause=\"{}\"", RootCause.sentence(e));
            return;
        }
        listener.progress(tallies, written, since(start));
    }

    private static RunSummary finish(
            JobConfig config,
            Tables tables,
            String jobId,
            TablesBefore before,
            RunListener listener,
            long start) {
        long firstVersion = RowVersions.first(before.versionFloor());
        if (config.replace()) {
            long removed = tables.removeMembersBelow(firstVersion);
            listener.stage(
                    "Removed %s that the input does not contain."
                            .formatted(Counted.of(removed, "member", "members")));
        }
        MemberCount members = tables.countMembers(firstVersion);
        return new RunSummary(
                jobId,
                tallies(config, tables.progress(jobId)),
                members.members(),
                members.withOrders(),
                since(start));
    }

    /** One a stream that was given, also when nothing came on it. */
    private static List<Tally> tallies(JobConfig config, List<Tally> found) {
        List<Tally> tallies = new ArrayList<>();
        for (String stream : config.streams()) {
            Tally nothing = Tally.applied(stream, 0);
            tallies.add(
                    found.stream()
                            .filter(t -> t.stream().equals(stream))
                            .findAny()
                            .orElse(nothing));
        }
        return tallies;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
