package io.memberflow.job.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells a topic who enters and leaves what: one message a change, under the member's id, so that
 * those of one member stay in their order. At least once: after a failure changes may be told
 * again, as those of a greater row_version.
 */
public final class ChangeFeed implements Sink<MemberRows> {
    private static final long serialVersionUID = 1L;

    private final KafkaSink<Message> topic;

    /**
     * @param member the member's id
     */
    private record Message(String member, byte[] json) {}

    /**
     * @param client how Kafka is reached, as properties of a client
     * @param topic the topic, which must be there
     */
    public ChangeFeed(Properties client, String topic) {
        this.topic =
                KafkaSink.<Message>builder()
                        .setKafkaProducerConfig(client)
                        .setBootstrapServers(client.getProperty("bootstrap.servers"))
                        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                        .setRecordSerializer(new Records(topic))
                        .build();
    }

    @Override
    public SinkWriter<MemberRows> createWriter(WriterInitContext context) throws IOException {
        return new Writer(topic.createWriter(context));
    }

    private record Writer(SinkWriter<Message> messages) implements SinkWriter<MemberRows> {
        @Override
        public void write(MemberRows rows, Context context)
                throws IOException, InterruptedException {
            for (MemberRows.Change change : rows.changes()) {
                messages.write(
                        new Message(rows.memberId(), ChangeMessage.json(rows, change)), context);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            messages.flush(endOfInput);
        }

        @Override
        public void close() throws Exception {
            messages.close();
        }
    }

    private record Records(String topic) implements KafkaRecordSerializationSchema<Message> {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Message message, KafkaSinkContext context, Long timestamp) {
            return new ProducerRecord<>(
                    topic, message.member().getBytes(StandardCharsets.UTF_8), message.json());
        }
    }
}
