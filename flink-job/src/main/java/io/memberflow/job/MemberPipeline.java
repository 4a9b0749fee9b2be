package io.memberflow.job;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideFunction;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.ledger.LedgerFunction;
import io.memberflow.job.population.PopulationFunction;
import io.memberflow.job.progress.ProgressFunction;
import io.memberflow.job.progress.ProgressRow;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.progress.TallyOperator;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.source.AssembleLines;
import io.memberflow.job.source.ReadBehaviours;
import io.memberflow.job.source.ReadMembers;
import io.memberflow.job.source.ReadOrders;
import io.memberflow.job.source.Settled;
import io.memberflow.order.Cleaning;
import io.memberflow.order.OrderLine;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Release;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole graph in one place: from raw events to rows of members. It does not know where events
 * come from nor where rows go; the job, the tests and the benchmarks all build this one.
 */
public final class MemberPipeline {
    /** Members can be spread over this many subtasks at most; fixed, since state depends on it. */
    private static final int MAX_PARALLELISM = 720;

    private MemberPipeline() {}

    /**
     * What flows in.
     *
     * @param orders the order events
     * @param members the members events, null when there are none
     * @param behaviours the behaviours, null when there are none
     * @param release the rules that decide
     */
    public record Inputs(
            Source<RawEvent, ?, ?> orders,
            Source<RawEvent, ?, ?> members,
            Source<RawEvent, ?, ?> behaviours,
            Release release) {}

    /**
     * Where results flow out.
     *
     * @param settled takes events that were rejected once and are accepted now, null for nobody
     * @param changes is told who enters and leaves what, null for nobody
     */
    public record Outputs(
            Sink<MemberRows> members,
            Sink<Rejected> rejected,
            Sink<CutPoints> cutPoints,
            Sink<ProgressRow> progress,
            Sink<Settled> settled,
            Sink<MemberRows> changes) {

        /** The outputs that every job has. */
        public Outputs(
                Sink<MemberRows> members,
                Sink<Rejected> rejected,
                Sink<CutPoints> cutPoints,
                Sink<ProgressRow> progress) {
            this(members, rejected, cutPoints, progress, null, null);
        }
    }

