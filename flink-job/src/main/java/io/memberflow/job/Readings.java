package io.memberflow.job;

import io.memberflow.job.MemberPipeline.Inputs;
import io.memberflow.job.clock.Clocks;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.source.AssembleLines;
import io.memberflow.job.source.Idle;
import io.memberflow.job.source.ReadBehaviours;
import io.memberflow.job.source.ReadMembers;
import io.memberflow.job.source.ReadOrders;
import io.memberflow.job.source.Settled;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.OrderLine;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/**
 * The first part of the graph: from bytes of three streams to events of members.
 *
 * <p>Watermarks are the clock. A bounded source gives none until it ends, and so holds the clock up
 * as long as history is being read; an unbounded one leaves the time to the clock that is put
 * beside it.
 *
 * @param good what goes to the ledgers
 * @param rejected what was refused
 * @param settled what was refused once and is not any more
 * @param tallies what was read and refused
 */
record Readings(
        DataStream<LedgerEvent> good,
        DataStream<Rejected> rejected,
        DataStream<Settled> settled,
        DataStream<Tally> tallies) {
    private static final TypeInformation<RawEvent> RAW = TypeInformation.of(RawEvent.class);
    private static final long MICROS_A_MILLI = 1_000;

    static Readings of(StreamExecutionEnvironment env, JobConfig config, Inputs in) {
        Cleaning bounded =
                Cleaning.bounded(
                        config.zone(),
                        config.currency(),
                        Set.copyOf(config.guestIds()),
                        config.asOf());
        // Only members events can forget a member, and only a live job has too old ones.
        boolean withOrigins = in.members() != null || config.isLive();
        if (!config.isLive()) {
            return others(
                    history(source(env, in.orders(), "orders"), bounded, withOrigins),
                    env,
                    in,
                    bounded,
                    null);
        }
        Cleaning live =
                Cleaning.live(
                        config.zone(),
                        config.currency(),
                        Set.copyOf(config.guestIds()),
                        config.retentionDays(),
                        config.live().behaviourDays());
        DataStream<RawEvent> clock =
                in.instants() == null ? null : Clocks.of(in.instants().in(env), 0, RAW);
        Readings readings;
        DataStream<RawEvent> orders = beside(source(env, in.orders(), "orders"), clock);
        if (in.ordersHistory() == null) {
            readings = orders(orders, live, withOrigins, "orders");
        } else {
            DataStream<RawEvent> history = source(env, in.ordersHistory(), "orders history");
            // Nothing is too old for the live orders either while history is being read.
            DataStream<RawEvent> untilItEnds =
                    history.filter(event -> false).name("end of history").uid("end-of-history");
            readings =
                    orders(orders.union(untilItEnds), live, withOrigins, "orders")
                            .plus(history(history, live, withOrigins));
        }
        readings = others(readings, env, in, live, clock);
        return in.instants() == null ? readings.withClockOfEvents(config) : readings;
    }

    private Readings plus(Readings other) {
        return new Readings(
                good.union(other.good),
                rejected.union(other.rejected),
                settled.union(other.settled),
                tallies.union(other.tallies));
    }

    /** Which day it is, the events themselves say. */
    private Readings withClockOfEvents(JobConfig config) {
        DataStream<Long> instants =
                tallies.flatMap(
                                (Tally tally, org.apache.flink.util.Collector<Long> out) -> {
                                    if (tally.eventTime() != Order.NO_TIME) {
                                        out.collect(tally.eventTime() / MICROS_A_MILLI);
                                    }
                                })
                        .returns(Types.LONG)
                        .name("event times")
                        .uid("event-times");
        return new Readings(
                good.union(
                        Clocks.of(
                                instants,
                                config.live().disorder().toMillis(),
                                TypeInformation.of(LedgerEvent.class))),
                rejected,
                settled,
                tallies);
    }

    private static DataStream<RawEvent> beside(
            DataStream<RawEvent> events, DataStream<RawEvent> clock) {
        return clock == null ? events : events.union(clock);
    }

    /** Orders that end: lines of orders among them can be put together. */
    private static Readings history(
            DataStream<RawEvent> events, Cleaning cleaning, boolean withOrigins) {
        String name = cleaning.asOf() == null ? "orders history" : "orders";
        SingleOutputStreamOperator<LedgerEvent> read = read(events, cleaning, withOrigins, name);
        SingleOutputStreamOperator<LedgerEvent> assembled =
                read.getSideOutput(ReadOrders.LINES)
                        .keyBy(OrderLine::key)
                        .process(new AssembleLines(cleaning, withOrigins))
                        .name("assemble lines")
                        .uid("assemble-lines");
        return of(read, name).plus(of(assembled, "lines"));
    }

    private static Readings orders(
            DataStream<RawEvent> events, Cleaning cleaning, boolean withOrigins, String name) {
        return of(read(events, cleaning, withOrigins, name), name);
    }

    private static SingleOutputStreamOperator<LedgerEvent> read(
            DataStream<RawEvent> events, Cleaning cleaning, boolean withOrigins, String name) {
        return events.process(new ReadOrders(cleaning, withOrigins))
                .name("read " + name)
                .uid("read-" + uid(name));
    }

    private static Readings others(
            Readings orders,
            StreamExecutionEnvironment env,
            Inputs in,
            Cleaning cleaning,
            DataStream<RawEvent> clock) {
        Readings all = orders;
        if (in.members() != null) {
            all = all.plus(stream(env, in.members(), clock, new ReadMembers(cleaning), "members"));
        }
        if (in.behaviours() != null) {
            all =
                    all.plus(
                            stream(
                                    env,
                                    in.behaviours(),
                                    clock,
                                    new ReadBehaviours(cleaning),
                                    "behaviours"));
        }
        return all;
    }

    private static Readings stream(
            StreamExecutionEnvironment env,
            Source<RawEvent, ?, ?> source,
            DataStream<RawEvent> clock,
            ProcessFunction<RawEvent, LedgerEvent> reader,
            String name) {
        return of(
                beside(source(env, source, name), clock)
                        .process(reader)
                        .name("read " + name)
                        .uid("read-" + name),
                name);
    }

    private static Readings of(SingleOutputStreamOperator<LedgerEvent> read, String name) {
        return new Readings(
                read,
                read.getSideOutput(ReadOrders.REJECTED),
                read.getSideOutput(ReadOrders.SETTLED),
                MemberPipeline.tally(
                        read.getSideOutput(ReadOrders.TALLIES),
                        // As the operators of the first version were called.
                        name.equals("orders") ? "read" : uid(name),
                        List.of()));
    }

    /** Spread evenly: one file or partition must not keep the others waiting. */
    private static DataStream<RawEvent> source(
            StreamExecutionEnvironment env, Source<RawEvent, ?, ?> source, String name) {
        WatermarkStrategy<RawEvent> time =
                source.getBoundedness() == Boundedness.BOUNDED
                        ? WatermarkStrategy.noWatermarks()
                        : Idle.forever();
        return env.fromSource(source, time, name).uid(uid(name)).rebalance();
    }

    private static String uid(String name) {
        return name.replace(' ', '-');
    }
}
