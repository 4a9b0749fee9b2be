package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final JobSteps steps;

    public BoundedRun(JobSteps steps) {
        this.steps = steps;
    }

    /**
     * Runs to the end of the input.
     *
     * @throws WrongUse when something has to be mended before the job can start
     * @throws JobFailed when the job started and failed
     */
    public RunSummary execute(JobConfig config, RunListener listener) throws InterruptedException {
        long start = System.nanoTime();
        check(config, listener);
        steps.prepare(config);
        String jobId = runJob(config, listener, start);
        long removed = config.replace() ? steps.replace(config, jobId) : 0;
        if (config.replace()) {
            listener.stage("replace: removed %d members that were not met".formatted(removed));
        }
        JobSteps.Members members = steps.members(config, jobId);
        return new RunSummary(
                jobId,
                steps.progress(config, jobId),
                members.all(),
                members.withOrders(),
                removed,
                since(start));
    }

    /**
     * All start-up checks, cheapest first, and the migration between them if it is asked for.
     *
     * @throws WrongUse on the first that fails
     */
    public void check(JobConfig config, RunListener listener) {
        steps.checkOrders(config);
        steps.checkRules(config);
        steps.checkDatabase(config.database());
        if (config.migrate()) {
            listener.stage(steps.migrate(config.database()));
        }
        steps.checkTables(config.database());
    }

    private String runJob(JobConfig config, RunListener listener, long start)
            throws InterruptedException {
        try {
            StreamExecutionEnvironment env = LocalCluster.environment(config);
            steps.build(env, config);
            JobClient job = env.executeAsync("memberflow");
            String jobId = job.getJobID().toString();
            await(job.getJobExecutionResult(), config, jobId, listener, start);
            return jobId;
        } catch (InterruptedException | WrongUse e) {
            throw e;
        } catch (Exception e) {
            throw new JobFailed("the job failed: " + RootCause.sentence(e), e);
        }
    }

    private void await(
            Future<?> result, JobConfig config, String jobId, RunListener listener, long start)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                result.get(REPORT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                report(config, jobId, listener, start);
            }
        }
    }

    /** The job does not depend on being watched: a database that is away for a while is no news. */
    private void report(JobConfig config, String jobId, RunListener listener, long start) {
        List<Tally> tallies;
        try {
            tallies = steps.progress(config, jobId);
        } catch (RuntimeException e) {
            LOG.warn("The progress of the job cannot be read: {}", RootCause.sentence(e));
            return;
        }
        listener.progress(tallies, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
