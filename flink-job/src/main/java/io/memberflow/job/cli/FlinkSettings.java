package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;

/** Flink's own configuration as the job wants it. */
final class FlinkSettings {

    /** Fixed for ever: state written with another one cannot be restored. */
    private static final int MAX_PARALLELISM = 720;

    /** How long a checkpoint waits for what is under way before it takes it along. */
    private static final Duration ALIGNED = Duration.ofSeconds(1);

    private FlinkSettings() {}

    /** Our settings, over which the operator's {@code --flink} ones win. */
    static Configuration of(JobConfig config) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        // A midnight with a million members due lets checkpoints through only with both.
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED_INTERRUPTIBLE_TIMERS, true);
        settings.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, ALIGNED);
        config.flink().forEach(settings::setString);
        return settings;
    }
}
