package io.memberflow.job.support;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** What Flink itself can be told. */
public final class FlinkOptions {
    private static final String REPORTER = "metrics.reporter.prom.";

    private static final Map<String, ConfigOption<?>> KNOWN =
            known(
                    BlobServerOptions.class,
                    CheckpointingOptions.class,
                    CoreOptions.class,
                    ExecutionOptions.class,
                    HighAvailabilityOptions.class,
                    JobManagerOptions.class,
                    MetricOptions.class,
                    RestOptions.class,
                    RestartStrategyOptions.class,
                    RocksDBOptions.class,
                    StateBackendOptions.class,
                    TaskManagerOptions.class,
                    WebOptions.class);

    private FlinkOptions() {}

    private static Map<String, ConfigOption<?>> known(Class<?>... classes) {
        Map<String, ConfigOption<?>> options = new HashMap<>();
        for (Class<?> type : classes) {
            for (Field field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && ConfigOption.class.isAssignableFrom(field.getType())) {
                    try {
                        ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                        options.put(option.key(), option);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return options;
    }

    /** Keys that Flink does not know and values it cannot read; nothing when all is well. */
    public static List<String> problems(Map<String, String> settings) {
        List<String> problems = new ArrayList<>();
        settings.forEach(
                (key, value) -> {
                    // The port is the Prometheus reporter's own; the others are of any reporter.
                    if (key.equals(REPORTER + "port")) {
                        return;
                    }
                    ConfigOption<?> option =
                            key.startsWith(REPORTER)
                                    ? KNOWN.get(key.substring(REPORTER.length()))
                                    : KNOWN.get(key);
                    if (option == null) {
                        problems.add(key + " is no option");
                        return;
                    }
                    try {
                        Configuration one = new Configuration();
                        one.setString(option.key(), value);
                        one.get(option);
                    } catch (IllegalArgumentException e) {
                        problems.add(key + ": " + e.getMessage());
                    }
                });
        return problems;
    }
}
