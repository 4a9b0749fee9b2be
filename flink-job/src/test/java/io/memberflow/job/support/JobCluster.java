package io.memberflow.job.support;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.SettledSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.source.EventFiles;
import io.memberflow.job.source.EventSources;
import io.memberflow.order.InputFiles;
import io.memberflow.order.RawEvent;
import io.memberflow.testdata.OrderRules;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One mini cluster that runs the whole job many times, as {@link Runs} does once. */
public final class JobCluster implements AutoCloseable {
    private final MiniCluster cluster;

    public JobCluster(int slots) throws Exception {
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        cluster.start();
    }

    /** Migrates and runs; returns the job's id. */
    public String run(JobConfig config, DatabaseConfig database) throws Exception {
        return run(config, database, EventSources.orders(config), new MemberSink(database));
    }

    /** The same, failing on the way. */
    public String run(JobConfig config, DatabaseConfig database, Faults faults) throws Exception {
        return run(
                config,
                database,
                new FaultySource(files(config), faults),
                new FaultySink(new MemberSink(database), faults));
    }

    private static FileSource<RawEvent> files(JobConfig config) {
        return EventFiles.of(InputFiles.find(config.orders()));
    }

    private String run(
            JobConfig config,
            DatabaseConfig database,
            Source<RawEvent, ?, ?> orders,
            Sink<MemberRows> members)
            throws Exception {
        Tables tables = new Tables(database);
        tables.migrate();
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        config.flink().forEach(flink::setString);
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink)) {
            MemberPipeline.build(
                    env,
                    config,
                    new TablesBefore(tables.rowVersionFloor(), 0),
                    MemberPipeline.Inputs.bounded(orders, null, null, OrderRules.release()),
                    new MemberPipeline.Outputs(
                            members,
                            RejectedSink.to(database),
                            CutPointsSink.to(database),
                            ProgressSink.to(database),
                            SettledSink.to(database),
                            null,
                            null,
                            null));
            JobGraph job = env.getStreamGraph().getJobGraph();
            cluster.executeJobBlocking(job);
            return job.getJobID().toString();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
