package io.memberflow.job.support;

import io.memberflow.job.decide.Announcement;
import io.memberflow.job.decide.DecideLive;
import io.memberflow.job.decide.DecideOnce;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.ledger.LedgerFunction;
import io.memberflow.job.shadow.ShadowChange;
import io.memberflow.job.sink.MemberRows;
import io.memberflow.order.Order;
import io.memberflow.registry.Activation;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Ledger and decide as the pipeline chains them, in Flink's harness, at any parallelism. */
public final class MemberOperators implements AutoCloseable {
    private static final int MAX_PARALLELISM = 720;

    private final List<OneInputStreamOperatorTestHarness<LedgerEvent, MemberHistory>> ledgers =
            new ArrayList<>();
    private final List<
                    KeyedTwoInputStreamOperatorTestHarness<
                            String, MemberHistory, Announcement, MemberRows>>
            deciders = new ArrayList<>();
    private final List<MemberRows> rows = new ArrayList<>();
    private final List<Population.Value> population = new ArrayList<>();
    private final List<PopulationChange> populationChanges = new ArrayList<>();
    private final List<Activation> activations = new ArrayList<>();
    private final List<ShadowChange> shadowChanges = new ArrayList<>();

    /** What a checkpoint holds of both operators, one state a subtask. */
    public record Snapshot(List<OperatorSubtaskState> ledger, List<OperatorSubtaskState> decide) {}

    /**
     * @param restored what to start from, or null for nothing
     */
    public MemberOperators(
            DecideSettings settings, int retentionDays, int parallelism, Snapshot restored)
            throws Exception {
        this(settings, retentionDays, parallelism, restored, false);
    }

    /**
     * @param checkpoints whether the job has any, which {@link #completed} then completes
     */
    public MemberOperators(
            DecideSettings settings,
            int retentionDays,
            int parallelism,
            Snapshot restored,
            boolean checkpoints)
            throws Exception {
        for (int subtask = 0; subtask < parallelism; subtask++) {
            var ledger =
                    new KeyedOneInputStreamOperatorTestHarness<String, LedgerEvent, MemberHistory>(
                            new KeyedProcessOperator<>(
                                    new LedgerFunction(
                                            settings.calendar(), retentionDays, true, false)),
                            LedgerEvent::memberId,
                            Types.STRING,
                            MAX_PARALLELISM,
                            parallelism,
                            subtask);
            start(ledger, restored == null ? null : restored.ledger(), parallelism, subtask);
            ledgers.add(ledger);
            KeySelector<Announcement, String> broadcast = null;
            var decider =
                    new KeyedTwoInputStreamOperatorTestHarness<
                            String, MemberHistory, Announcement, MemberRows>(
                            decide(settings),
                            MemberHistory::memberId,
                            broadcast,
                            Types.STRING,
                            MAX_PARALLELISM,
                            parallelism,
                            subtask);
            if (checkpoints) {
                decider.getEnvironment()
                        .getJobConfiguration()
                        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
            }
            start(decider, restored == null ? null : restored.decide(), parallelism, subtask);
            deciders.add(decider);
        }
    }

    private static TwoInputStreamOperator<MemberHistory, Announcement, MemberRows> decide(
            DecideSettings settings) {
        return settings.calendar().isBounded()
                ? new CoBroadcastWithKeyedOperator<>(
                        new DecideOnce(settings),
                        List.of(DecideOnce.RELEASE, DecideOnce.CUT_POINTS))
                : new DecideLive(settings);
    }

