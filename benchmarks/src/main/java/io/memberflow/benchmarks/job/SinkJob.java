package io.memberflow.benchmarks.job;

import io.memberflow.job.metrics.Metric;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.source.Idle;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that has nothing but the sink of members. */
final class SinkJob implements AutoCloseable {
    private static final long LOOK_MILLIS = 2;

    private final MiniCluster cluster;
    private final JobID id;
    private final CopiesFeed feed;
    private final Shared<CopiesFeed> shared;

    SinkJob(MemberCopies copies, DatabaseConfig database, int parallelism, Path folder)
            throws Exception {
        feed = new CopiesFeed(copies);
        shared = Shared.of(feed);
        Configuration flink = new Configuration();
        Map.of(
                        "pipeline.generic-types", "false",
                        "restart-strategy.type", "none",
                        // Taken at the end of a pass only, when they make the sink commit all.
                        "execution.checkpointing.interval", "1 h",
                        "execution.checkpointing.storage", "filesystem",
                        "execution.checkpointing.dir", folder.toUri().toString(),
                        "io.tmp.dirs", folder.toString(),
                        "metrics.reporters", "live",
                        "metrics.reporter.live.factory.class", LiveMetrics.Factory.class.getName())
                .forEach(flink::setString);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        env.fromSource(
                        new SteeredSource<>(shared, TypeInformation.of(MemberRows.class)),
                        Idle.forever(),
                        "members")
                .sinkTo(new MemberSink(database));
        JobGraph graph = env.getStreamGraph().getJobGraph();
        id = graph.getJobID();
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(flink)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(parallelism)
                                .withRandomPorts()
                                .build());
        cluster.start();
        cluster.submitJob(graph).get();
        while (cluster.getJobStatus(id).get() != JobStatus.RUNNING) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Writes all members once; returns how long it took, in seconds. */
    double pass(long version) throws Exception {
        Rate written = new Rate(() -> LiveMetrics.sum(Metric.MEMBERS_WRITTEN.title()));
        feed.pass(version);
        while (feed.hasMore()) {
            if (cluster.getJobStatus(id).get().isTerminalState()) {
                throw new IllegalStateException(
                        "The job failed",
                        cluster.getExecutionGraph(id).get().getFailureInfo().getException());
            }
            Thread.sleep(LOOK_MILLIS);
        }
        cluster.triggerCheckpoint(id).get();
        double seconds = written.seconds();
        if (written.count() != feed.members()) {
            throw new IllegalStateException(
                    "%d of %d members were written".formatted(written.count(), feed.members()));
        }
        return seconds;
    }

    @Override
    public void close() throws Exception {
        cluster.cancelJob(id).get();
        cluster.closeAsync().get();
        shared.forget();
    }
}
