package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.decide.DecideLive;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.EmbeddedDatabase;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A live job: checked, prepared and started, to go on until somebody stops it. */
public final class LiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);
    private static final long REPORT_SECONDS = 10;

    private final JobParts parts;

    public LiveRun(JobParts parts) {
        this.parts = parts;
    }

    /**
     * Runs in this process; returns only when the thread is interrupted.
     *
     * @throws WrongUse when something has to be mended before the job can start
     * @throws JobFailed when the job started and failed
     */
    public void execute(JobConfig config, RunListener listener) throws InterruptedException {
        long start = System.nanoTime();
        Tables tables = new Tables(config.database());
        TablesBefore before = new StartUp(parts).prepare(config, tables, listener);
        Configuration flink = FlinkSettings.of(config);
        if (flink.get(StateRecoveryOptions.SAVEPOINT_PATH) == null) {
            mayBeginEmpty(before);
        }
        JobClient job = null;
        try (EmbeddedDatabase kept = EmbeddedDatabase.keepOpen(config.database())) {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
            parts.build(env, config, before);
            job = env.executeAsync("memberflow " + config.live().channel());
            listener.stage("The job runs until it is stopped, as with Ctrl-C.");
            CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
            while (true) {
                try {
                    result.get(REPORT_SECONDS, TimeUnit.SECONDS);
                    return;
                } catch (TimeoutException e) {
                    report(tables, job.getJobID().toString(), listener, start);
                }
            }
        } catch (InterruptedException e) {
            if (job != null) {
                job.cancel();
            }
            throw e;
        } catch (WrongUse e) {
            throw e;
        } catch (Exception e) {
            throw new JobFailed("The job failed: " + RootCause.sentence(e), e);
        }
    }

    /** Starts it on the cluster of an environment; on one that is attached, waits for its end. */
    public void executeOn(StreamExecutionEnvironment env, JobConfig config) throws Exception {
        Tables tables = new Tables(config.database());
        TablesBefore before = new StartUp(parts).prepare(config, tables, RunListener.SILENT);
        env.configure(FlinkSettings.of(config));
        parts.build(env, config, before);
        env.execute("memberflow " + config.live().channel());
    }

    /** What the operator would find too, but later. */
    private static void mayBeginEmpty(TablesBefore before) {
        if (before.members() > 0) {
            throw new WrongUse(DecideLive.beginsWithoutState(before.members()));
        }
    }

    /** The job does not depend on being watched: a database that is away for a while is no news. */
    private static void report(Tables tables, String jobId, RunListener listener, long start) {
        try {
            listener.progress(
                    tables.progress(jobId), 0, Duration.ofNanos(System.nanoTime() - start));
        } catch (DatabaseProblem e) {
            LOG.warn("The progress of the job cannot be read. cause=\"{}\"", RootCause.sentence(e));
        }
    }
}
