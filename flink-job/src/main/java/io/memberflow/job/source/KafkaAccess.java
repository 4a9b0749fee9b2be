package io.memberflow.job.source;

import io.memberflow.job.config.Live;
import io.memberflow.job.config.WrongUse;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * How Kafka is reached. Its properties may hold passwords, so they do not travel with the job: what
 * travels are references into the file, which Kafka follows wherever it makes a client. Every
 * machine of a cluster must have the file under the same path.
 *
 * @param bootstrapServers the brokers to begin with, HOST:PORT with commas between
 * @param propertiesFile further properties of every client, null for none
 */
public record KafkaAccess(String bootstrapServers, String propertiesFile) implements Serializable {

    private static final String PROVIDERS = "config.providers";

    /** Read by Flink, not by Kafka: it would not follow a reference. */
    private static final Set<String> OF_FLINK =
            Set.of(
                    "partition.discovery.interval.ms",
                    "register.consumer.metrics",
                    "commit.offsets.on.checkpoint");

    /** Ours to say. */
    private static final Set<String> NOT_TAKEN =
            Set.of(
                    "bootstrap.servers",
                    "group.id",
                    "client.id.prefix",
                    "key.deserializer",
                    "value.deserializer",
                    "key.serializer",
                    "value.serializer",
                    "enable.auto.commit",
                    "auto.offset.reset");

    public static KafkaAccess of(Live live) {
        return new KafkaAccess(live.bootstrapServers(), live.kafkaProperties());
    }

    /**
     * The properties of a client, those of the file as references into it.
     *
     * @throws WrongUse when the file cannot be read
     */
    public Properties properties() {
        Properties properties = new Properties();
        // Clients that begin anew by themselves do so without a pause while no broker answers: a
        // core busy and a megabyte of log a second. The job's restart makes new clients as well.
        properties.setProperty(
                CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                MetadataRecoveryStrategy.NONE.name);
        if (propertiesFile != null) {
            Path file = file();
            Properties given = read(file);
            boolean byReference = given.getProperty(PROVIDERS) == null;
            for (String key : given.stringPropertyNames()) {
                boolean literal = !byReference || OF_FLINK.contains(key);
                properties.setProperty(
                        key,
                        literal ? given.getProperty(key) : "${file:%s:%s}".formatted(file, key));
            }
            if (byReference) {
                properties.setProperty(PROVIDERS, "file");
                properties.setProperty(
                        PROVIDERS + ".file.class", FileConfigProvider.class.getName());
            }
            NOT_TAKEN.forEach(properties::remove);
        }
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /**
     * The consumer group of a job: what the file says, else one of the channel's own.
     *
     * @throws WrongUse when the file cannot be read
     */
    public String group(String channel) {
        String given =
                propertiesFile == null
                        ? null
                        : read(file()).getProperty(CommonClientConfigs.GROUP_ID_CONFIG);
        return given != null ? given : "memberflow-" + channel;
    }

    private Path file() {
        Path file;
        try {
            file = Path.of(propertiesFile).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new WrongUse("--kafka-properties " + propertiesFile + " is no path.", e);
        }
        if (file.toString().matches(".*[:}].*")) {
            throw new WrongUse(
                    "--kafka-properties %s: Kafka takes no path with a colon or a brace, move the file."
                            .formatted(propertiesFile));
        }
        return file;
    }

    private Properties read(Path file) {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            given.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new WrongUse(
                    "--kafka-properties %s cannot be read: give a file of KEY=VALUE lines."
                            .formatted(propertiesFile),
                    e);
        }
        return given;
    }
}
