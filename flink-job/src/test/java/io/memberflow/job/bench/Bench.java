package io.memberflow.job.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Real processes that the tests of one JVM share; they end with it. Their logs stay. */
public final class Bench {
    private static final Path LOGS = Path.of("target", "bench");
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static KafkaServer broker;

    private Bench() {}

    /** The broker; a test that kills it starts it again. */
    public static synchronized KafkaServer broker() {
        if (broker == null) {
            try {
                broker = KafkaServer.start(folder("kafka"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return broker;
    }

    /** A topic that no other test has. */
    public static String topic(String name, int partitions) {
        String topic = name + "-" + TOPICS.incrementAndGet();
        broker().createTopic(topic, partitions);
        return topic;
    }

    /** A new folder for a process, below {@code target/bench}. */
    public static Path folder(String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(LOGS), name + "-")
                .toAbsolutePath();
    }
}
