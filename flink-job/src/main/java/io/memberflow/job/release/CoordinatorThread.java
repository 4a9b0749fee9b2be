package io.memberflow.job.release;

import io.memberflow.job.metrics.Metric;
import io.memberflow.job.sink.ActivationSink;
import io.memberflow.registry.Registry;
import io.memberflow.registry.TrustedKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the registry again and again, in a thread of its own, since compiling takes seconds and
 * a database that is away takes minutes. While it is away nothing happens but that it is looked at
 * less often and said so now and then.
 */
final class CoordinatorThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorThread.class);

    /** Job ids are among what Flink knows of an operator's metrics. */
    private static final String JOB_ID = "<job_id>";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(5);

    private final ScheduledExecutorService thread;
    private final HeldConnection connection;
    private final Coordinator coordinator;
    private final Duration poll;
    private final Counter failedLooks;
    private final Consumer<Error> fail;

    private volatile boolean closed;
    private Duration wait;
    private long failures;
    private long saidAt;

    private CoordinatorThread(
            ScheduledExecutorService thread,
            HeldConnection connection,
            Coordinator coordinator,
            Duration poll,
            Counter failedLooks,
            Consumer<Error> fail) {
        this.thread = thread;
        this.connection = connection;
        this.coordinator = coordinator;
        this.poll = poll;
        this.failedLooks = failedLooks;
        this.fail = fail;
    }

    /**
     * Begins to look.
     *
     * @param announce takes what the deciders are to be told; called in that thread
     * @param fail takes what the job cannot live with; called in that thread
     */
    static CoordinatorThread start(
            ReleaseSource.Settings settings,
            SourceReaderContext context,
            ReleaseState restored,
            Consumer<ReleaseCommand> announce,
            Consumer<Error> fail) {
        String jobId = context.metricGroup().getAllVariables().get(JOB_ID);
        if (jobId == null) {
            throw new IllegalStateException("Flink does not say which job this is");
        }
        HeldConnection connection = new HeldConnection(settings.database());
        Registry registry = new Registry(connection);
        TrustedKeys keys =
                settings.trustedKeys() == null
                        ? TrustedKeys.NONE
                        : TrustedKeys.of(settings.trustedKeys());
        Counter rejected = Metric.RELEASES_REJECTED.counter(context.metricGroup());
        Coordinator coordinator =
                new Coordinator(
                        jobId,
                        settings.channel(),
                        settings.deciders(),
                        registry,
                        new ReleaseCheck(registry, settings.channel(), keys, settings.windows()),
                        row -> {
                            try (Connection open = connection.open()) {
                                open.setAutoCommit(true);
                                ActivationSink.write(open, settings.database(), row);
                                rejected.inc();
                            }
                        },
                        restored,
                        announce);
        ClassLoader classes = context.getUserCodeClassLoader().asClassLoader();
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread made = new Thread(work, "release-coordinator");
                            made.setDaemon(true);
                            made.setContextClassLoader(classes);
                            return made;
                        });
        CoordinatorThread started =
                new CoordinatorThread(
                        thread,
                        connection,
                        coordinator,
                        settings.poll(),
                        Metric.FAILED_LOOKS.counter(context.metricGroup()),
                        fail);
        thread.execute(started::look);
        return started;
    }

    private void look() {
        if (closed) {
            return;
        }
        try {
            coordinator.look();
            if (failures > 0) {
                LOG.info("The registry can be read again. failedLooks={}", failures);
            }
            failures = 0;
            wait = poll;
        } catch (SQLException e) {
            failed(e.getMessage(), null);
        } catch (RuntimeException e) {
            // A fault of ours. The rules that are in use are good; the job goes on with them.
            failed("a fault of the program", e);
        } catch (Error e) {
            fail.accept(e);
            throw e;
        }
        try {
            thread.schedule(this::look, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The job has ended; the registry is no longer looked at");
        }
    }

    private void failed(String why, RuntimeException fault) {
        connection.giveUp();
        failures++;
        failedLooks.inc();
        Duration longer = failures == 1 ? poll : wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) > 0 ? max(poll, LONGEST_WAIT) : longer;
        if (failures == 1 || System.nanoTime() - saidAt > SAY_AGAIN.toNanos()) {
            saidAt = System.nanoTime();
            LOG.warn(
                    "The registry cannot be read; the rules stay as they are. failedLooks={} cause=\"{}\"",
                    failures,
                    why,
                    fault);
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /**
     * Ends without waiting and without an interrupt, which could break off a compilation that
     * others wait for: a look that has begun ends by itself, and then the connection is closed.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.execute(connection::giveUp);
        thread.shutdown();
    }
}
