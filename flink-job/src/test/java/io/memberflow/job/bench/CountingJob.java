package io.memberflow.job.bench;

import io.memberflow.job.source.Idle;
import io.memberflow.job.source.KafkaAccess;
import io.memberflow.job.source.KafkaEvents;
import io.memberflow.order.RawEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A small live job to try the bench with: says of every event how often it was read, as far as its
 * state knows. Arguments: brokers, properties file, the topic to read, the topic to write.
 */
public final class CountingJob {

    private CountingJob() {}

    public static void main(String... arguments) throws Exception {
        KafkaAccess access = new KafkaAccess(arguments[0], arguments[1]);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(KafkaEvents.of(access, arguments[2], "counting"), Idle.forever(), "events")
                .uid("events")
                .keyBy(RawEvent::origin)
                .process(new Count())
                .uid("count")
                .sinkTo(
                        KafkaSink.<String>builder()
                                .setKafkaProducerConfig(access.properties())
                                .setBootstrapServers(arguments[0])
                                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                                .setRecordSerializer(
                                        KafkaRecordSerializationSchema.<String>builder()
                                                .setTopic(arguments[3])
                                                .setValueSerializationSchema(
                                                        new SimpleStringSchema())
                                                .build())
                                .build())
                .uid("counted");
        env.execute("counting");
    }

    private static final class Count extends KeyedProcessFunction<String, RawEvent, String> {
        private static final long serialVersionUID = 1L;
        private transient ValueState<Integer> times;

        @Override
        public void open(OpenContext context) {
            times = getRuntimeContext().getState(new ValueStateDescriptor<>("times", Types.INT));
        }

        @Override
        public void processElement(RawEvent event, Context context, Collector<String> out)
                throws Exception {
            int now = times.value() == null ? 1 : times.value() + 1;
            times.update(now);
            out.collect(event.origin() + " " + now);
        }
    }
}