    /**
     * Puts the graph into the environment.
     *
     * @param versionFloor the least start of row versions, in seconds: above all that the tables
     *     hold
     */
    public static void build(
            StreamExecutionEnvironment env,
            JobConfig config,
            long versionFloor,
            Inputs in,
            Outputs out) {
        env.setMaxParallelism(MAX_PARALLELISM);
        ShopCalendar calendar = config.calendar();
        Cleaning cleaning =
                Cleaning.bounded(
                        config.zone(),
                        config.currency(),
                        Set.copyOf(config.guestIds()),
                        config.asOf());

        // 2. Orders, and what cannot be one. Only members events can forget a member.
        boolean forgettable = in.members() != null;
        SingleOutputStreamOperator<LedgerEvent> read =
                source(env, in.orders(), "orders")
                        .process(new ReadOrders(cleaning, forgettable))
                        .name("read orders")
                        .uid("read-orders");
        SingleOutputStreamOperator<LedgerEvent> assembled =
                read.getSideOutput(ReadOrders.LINES)
                        .keyBy(OrderLine::key)
                        .process(new AssembleLines(cleaning, forgettable))
                        .name("assemble lines")
                        .uid("assemble-lines");
        DataStream<LedgerEvent> events = read.union(assembled);
        DataStream<Rejected> rejected =
                read.getSideOutput(ReadOrders.REJECTED)
                        .union(assembled.getSideOutput(ReadOrders.REJECTED));
        DataStream<Tally> tallies =
                tally(read.getSideOutput(ReadOrders.TALLIES), "read")
                        .union(tally(assembled.getSideOutput(ReadOrders.TALLIES), "lines"));
        DataStream<Settled> settled = read.getSideOutput(ReadOrders.SETTLED);
        if (in.members() != null) {
            SingleOutputStreamOperator<LedgerEvent> members =
                    source(env, in.members(), "members")
                            .process(new ReadMembers(cleaning))
                            .name("read members")
                            .uid("read-members");
            events = events.union(members);
            rejected = rejected.union(members.getSideOutput(ReadOrders.REJECTED));
            settled = settled.union(members.getSideOutput(ReadOrders.SETTLED));
            tallies = tallies.union(tally(members.getSideOutput(ReadOrders.TALLIES), "members"));
        }
        if (in.behaviours() != null) {
            SingleOutputStreamOperator<LedgerEvent> behaviours =
                    source(env, in.behaviours(), "behaviours")
                            .process(new ReadBehaviours(cleaning))
                            .name("read behaviours")
                            .uid("read-behaviours");
            events = events.union(behaviours);
            rejected = rejected.union(behaviours.getSideOutput(ReadOrders.REJECTED));
            settled = settled.union(behaviours.getSideOutput(ReadOrders.SETTLED));
            tallies =
                    tallies.union(
                            tally(behaviours.getSideOutput(ReadOrders.TALLIES), "behaviours"));
        }

        // 3. and 4. One ledger a member.
        SingleOutputStreamOperator<MemberHistory> histories =
                events.keyBy(LedgerEvent::memberId)
                        .process(new LedgerFunction(calendar, config.retentionDays()))
                        .name("ledger")
                        .uid("ledger");
        rejected.union(histories.getSideOutput(LedgerFunction.REJECTED))
                .sinkTo(out.rejected())
                .name("rejected events")
                .uid("rejected-events");
        if (out.settled() != null) {
            settled.sinkTo(out.settled()).name("settled events").uid("settled-events");
        }

        // 5. What deciding has to know: the rules, and the population's cut points.
        DataStream<Announcement> announcements =
                env.fromData(TypeInformation.of(Release.class), in.release())
                        .name("release")
                        .uid("release")
                        .map(Announcement::of)
                        .returns(Announcement.class)
                        .name("announce release")
                        .uid("announce-release");
        if (config.cutPoints() == CutPointMode.POPULATION) {
            announcements = announcements.union(population(histories, calendar, out.cutPoints()));
        }

        // 6. Decided where the ledger is: same key, no second shuffle.
        KeyedStream<MemberHistory, String> sameKey =
                DataStreamUtils.reinterpretAsKeyedStream(
                        histories, MemberHistory::memberId, Types.STRING);
        SingleOutputStreamOperator<MemberRows> rows =
                sameKey.connect(
                                announcements.broadcast(
                                        DecideFunction.RELEASE, DecideFunction.CUT_POINTS))
                        .process(
                                new DecideFunction(
                                        new DecideFunction.Settings(
                                                calendar,
                                                config.cutPoints() == CutPointMode.POPULATION,
                                                config.windows(),
                                                config.history() ? config.retentionDays() : 0,
                                                versionFloor)))
                        .name("decide")
                        .uid("decide");

        // 7. Rows out, each member's from one subtask.
        rows.sinkTo(out.members()).name("member tables").uid("member-tables");
        if (out.changes() != null) {
            rows.sinkTo(out.changes()).name("change feed").uid("change-feed");
        }

        tallies.union(tally(histories.getSideOutput(LedgerFunction.TALLY), "ledger"))
                .keyBy(Tally::stream)
                .process(new ProgressFunction(calendar))
                .setParallelism(1)
                .name("progress")
                .uid("progress")
                .sinkTo(out.progress())
                .setParallelism(1)
                .name("job progress")
                .uid("job-progress");
    }

    /** 1. Bytes with their origin, spread evenly: one file must not keep the others waiting. */
    private static DataStream<RawEvent> source(
            StreamExecutionEnvironment env, Source<RawEvent, ?, ?> source, String name) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), name).uid(name).rebalance();
    }

    private static DataStream<Announcement> population(
            SingleOutputStreamOperator<MemberHistory> histories,
            ShopCalendar calendar,
            Sink<CutPoints> sink) {
        SingleOutputStreamOperator<CutPoints> cutPoints =
                histories
                        .getSideOutput(LedgerFunction.POPULATION)
                        .keyBy(value -> true)
                        .process(new PopulationFunction(calendar))
                        .setParallelism(1)
                        .name("population")
                        .uid("population");
        cutPoints.sinkTo(sink).setParallelism(1).name("cut points").uid("cut-points");
        return cutPoints
                .map(Announcement::of)
                .returns(Announcement.class)
                .setParallelism(1)
                .name("announce cut points")
                .uid("announce-cut-points");
    }

    private static DataStream<Tally> tally(DataStream<Tally> counts, String where) {
        return counts.transform(
                        "tally " + where, TypeInformation.of(Tally.class), new TallyOperator())
                .uid("tally-" + where);
    }
}
