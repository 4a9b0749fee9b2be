package io.memberflow.job.source;

import static io.memberflow.job.bench.KafkaServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.Await;
import io.memberflow.job.bench.Bench;
import io.memberflow.job.support.Collected;
import io.memberflow.order.RawEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A clock beside live events and a history: who is in charge of the time, and when. */
class IdleITCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final KafkaAccess ACCESS =
            new KafkaAccess(Bench.broker().bootstrapServers(), null);
    private static final String LIVE = Bench.topic("live", 1);
    private static final String TICKS = Bench.topic("ticks", 1);
    private static final CountDownLatch HISTORY_MAY_END = new CountDownLatch(1);

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private final Collected<String> said = new Collected<>();

    @Test
    void theHistoryHoldsTheClockAndThenTheClockIsAloneInCharge() throws Exception {
        JobClient job = start();
        try (KafkaProducer<byte[], byte[]> producer = Bench.broker().producer()) {
            send(producer, LIVE, "1500");
            awaitSaid("live 1500");
            send(producer, TICKS, "1000", "2000", "2001");
            awaitSaid("clock 2001"); // so the watermark behind 2000 is through as well
            send(producer, LIVE, "1600");
            awaitSaid("live 1600");
            assertThat(said.soFar()).contains("live 1600 at " + Long.MIN_VALUE);
            assertThat(said.soFar()).noneMatch(s -> s.startsWith("fired"));

            HISTORY_MAY_END.countDown();
            awaitSaid("fired 1500");
            awaitSaid("fired 1600");

            send(producer, LIVE, "2500");
            awaitSaid("live 2500");
            send(producer, TICKS, "3000"); // and nothing else comes
            awaitSaid("fired 2500");

            AtomicBoolean flowing = new AtomicBoolean(true);
            Thread flow = new Thread(() -> flow(producer, flowing));
            flow.start();
            try {
                send(producer, LIVE, "3500");
                awaitSaid("live 3500");
                send(producer, TICKS, "4000");
                awaitSaid("fired 3500");
            } finally {
                flowing.set(false);
                flow.join();
            }
        }
        job.cancel().get();
        assertThat(said.soFar()).filteredOn(s -> s.startsWith("fired")).hasSize(4);
    }

    private JobClient start() throws Exception {
        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        flink.setString("pipeline.auto-generate-uids", "false");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2); // one of two readers has no partition

        DataStream<String> live =
                env.fromSource(KafkaEvents.of(ACCESS, LIVE, "idle"), Idle.forever(), "live")
                        .uid("live")
                        .map(event -> "live " + text(event))
                        .uid("live-text");
        DataStream<String> history =
                env.fromSource(
                                new DataGeneratorSource<>(
                                        IdleITCase::lastOfHistory, 1, Types.STRING),
                                WatermarkStrategy.noWatermarks(),
                                "history")
                        .uid("history");
        DataStream<String> clock =
                env.fromSource(
                                KafkaEvents.of(ACCESS, TICKS, "idle"),
                                WatermarkStrategy.<RawEvent>forGenerator(context -> new Ticks()),
                                "clock")
                        .setParallelism(1)
                        .uid("clock")
                        .map(event -> "clock " + text(event))
                        .setParallelism(1)
                        .uid("clock-text");
        live.union(history, clock)
                .keyBy(event -> true)
                .process(new Timers())
                .returns(TypeInformation.of(String.class))
                .uid("timers")
                .sinkTo(said)
                .uid("said");
        return env.executeAsync("idle");
    }

    private static String lastOfHistory(long number) throws InterruptedException {
        HISTORY_MAY_END.await();
        return "history " + number;
    }

    private static String text(RawEvent event) {
        return new String(event.bytes(), StandardCharsets.UTF_8);
    }

    private void awaitSaid(String start) {
        Await.until(
                "That it says " + start,
                LIMIT,
                said::soFar,
                all -> all.stream().anyMatch(s -> s.startsWith(start)));
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String... texts)
            throws Exception {
        for (String text : texts) {
            producer.send(new ProducerRecord<>(topic, bytes(text))).get();
        }
    }

    private static void flow(KafkaProducer<byte[], byte[]> producer, AtomicBoolean flowing) {
        while (flowing.get()) {
            producer.send(new ProducerRecord<>(LIVE, bytes("9000000")));
            producer.flush();
        }
    }

    /** Every event is a watermark. */
    private static final class Ticks implements WatermarkGenerator<RawEvent> {
        @Override
        public void onEvent(RawEvent event, long eventTimestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(Long.parseLong(text(event))));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // said with the event
        }
    }

    /** A timer for the instant that each live event names. */
    private static final class Timers extends KeyedProcessFunction<Boolean, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String event, Context context, Collector<String> out) {
            long watermark = context.timerService().currentWatermark();
            if (event.startsWith("live ")) {
                context.timerService()
                        .registerEventTimeTimer(Long.parseLong(event.substring("live ".length())));
            }
            out.collect(event + " at " + watermark);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect("fired " + timestamp);
        }
    }
}
