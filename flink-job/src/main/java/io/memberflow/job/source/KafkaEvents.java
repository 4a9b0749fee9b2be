package io.memberflow.job.source;

import io.memberflow.order.RawEvent;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A live source of the events in a topic, one a record. Where it stands is part of the job's state;
 * without state it begins with the earliest record there is, for events that an earlier job had
 * read are missing in a new one's state. Offsets are committed with every checkpoint, for those who
 * watch the lag, and never read.
 *
 * <p>Whatever a record holds is an event: one without a value, or with an empty one, will be
 * refused as MALFORMED like any other text that is no JSON object, and of one over {@link
 * RawEvent#MAX_BYTES} the beginning is kept.
 */
public final class KafkaEvents {

    private KafkaEvents() {}

    /**
     * The events of a topic. Only records of committed transactions are read; partitions that are
     * added later are found.
     *
     * @param group the consumer group that offsets are committed for
     */
    public static KafkaSource<RawEvent> of(KafkaAccess access, String topic, String group) {
        return KafkaSource.<RawEvent>builder()
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperties(access.properties())
                .setGroupId(group)
                .setClientIdPrefix(group + "." + topic)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new Records())
                .build();
    }

    /** From records to events that know where they stand. */
    static final class Records implements KafkaRecordDeserializationSchema<RawEvent> {
        private static final long serialVersionUID = 1L;
        private static final byte[] NOTHING = {};

        @Override
        public void deserialize(
                ConsumerRecord<byte[], byte[]> message, Collector<RawEvent> collector) {
            byte[] value = message.value() == null ? NOTHING : message.value();
            byte[] kept =
                    value.length > RawEvent.MAX_BYTES
                            ? Arrays.copyOf(value, RawEvent.MAX_BYTES)
                            : value;
            collector.collect(
                    new RawEvent(
                            message.topic() + "/" + message.partition() + "/" + message.offset(),
                            kept,
                            value.length,
                            null));
        }

        @Override
        public TypeInformation<RawEvent> getProducedType() {
            return TypeInformation.of(RawEvent.class);
        }
    }
}
