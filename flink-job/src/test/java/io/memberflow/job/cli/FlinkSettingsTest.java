package io.memberflow.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.JobArguments;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class FlinkSettingsTest {
    private static Configuration settings(String... arguments) {
        return FlinkSettings.of(JobArguments.read(Map.of(), arguments).toConfig(Clock.systemUTC()));
    }

    @Test
    void aCrowdOfTimersLetsCheckpointsThrough() {
        Configuration settings = settings("--orders", "orders.csv");
        assertThat(CheckpointingOptions.isUnalignedCheckpointInterruptibleTimersEnabled(settings))
                .isFalse();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        assertThat(CheckpointingOptions.isUnalignedCheckpointInterruptibleTimersEnabled(settings))
                .isTrue();
    }

    @Test
    void theOperatorHasTheLastWord() {
        Configuration settings =
                settings(
                        "--orders",
                        "orders.csv",
                        "--flink",
                        "execution.checkpointing.unaligned.enabled=false");
        assertThat(settings.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
    }
}