    private static void start(
            AbstractStreamOperatorTestHarness<?> harness,
            List<OperatorSubtaskState> restored,
            int parallelism,
            int subtask)
            throws Exception {
        harness.setup();
        if (restored != null) {
            harness.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            AbstractStreamOperatorTestHarness.repackageState(
                                    restored.toArray(OperatorSubtaskState[]::new)),
                            MAX_PARALLELISM,
                            restored.size(),
                            parallelism,
                            subtask));
        }
        harness.open();
    }

    public int parallelism() {
        return ledgers.size();
    }

    /** To every subtask. */
    public void announce(Announcement announcement) throws Exception {
        for (var decider : deciders) {
            decider.processElement2(new StreamRecord<>(announcement));
        }
        sweep();
        collect();
    }

    /** To every subtask, with no time for a sweep. */
    public void announceWithoutSweep(Announcement announcement) throws Exception {
        for (var decider : deciders) {
            decider.processElement2(new StreamRecord<>(announcement));
        }
        collect();
    }

    /** To the subtask of its member. */
    public void order(Order order) throws Exception {
        event(LedgerEvent.of(order, 1, null));
    }

    /** To the subtask of its member. */
    public void event(LedgerEvent event) throws Exception {
        int subtask =
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        event.memberId(), MAX_PARALLELISM, parallelism());
        ledgers.get(subtask).processElement(new StreamRecord<>(event));
        forward(subtask);
        collect();
    }

    /** To every ledger; deciders learn of it by {@link #decideUpTo}. */
    public void ledgersUpTo(long watermark) throws Exception {
        for (int subtask = 0; subtask < ledgers.size(); subtask++) {
            ledgers.get(subtask).processWatermark(new Watermark(watermark));
            forward(subtask);
        }
    }

    public void decideUpTo(long watermark) throws Exception {
        for (var decider : deciders) {
            decider.processBothWatermarks(new Watermark(watermark));
        }
        sweep();
        collect();
    }

    /** Lets the machine's time pass until sweeps and preparations have nothing more to do. */
    private void sweep() throws Exception {
        for (var decider : deciders) {
            while (decider.getProcessingTimeService().getNumActiveTimers() > 0) {
                decider.setProcessingTime(decider.getProcessingTime() + 1);
                Thread.onSpinWait();
            }
        }
    }

    public void watermark(long watermark) throws Exception {
        ledgersUpTo(watermark);
        decideUpTo(watermark);
    }

    private void forward(int subtask) throws Exception {
        var ledger = ledgers.get(subtask);
        for (MemberHistory history : ledger.extractOutputValues()) {
            deciders.get(subtask).processElement1(new StreamRecord<>(history));
        }
        ledger.getOutput().clear();
        var values = ledger.getSideOutput(LedgerFunction.POPULATION);
        if (values != null) {
            values.forEach(value -> population.add(value.getValue()));
            values.clear();
        }
        var changes = ledger.getSideOutput(LedgerFunction.POPULATION_CHANGES);
        if (changes != null) {
            changes.forEach(change -> populationChanges.add(change.getValue()));
            changes.clear();
        }
    }

    private void collect() {
        for (var decider : deciders) {
            rows.addAll(decider.extractOutputValues());
            decider.getOutput().clear();
            var said = decider.getSideOutput(DecideLive.ACTIVATIONS);
            if (said != null) {
                said.forEach(row -> activations.add(row.getValue()));
                said.clear();
            }
            var differing = decider.getSideOutput(DecideLive.SHADOW);
            if (differing != null) {
                differing.forEach(change -> shadowChanges.add(change.getValue()));
                differing.clear();
            }
        }
    }

    /** The rows written since the last call. */
    public List<MemberRows> takeRows() {
        List<MemberRows> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }

    /** What the ledgers told the population so far. */
    public List<Population.Value> population() {
        return population;
    }

    public Snapshot snapshot(long checkpoint) throws Exception {
        List<OperatorSubtaskState> ledger = new ArrayList<>();
        List<OperatorSubtaskState> decide = new ArrayList<>();
        for (int subtask = 0; subtask < ledgers.size(); subtask++) {
            ledger.add(ledgers.get(subtask).snapshot(checkpoint, checkpoint));
            decide.add(deciders.get(subtask).snapshot(checkpoint, checkpoint));
        }
        return new Snapshot(ledger, decide);
    }

    /** Tells both operators that a checkpoint is complete. */
    public void completed(long checkpoint) throws Exception {
        for (int subtask = 0; subtask < ledgers.size(); subtask++) {
            ledgers.get(subtask).notifyOfCompletedCheckpoint(checkpoint);
            deciders.get(subtask).notifyOfCompletedCheckpoint(checkpoint);
        }
        sweep();
        collect();
    }

    /** What the deciders said of releases since the last call. */
    public List<Activation> takeActivations() {
        List<Activation> taken = List.copyOf(activations);
        activations.clear();
        return taken;
    }

    /** What a candidate decided otherwise, and no longer does, since the last call. */
    public List<ShadowChange> takeShadowChanges() {
        List<ShadowChange> taken = List.copyOf(shadowChanges);
        shadowChanges.clear();
        return taken;
    }

    /** How events changed the population since the last call. */
    public List<PopulationChange> takePopulationChanges() {
        List<PopulationChange> taken = List.copyOf(populationChanges);
        populationChanges.clear();
        return taken;
    }

    /** Waits until releases that are being prepared are. */
    public void prepare() throws Exception {
        sweep();
        collect();
    }

    /** Keyed state entries and event-time timers that are there now, over both operators. */
    public int leftovers() {
        int left = 0;
        for (int subtask = 0; subtask < ledgers.size(); subtask++) {
            KeyedOneInputStreamOperatorTestHarness<?, ?, ?> ledger =
                    (KeyedOneInputStreamOperatorTestHarness<?, ?, ?>) ledgers.get(subtask);
            left += ledger.numKeyedStateEntries() + ledger.numEventTimeTimers();
            left += deciders.get(subtask).numKeyedStateEntries();
            left += deciders.get(subtask).numEventTimeTimers();
        }
        return left;
    }

    /** Timers that deciders wait for. */
    public int decideTimers() {
        return deciders.stream()
                .mapToInt(AbstractStreamOperatorTestHarness::numEventTimeTimers)
                .sum();
    }

    @Override
    public void close() throws Exception {
        for (var ledger : ledgers) {
            ledger.close();
        }
        for (var decider : deciders) {
            decider.close();
        }
    }
}
