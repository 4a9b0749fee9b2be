package io.memberflow.job;

import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideLive;
import io.memberflow.job.decide.DecideOnce;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.ledger.LedgerFunction;
import io.memberflow.job.population.LivePopulation;
import io.memberflow.job.population.PopulationFunction;
import io.memberflow.job.progress.CountRejected;
import io.memberflow.job.progress.ProgressFunction;
import io.memberflow.job.progress.ProgressRow;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.progress.TallyOperator;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.shadow.ShadowChange;
import io.memberflow.job.shadow.ShadowCounts;
import io.memberflow.job.shadow.ShadowRow;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.job.source.Idle;
import io.memberflow.job.source.Settled;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import io.memberflow.registry.Activation;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Release;
import java.util.ArrayList;
import java.util.List;
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

    /** The instants that a live job's clock goes by, milliseconds since the epoch. */
    public interface Instants {
        DataStream<Long> in(StreamExecutionEnvironment env);
    }

    /**
     * What flows in.
     *
     * @param orders the order events
     * @param ordersHistory the orders that are read before the clock of a live job goes, null for
     *     none
     * @param members the members events, null when there are none
     * @param behaviours the behaviours, null when there are none
     * @param release the rules that decide, null when {@code releases} say
     * @param releases what the registry says of rules, null when {@code release} decides all along
     * @param instants the clock of a live job, null in a bounded run, and for that of events
     */
    public record Inputs(
            Source<RawEvent, ?, ?> orders,
            Source<RawEvent, ?, ?> ordersHistory,
            Source<RawEvent, ?, ?> members,
            Source<RawEvent, ?, ?> behaviours,
            Release release,
            Source<ReleaseCommand, ?, ?> releases,
            Instants instants) {

        /** What flows into a bounded run. */
        public static Inputs bounded(
                Source<RawEvent, ?, ?> orders,
                Source<RawEvent, ?, ?> members,
                Source<RawEvent, ?, ?> behaviours,
                Release release) {
            return new Inputs(orders, null, members, behaviours, release, null, null);
        }

        /** The streams there are, as {@code job_progress} calls them. */
        private List<String> streams() {
            List<String> streams = new ArrayList<>(List.of(Tally.ORDERS));
            if (members != null) {
                streams.add(Tally.MEMBERS);
            }
            if (behaviours != null) {
                streams.add(Tally.BEHAVIOURS);
            }
            return streams;
        }
    }

    /**
     * Where results flow out.
     *
     * @param settled takes events that were rejected once and are accepted now, null for nobody
     * @param activations what becomes of releases, null when they do not change
     * @param shadow what a candidate that is only tried would decide otherwise, null when releases
     *     do not change
     * @param changes who enters and leaves, null when nobody is told
     */
    public record Outputs(
            Sink<MemberRows> members,
            Sink<Rejected> rejected,
            Sink<CutPoints> cutPoints,
            Sink<ProgressRow> progress,
            Sink<Settled> settled,
            Sink<Activation> activations,
            Sink<ShadowRow> shadow,
            Sink<MemberRows> changes) {

        /** Where the results of a job flow whose rules stay what they are. */
        public Outputs(
                Sink<MemberRows> members,
                Sink<Rejected> rejected,
                Sink<CutPoints> cutPoints,
                Sink<ProgressRow> progress) {
            this(members, rejected, cutPoints, progress, null, null, null, null);
        }
    }

    /**
     * Puts the graph into the environment.
     *
     * @param before what the tables hold when the job is started
     */
    public static void build(
            StreamExecutionEnvironment env,
            JobConfig config,
            TablesBefore before,
            Inputs in,
            Outputs out) {
        env.setMaxParallelism(MAX_PARALLELISM);
        ShopCalendar calendar = config.calendar();
        boolean population = config.cutPoints() == CutPointMode.POPULATION;

        // 1. and 2. Events, and what cannot be one.
        Readings events = Readings.of(env, config, in);

        // 3. and 4. One ledger a member.
        SingleOutputStreamOperator<MemberHistory> histories =
                events.good()
                        .keyBy(LedgerEvent::memberId)
                        .process(
                                new LedgerFunction(
                                        calendar,
                                        config.retentionDays(),
                                        population,
                                        config.isLive() && config.live().acceptOtherState()))
                        .name("ledger")
                        .uid("ledger");
        events.rejected()
                .union(histories.getSideOutput(LedgerFunction.REJECTED))
                .map(new CountRejected())
                .returns(Rejected.class)
                .name("count rejected")
                .uid("count-rejected")
                .sinkTo(out.rejected())
                .name("rejected events")
                .uid("rejected-events");
        if (out.settled() != null) {
            events.settled().sinkTo(out.settled()).name("settled events").uid("settled-events");
        }

        // 5. What deciding has to know: the rules, and the population's cut points.
        DataStream<Announcement> announcements = rules(env, in);
        if (population) {
            announcements = announcements.union(population(histories, calendar, out.cutPoints()));
        }

        // 6. Decided where the ledger is: same key, no second shuffle.
        KeyedStream<MemberHistory, String> sameKey =
                DataStreamUtils.reinterpretAsKeyedStream(
                        histories, MemberHistory::memberId, Types.STRING);
        DecideSettings settings =
                new DecideSettings(
                        calendar,
                        population,
                        config.windows(),
                        config.history() ? config.retentionDays() : 0,
                        before,
                        config.isLive() ? config.live().midnightSpread().toMillis() : 0);
        SingleOutputStreamOperator<MemberRows> rows =
                config.isLive()
                        ? sameKey.connect(announcements.broadcast())
                                .transform(
                                        "decide",
                                        TypeInformation.of(MemberRows.class),
                                        new DecideLive(settings))
                        : sameKey.connect(
                                        announcements.broadcast(
                                                DecideOnce.RELEASE, DecideOnce.CUT_POINTS))
                                .process(new DecideOnce(settings));
        rows.name("decide").uid("decide");

        // 7. Rows out, each member's from one subtask.
        rows.sinkTo(out.members()).name("member tables").uid("member-tables");
        if (out.changes() != null) {
            rows.sinkTo(out.changes()).name("change feed").uid("change-feed");
        }
        if (out.activations() != null) {
            rows.getSideOutput(DecideLive.ACTIVATIONS)
                    .sinkTo(out.activations())
                    .name("activations")
                    .uid("activations");
        }
        if (out.shadow() != null) {
            rows.getSideOutput(DecideLive.SHADOW)
                    .keyBy(ShadowChange::version)
                    .process(new ShadowCounts(calendar))
                    .setParallelism(1)
                    .name("shadow")
                    .uid("shadow")
                    .sinkTo(out.shadow())
                    .setParallelism(1)
                    .name("rule shadow")
                    .uid("rule-shadow");
        }

        events.tallies()
                .union(tally(histories.getSideOutput(LedgerFunction.TALLY), "ledger", in.streams()))
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

    private static DataStream<Announcement> rules(StreamExecutionEnvironment env, Inputs in) {
        DataStream<ReleaseCommand> commands =
                in.releases() == null
                        ? env.fromData(
                                        TypeInformation.of(ReleaseCommand.class),
                                        ReleaseCommand.fixed(in.release()))
                                .name("release")
                                .uid("release")
                        : env.fromSource(in.releases(), Idle.forever(), "releases")
                                .uid("releases")
                                .setParallelism(1);
        return commands.map(Announcement::of)
                .returns(Announcement.class)
                .setParallelism(1)
                .name("announce release")
                .uid("announce-release");
    }

    private static DataStream<Announcement> population(
            SingleOutputStreamOperator<MemberHistory> histories,
            ShopCalendar calendar,
            Sink<CutPoints> sink) {
        SingleOutputStreamOperator<CutPoints> cutPoints =
                calendar.isBounded()
                        ? histories
                                .getSideOutput(LedgerFunction.POPULATION)
                                .keyBy(value -> true)
                                .process(new PopulationFunction(calendar))
                        : histories
                                .getSideOutput(LedgerFunction.POPULATION_CHANGES)
                                .keyBy(value -> true)
                                .process(new LivePopulation(calendar));
        cutPoints.setParallelism(1).name("population").uid("population");
        cutPoints.sinkTo(sink).setParallelism(1).name("cut points").uid("cut-points");
        return cutPoints
                .map(Announcement::of)
                .returns(Announcement.class)
                .setParallelism(1)
                .name("announce cut points")
                .uid("announce-cut-points");
    }

    /**
     * Adds counts up before they travel.
     *
     * @param streams those that counts come of
     */
    static DataStream<Tally> tally(DataStream<Tally> counts, String where, List<String> streams) {
        return counts.transform(
                        "tally " + where,
                        TypeInformation.of(Tally.class),
                        new TallyOperator(streams))
                .uid("tally-" + where);
    }
}
