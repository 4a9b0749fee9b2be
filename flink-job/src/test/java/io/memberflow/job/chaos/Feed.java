package io.memberflow.job.chaos;

import io.memberflow.job.bench.KafkaServer;
import io.memberflow.order.RejectCode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends events and instants to topics, whether the broker is there or comes back later. */
final class Feed implements AutoCloseable {
    private static final int PARTITIONS = 3;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, String> topics;
    private final ZoneId zone;
    private final Random random;
    private final Map<String, RejectCode> refused = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param topics by {@code orders}, {@code members}, {@code behaviours} and {@code ticks}
     */
    Feed(KafkaServer broker, Map<String, String> topics, ZoneId zone, long seed) {
        this.producer = broker.producer();
        this.topics = topics;
        this.zone = zone;
        this.random = new Random(seed);
    }

    /** Sends them evenly over a time, as far as the broker lets it. */
    void send(List<ChaosShop.Sent> events, long nanos) {
        long start = System.nanoTime();
        for (int i = 0; i < events.size(); i++) {
            long due = start + (long) ((double) nanos * i / events.size());
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send(events.get(i));
        }
    }

    private void send(ChaosShop.Sent event) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topics.get(event.stream()),
                        random.nextInt(PARTITIONS),
                        null,
                        event.bytes());
        producer.send(
                record,
                (at, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    } else if (event.code() != null) {
                        refused.put(
                                "%s %s/%d/%d"
                                        .formatted(
                                                event.stream(),
                                                at.topic(),
                                                at.partition(),
                                                at.offset()),
                                event.code());
                    }
                });
    }

    /** The clock is at noon of a day. */
    void tick(LocalDate day) {
        String instant = day.atTime(12, 0).atZone(zone).toOffsetDateTime().toString();
        producer.send(new ProducerRecord<>(topics.get("ticks"), KafkaServer.bytes(instant)));
    }

    /** Waits until the broker has all of it. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("An event was not sent", failure.get());
        }
    }

    /** The origins of events that are to be refused, behind their streams, and why. */
    Map<String, RejectCode> refused() {
        return refused;
    }

    @Override
    public void close() {
        producer.close();
    }
}
