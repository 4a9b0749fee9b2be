package io.memberflow.job.decide;

import io.memberflow.engine.CompilerThreads;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Earlier;
import io.memberflow.engine.Reason;
import io.memberflow.engine.Verdict;
import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.Journal.Cause;
import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.job.shadow.ShadowChange;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.registry.Activation;
import io.memberflow.rfm.FirstChange;
import io.memberflow.rfm.MemberHistory;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Decides the members of a live job: each with every new history, on each day that can matter to
 * it, and when what members are decided by changes. Only what changed is written. The watermark is
 * the clock; while there is none, nobody is decided.
 *
 * <p>Releases change without a stop. They are compiled beside the task, and a release that is to be
 * in force is so from the checkpoint on that knows of it: whatever was decided by it, no restart
 * goes back behind it. Then all members are gone through ({@link Sweep}); those with a new history
 * meanwhile are decided by the new release already.
 */
public final class DecideLive extends AbstractStreamOperator<MemberRows>
        implements TwoInputStreamOperator<MemberHistory, Announcement, MemberRows>,
                Triggerable<String, VoidNamespace> {
    /** What becomes of releases. */
    public static final OutputTag<Activation> ACTIVATIONS =
            new OutputTag<>("activations", TypeInformation.of(Activation.class));

    /** What a candidate that is only tried would decide otherwise. */
    public static final OutputTag<ShadowChange> SHADOW =
            new OutputTag<>("shadow", TypeInformation.of(ShadowChange.class));

    private static final long serialVersionUID = 1L;
    private static final String HISTORY = "history";
    private static final long NO_CLOCK = Long.MIN_VALUE;
    private static final long NO_CHECKPOINT = -1;

    private final DecideSettings settings;

    private transient ValueState<MemberHistory> histories;
    private transient ValueState<Written> written;
    private transient ListState<Long> reached;
    private transient ListState<Long> swept;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient RowVersions versions;
    private transient Rulings rulings;
    private transient Preparation preparation;
    private transient Sweep sweep;
    private transient Shadow shadow;
    private transient DecideMetrics metrics;
    private transient Clock clock;
    private transient MemberRowsWriter writer;

    /** What members are decided by, {@link RowVersions#NONE} while nobody can be. */
    private transient long basis;

    /** What the last sweep that was gone through to the end decided by. */
    private transient long sweptBasis;

    private transient Cause sweepCause;

    private transient boolean checkpoints;

    /** The first checkpoint that knows what is pending. */
    private transient long pendingSince;

    public DecideLive(DecideSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean useInterruptibleTimers() {
        // A midnight with many members must not hold up a checkpoint.
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        if (!context.isRestored() && settings.before().members() > 0) {
            throw new SuppressRestartsException(
                    new IllegalStateException(beginsWithoutState(settings.before().members())));
        }
        clock = Clock.systemUTC();
        reached =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("rowVersions", Types.LONG));
        swept =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("sweptBasis", Types.LONG));
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
        rulings = new Rulings(settings, getOperatorStateBackend());
        sweptBasis = sameOfAll(swept.get());
        pendingSince = NO_CHECKPOINT;
        basis = RowVersions.NONE;
    }

    /** Why a job without state does not start beside tables that hold members, and the cure. */
    public static String beginsWithoutState(long members) {
        return "The tables hold %d members, and the job begins without state: give --orders-history to read what came before, --start-empty to replace them, or go on from a savepoint (--flink %s=PATH, or flink run -s PATH)."
                .formatted(members, StateRecoveryOptions.SAVEPOINT_PATH.key());
    }

    /** What all subtasks have gone through, {@link RowVersions#NONE} if some have not. */
    private static long sameOfAll(Iterable<Long> bases) {
        Long same = null;
        for (Long one : bases) {
            if (same != null && !same.equals(one)) {
                return RowVersions.NONE;
            }
            same = one;
        }
        return same == null ? RowVersions.NONE : same;
    }

    @Override
    public void open() throws Exception {
        super.open();
        metrics = new DecideMetrics(getMetricGroup());
        getRuntimeContext()
                .registerUserCodeClassLoaderReleaseHookIfAbsent(
                        "memberflow-compiler", CompilerThreads::endWithTheJob);
        timers = getInternalTimerService("days", VoidNamespaceSerializer.INSTANCE, this);
        histories =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>(HISTORY, MemberHistory.class));
        written =
                getRuntimeContext().getState(new ValueStateDescriptor<>("written", Written.class));
        shadow =
                new Shadow(
                        getRuntimeContext()
                                .getState(
                                        new ValueStateDescriptor<>(
                                                "shadow", Shadow.Differing.class)),
                        change -> output.collect(SHADOW, new StreamRecord<>(change)));
        sweep =
                new Sweep(
                        this.<String>getKeyedStateBackend(),
                        HISTORY,
                        getProcessingTimeService(),
                        new Sweeper());
        preparation =
                new Preparation(
                        settings.extraWindows(), getProcessingTimeService(), this::prepared);
        if (rulings.pending() != null) {
            // The checkpoint this starts from knows of it, so others may have decided by it.
            rulings.activate(rulings.pending());
        }
        checkpoints =
                CheckpointingOptions.isCheckpointingEnabled(
                        getContainingTask().getJobConfiguration());
        sweepCause = Cause.RULES;
        refresh();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        reached.update(List.of(versions.reached()));
        swept.update(List.of(sweptBasis));
        if (rulings.pending() != null && pendingSince == NO_CHECKPOINT) {
            pendingSince = context.getCheckpointId();
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        if (pendingSince != NO_CHECKPOINT && checkpointId >= pendingSince) {
            activate(rulings.pending());
        }
    }

    // ---- what is known of members ----

    @Override
    public void processElement1(StreamRecord<MemberHistory> element) throws Exception {
        MemberHistory history = element.getValue();
        MemberHistory before = histories.value();
        // What is to go from the tables goes although more is known before it went.
        boolean forgotten = history.forgotten() || (before != null && before.forgotten());
        history = history.withForgotten(forgotten);
        histories.update(history);
        if (before != null && written.value() != null) {
            written.update(written.value().changedFrom(FirstChange.between(before, history)));
        }
        if (timers.currentWatermark() == NO_CLOCK) {
            // Without a clock there is no day to decide on; the first moment of it brings one.
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, NO_CLOCK + 1);
        } else if (isReady()) {
            decide(history, Causes.of(before, history));
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        // The end of a replay is no point in time: it ages nobody.
        if (timers.currentWatermark() != Long.MAX_VALUE && isReady()) {
            MemberHistory history = histories.value();
            boolean first = timer.getTimestamp() == NO_CLOCK + 1;
            if (history != null && !(first && isDecided())) {
                decide(history, first ? Cause.ORDER : Cause.TIME);
            }
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("No timer of this operator goes by the machine's clock");
    }

    /** Whether the member was decided by what is in force, as by a sweep that came first. */
    private boolean isDecided() throws Exception {
        Written last = written.value();
        return last != null && last.basis() == basis;
    }

    private boolean isReady() {
        return basis != RowVersions.NONE;
    }

    /** Decides on the day it is, writes what changed, and sets the timer for the next such day. */
    private void decide(MemberHistory history, Cause cause) throws Exception {
        metrics.decided(cause);
        Written before = written.value() == null ? Written.NOTHING : written.value();
        int day = settings.calendar().today(timers.currentWatermark());
        Decider decider = rulings.deciderOf(history.memberId());
        if (history.isEmpty()) {
            output.collect(
                    new StreamRecord<>(
                            MemberRows.forget(
                                    history.memberId(),
                                    versions.next(),
                                    day,
                                    clock.millis(),
                                    decider.rules().version())));
            timer(history.memberId(), before.timer(), null);
            shadow.forget(history);
            histories.clear();
            written.clear();
            return;
        }
        Earlier earlier = before.earlier(basis, decider.rules().catalogue());
        Decider.Look look = decider.look(history, day);
        Verdict verdict = look.verdict(earlier);
        String facts = writer(decider).facts(history, verdict);
        Written now = Written.of(versions.start(), basis, decider, verdict, facts);
        long rowVersion = before.rowVersion();
        if (history.forgotten() || !before.stands(now, day)) {
            rowVersion = versions.next();
            write(history, look, verdict, facts, before, now, decider, rowVersion, cause);
        }
        if (history.forgotten()) {
            histories.update(history.withForgotten(false));
        }
        Integer next = verdict.nextCheckOn();
        // What a candidate decided otherwise was settled when the basis changed.
        if (rulings.shadow() != null || before.basis() != basis) {
            next = earlier(next, shadow.compare(decider, rulings.shadow(), history, verdict, day));
        }
        written.update(now.with(timer(history.memberId(), before.timer(), next), rowVersion));
    }

    private static Integer earlier(Integer day, Integer other) {
        if (day == null || other == null) {
            return day == null ? other : day;
        }
        return Math.min(day, other);
    }

    private void write(
            MemberHistory history,
            Decider.Look look,
            Verdict verdict,
            String facts,
            Written before,
            Written now,
            Decider decider,
            long rowVersion,
            Cause cause) {
        boolean sameAttempt = before.attempt() == versions.start();
        MemberRows.Change[] changes =
                Journal.changes(
                        history.forgotten() ? new String[0] : before.standing(),
                        now.standing(),
                        verdict,
                        (rule, value) -> left(look, rule, value),
                        rowVersion,
                        verdict.asOf(),
                        cause);
        metrics.changed(changes);
        output.collect(
                new StreamRecord<>(
                        writer(decider)
                                .write(
                                        history,
                                        verdict,
                                        facts,
                                        changes,
                                        sameAttempt ? MemberRows.NOTHING_LOST : before.rowVersion(),
                                        decider,
                                        rowVersion,
                                        clock.millis())));
    }

    private static String left(Decider.Look look, String rule, String value) {
        Reason reason = look.left(rule, value);
        return reason == null ? null : reason.toJson();
    }

    private MemberRowsWriter writer(Decider decider) {
        if (writer == null) {
            // The windows are the job's, whatever the release.
            writer = new MemberRowsWriter(decider.rules().schema());
        }
        return writer;
    }

    /** Moves the member's timer to the day, if any; returns its event time. */
    private long timer(String memberId, long before, Integer day) {
        long next = day == null ? Long.MAX_VALUE : startOf(day, memberId);
        if (before != next && before != Long.MAX_VALUE) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, before);
        }
        if (next != Long.MAX_VALUE) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, next);
        }
        return next;
    }

    /** Some time after midnight, always the same for a member. */
    private long startOf(int day, String memberId) {
        ShopCalendar calendar = settings.calendar();
        long start = calendar.startOf(day);
        long spread = Math.min(settings.midnightSpread(), calendar.startOf(day + 1) - start);
        return spread <= 0 ? start : start + Math.floorMod(memberId.hashCode() * 31L, spread);
    }

    // ---- what members are decided by ----

    @Override
    public void processElement2(StreamRecord<Announcement> element) throws Exception {
        Announcement announcement = element.getValue();
        if (announcement.cutPoints() != null) {
            rulings.setCutPoints(announcement.cutPoints());
            sweepCause = Cause.POPULATION;
            refresh();
        }
        ReleaseCommand command = announcement.command();
        if (command != null) {
            if (command.active() != null) {
                rulings.prepare(command);
            }
            if (command.kind() == ReleaseCommand.Kind.PREPARE) {
                preparation.prepare(command);
            } else {
                want(command.seq());
            }
        }
    }

    /** What was prepared is to be in force; a lesser or the same number is old news. */
    private void want(long seq) throws Exception {
        InForce latest = rulings.pending() == null ? rulings.active() : rulings.pending();
        if (latest != null && seq <= latest.seq()) {
            return;
        }
        InForce wanted = rulings.prepared();
        if (wanted == null || wanted.seq() != seq) {
            throw new IllegalStateException(
                    "Number %d of the channel was to be activated without having been prepared"
                            .formatted(seq));
        }
        boolean first = rulings.active() == null;
        if (first || !checkpoints) {
            activate(wanted);
        } else {
            rulings.setPending(wanted);
            pendingSince = NO_CHECKPOINT;
        }
    }

    private void activate(InForce wanted) throws Exception {
        rulings.activate(wanted);
        pendingSince = NO_CHECKPOINT;
        sweepCause = Cause.RULES;
        refresh();
    }

    /** Goes through all members if what they are decided by is something else now. */
    private void refresh() throws Exception {
        basis = rulings.areReady() ? rulings.basis() : RowVersions.NONE;
        metrics.inForce(rulings.active());
        if (isReady() && basis != sweptBasis && timers.currentWatermark() != NO_CLOCK) {
            say(Activation.State.ACTIVE, null, 0L, null);
            // Whatever comes next, some members have this basis from now on.
            sweptBasis = RowVersions.NONE;
            sweep.start();
        } else if (isReady() && basis == sweptBasis) {
            say(Activation.State.ACTIVE, null, 0L, 0L);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        boolean first = timers != null && timers.currentWatermark() == NO_CLOCK;
        super.processWatermark(mark);
        if (first && mark.getTimestamp() != Long.MAX_VALUE) {
            refresh();
        }
    }

    private void prepared(
            InForce what, List<LoadedRules.Lease> compiled, long millis, String problem)
            throws Exception {
        for (LoadedRules.Lease lease : compiled) {
            rulings.hold(lease);
        }
        if (problem == null) {
            metrics.prepared(what);
        }
        output.collect(
                ACTIVATIONS,
                new StreamRecord<>(
                        row(
                                what.seq(),
                                what.active(),
                                problem == null
                                        ? Activation.State.PREPARED
                                        : Activation.State.REJECTED,
                                millis,
                                null,
                                null,
                                problem)));
    }

    private void say(Activation.State state, Long millis, Long visited, Long toVisit)
            throws Exception {
        InForce active = rulings.active();
        output.collect(
                ACTIVATIONS,
                new StreamRecord<>(
                        row(active.seq(), active.active(), state, millis, visited, toVisit, null)));
    }

    private Activation row(
            long seq,
            int version,
            Activation.State state,
            Long millis,
            Long visited,
            Long toVisit,
            String message) {
        return new Activation(
                getRuntimeContext().getJobInfo().getJobId().toString(),
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                seq,
                version,
                state,
                millis,
                visited,
                toVisit,
                message,
                clock.instant());
    }

    @Override
    public void close() throws Exception {
        if (sweep != null) {
            sweep.stop();
        }
        if (rulings != null) {
            rulings.close();
        }
        super.close();
    }

    /** Decides those members anew that were not decided by what is in force. */
    private final class Sweeper implements Sweep.Visitor {
        private static final long REPORT_MILLIS = 1_000;
        private long reportedAt;

        @Override
        public void visit() throws Exception {
            MemberHistory history = histories.value();
            if (history != null && !isDecided()) {
                decide(history, written.value() == null ? Cause.ORDER : sweepCause);
            }
        }

        @Override
        public void progress(long visited, long toVisit) throws Exception {
            metrics.swept(visited, toVisit);
            if (clock.millis() - reportedAt >= REPORT_MILLIS) {
                reportedAt = clock.millis();
                say(Activation.State.ACTIVE, null, visited, toVisit);
            }
        }

        @Override
        public void done(long visited) throws Exception {
            sweptBasis = basis;
            metrics.swept(visited, visited);
            say(Activation.State.ACTIVE, null, visited, visited);
        }
    }
}
