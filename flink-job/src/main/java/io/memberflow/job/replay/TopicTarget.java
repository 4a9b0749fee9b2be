package io.memberflow.job.replay;

import io.memberflow.job.source.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics that a live job reads, a record an event under its member's id. */
public final class TopicTarget implements Target {
    private static final String PATIENCE_MILLIS = "20000";

    private final Map<String, String> topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param topics the topic of each stream
     */
    public TopicTarget(KafkaAccess access, Map<String, String> topics) {
        this.topics = topics;
        Properties properties = access.properties();
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        properties.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void send(String stream, String memberId, byte[] event) {
        byte[] key = memberId == null ? null : memberId.getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(
                    new ProducerRecord<>(topics.get(stream), key, event),
                    (sent, problem) -> failure.compareAndSet(null, problem));
        } catch (KafkaException e) {
            throw failed(e);
        }
        failOnce();
    }

    @Override
    public void close() {
        producer.close(); // waits for what is on its way
        failOnce();
    }

    private void failOnce() {
        Exception problem = failure.getAndSet(null);
        if (problem != null) {
            throw failed(problem);
        }
    }

    private static NotSent failed(Exception problem) {
        return new NotSent(
                "Kafka did not take all events (%s): see that it runs, and start again; to send an event twice does no harm."
                        .formatted(problem.getClass().getSimpleName()),
                problem);
    }
}
