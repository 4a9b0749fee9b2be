package io.memberflow.job.decide;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.CompilerThreads;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Turn;
import io.memberflow.engine.Verdict;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Release;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides the members of a bounded run: each once, on the as-of date, when histories, rules and cut
 * points are all there. {@link DecideLive} decides those of a live one.
 */
public final class DecideOnce
        extends KeyedBroadcastProcessFunction<String, MemberHistory, Announcement, MemberRows>
        implements CheckpointedFunction {
    /** The release in force, under its channel. */
    public static final MapStateDescriptor<String, Release> RELEASE =
            new MapStateDescriptor<>("release", Types.STRING, TypeInformation.of(Release.class));

    /** The cut points in force, under the day they were closed for. */
    public static final MapStateDescriptor<Long, CutPoints> CUT_POINTS =
            new MapStateDescriptor<>("cutPoints", Types.LONG, TypeInformation.of(CutPoints.class));

    private static final long serialVersionUID = 1L;
    private static final String CHANNEL = "default";
    private static final Population NOBODY = new Population(Map.of(), Map.of(), Map.of());

    private final DecideSettings settings;

    private transient ValueState<MemberHistory> histories;
    private transient ListState<Long> reached;
    private transient RowVersions versions;
    private transient Clock clock;
    private transient LoadedRules.Lease lease;
    private transient Decider decider;
    private transient MemberRowsWriter writer;

    public DecideOnce(DecideSettings settings) {
        this.settings = settings;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        clock = Clock.systemUTC();
        reached =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("rowVersions", Types.LONG));
        long restored = RowVersions.NONE;
        for (long second : reached.get()) {
            restored = Math.max(restored, second);
        }
        versions =
                new RowVersions(
                        RowVersions.start(
                                clock.instant().getEpochSecond(),
                                restored,
                                settings.before().versionFloor()));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        reached.update(List.of(versions.reached()));
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext()
                .registerUserCodeClassLoaderReleaseHookIfAbsent(
                        "memberflow-compiler", CompilerThreads::endWithTheJob);
        histories =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("history", MemberHistory.class));
    }

    @Override
    public void processElement(
            MemberHistory history, ReadOnlyContext context, Collector<MemberRows> out)
            throws Exception {
        MemberHistory waiting = histories.value();
        // What is to go from the tables goes although more is known before it went.
        boolean forgotten = history.forgotten() || (waiting != null && waiting.forgotten());
        history = history.withForgotten(forgotten);
        histories.update(history);
        context.timerService().registerEventTimeTimer(settings.calendar().endOfAsOf());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<MemberRows> out)
            throws Exception {
        out.collect(decide(histories.value(), context));
        histories.clear();
    }

    @Override
    public void processBroadcastElement(
            Announcement announcement, Context context, Collector<MemberRows> out)
            throws Exception {
        if (announcement.command() != null) {
            context.getBroadcastState(RELEASE).put(CHANNEL, announcement.command().active());
        }
        if (announcement.cutPoints() != null) {
            context.getBroadcastState(CUT_POINTS).clear();
            context.getBroadcastState(CUT_POINTS)
                    .put(announcement.cutPoints().id(), announcement.cutPoints());
        }
        decider = null;
        giveBack();
    }

    @Override
    public void close() {
        giveBack();
    }

    private void giveBack() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    private MemberRows decide(MemberHistory history, OnTimerContext context) throws Exception {
        Decider current = decider(context);
        int day = settings.calendar().today(context.timestamp());
        if (history.isEmpty()) {
            return forget(history, day, current);
        }
        Verdict verdict = current.decide(history, day);
        List<Turn> turns = null;
        if (settings.historyDays() > 0) {
            int from = Math.max(history.firstSeenOn(), day - settings.historyDays() + 1);
            turns = current.turns(history, from, day);
        }
        return writer.write(history, verdict, turns, current, versions, clock.millis());
    }

    private MemberRows forget(MemberHistory history, int day, Decider current) {
        return MemberRows.forget(
                history.memberId(),
                versions.next(),
                day,
                clock.millis(),
                current.rules().version());
    }

    private Decider decider(ReadOnlyContext context) throws Exception {
        if (decider == null) {
            Release release = context.getBroadcastState(RELEASE).get(CHANNEL);
            lease = LoadedRules.acquire(release, settings.extraWindows());
            CompiledRules rules = lease.rules();
            decider = new Decider(rules, scoring(rules, context.getBroadcastState(CUT_POINTS)));
            writer = new MemberRowsWriter(rules.schema());
        }
        return decider;
    }

    private Scoring scoring(CompiledRules rules, ReadOnlyBroadcastState<Long, CutPoints> announced)
            throws Exception {
        if (!settings.population()) {
            return rules.catalogue().scores();
        }
        Iterator<Map.Entry<Long, CutPoints>> sets = announced.immutableEntries().iterator();
        // A bounded run without any has ended, and nobody was there to be measured.
        return new PopulationScores(
                sets.hasNext()
                        ? sets.next().getValue()
                        : NOBODY.close(settings.calendar().today(Long.MIN_VALUE)));
    }
}
