package io.memberflow.job.clock;

import io.memberflow.job.source.ReadTicks;
import io.memberflow.order.RawEvent;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The clocks a live job can go by. */
public final class Clocks {
    private static final String NAME = "clock";

    private Clocks() {}

    /** The machine's clock, told every second. */
    public static DataStream<Long> wall(StreamExecutionEnvironment env) {
        DataGeneratorSource<Long> seconds =
                new DataGeneratorSource<>(
                        second -> System.currentTimeMillis(),
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perSecond(1),
                        Types.LONG);
        return env.fromSource(seconds, WatermarkStrategy.noWatermarks(), "seconds")
                .uid("seconds")
                .setParallelism(1);
    }

    /** Instants that somebody sends. */
    public static DataStream<Long> ticks(
            StreamExecutionEnvironment env, Source<RawEvent, ?, ?> ticks) {
        return env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "ticks")
                .uid("ticks")
                .setParallelism(1)
                .process(new ReadTicks())
                .name("read ticks")
                .uid("read-ticks")
                .setParallelism(1);
    }

    /**
     * A stream without records whose watermarks are the latest of these instants.
     *
     * @param allowedDisorder milliseconds that the clock stays behind them
     */
    public static <T> DataStream<T> of(
            DataStream<Long> instants, long allowedDisorder, TypeInformation<T> type) {
        return instants.transform(NAME, type, new ClockOperator<T>(allowedDisorder))
                .uid(NAME)
                .setParallelism(1);
    }
}
