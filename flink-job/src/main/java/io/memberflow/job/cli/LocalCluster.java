package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink inside this process. */
final class LocalCluster {

    static final int MAX_PARALLELISM = 720;

    private LocalCluster() {}

    /** An environment with our settings, over which the operator's {@code --flink} ones win. */
    static StreamExecutionEnvironment environment(JobConfig config) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        config.flink().forEach(settings::setString);
        return StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), settings);
    }
}
