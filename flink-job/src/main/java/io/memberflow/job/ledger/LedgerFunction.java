package io.memberflow.job.ledger;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.progress.Tally;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.Order;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationChange;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the orders, the profile and the behaviours of each member and hands on what is known. A
 * live job hands it on with every event that changes something; a bounded one once, when all events
 * were read.
 *
 * <p>An event that forgets makes every event of the member made at or before it void, whether it
 * came before or comes after: the former are undone, the latter refused.
 */
public final class LedgerFunction extends KeyedProcessFunction<String, LedgerEvent, MemberHistory>
        implements CheckpointedFunction {
    /** How many events were applied, were repeats, or came after they were forgotten. */
    public static final OutputTag<Tally> TALLY =
            new OutputTag<>("ledger-tally", TypeInformation.of(Tally.class));

    /**
     * Events that came after they were forgotten, or when what they belong to is no longer kept.
     */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("late-events", TypeInformation.of(Rejected.class));

    /** What each member with a counting order is to the population; bounded runs only. */
    public static final OutputTag<Population.Value> POPULATION =
            new OutputTag<>("population", TypeInformation.of(Population.Value.class));

    /** How events change what members are to the population from some day on; live jobs only. */
    public static final OutputTag<PopulationChange> POPULATION_CHANGES =
            new OutputTag<>("population-changes", TypeInformation.of(PopulationChange.class));

    private static final long serialVersionUID = 1L;

    /** {@code since} looks 365 days back, and what was counted on that day another 365. */
    private static final int BEHAVIOUR_DAYS = 730;

    private final ShopCalendar calendar;
    private final int retentionDays;
    private final boolean population;
    private final boolean acceptOther;

    private transient ValueState<LedgerState> orders;
    private transient ValueState<ProfileState> profiles;
    private transient ValueState<BehaviourState> behaviours;

    /** Up to which instant the member is forgotten; outlives all else that is known of it. */
    private transient ValueState<Long> forgotten;

    private transient YearFacts yearFacts;
    private transient Lateness lateness;
    private transient ListState<Long> clock;
    private transient ListState<String> keptBy;

    /** Where the clock stood: after a restart no watermark says so at first. */
    private transient long reachedClock;

    /**
     * @param retentionDays how many days back a live job keeps single orders
     * @param population whether the population is to be told of members
     * @param acceptOther whether state that was kept by another zone or retention is taken over
     */
    public LedgerFunction(
            ShopCalendar calendar, int retentionDays, boolean population, boolean acceptOther) {
        this.calendar = calendar;
        this.retentionDays = retentionDays;
        this.population = population;
        this.acceptOther = acceptOther;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        clock =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("clock", Types.LONG));
        keptBy =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("keptBy", Types.STRING));
        for (String before : keptBy.get()) {
            refuseOther(before);
        }
        reachedClock = Long.MIN_VALUE;
        for (long instant : clock.get()) {
            reachedClock = Math.max(reachedClock, instant);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        clock.update(List.of(reachedClock));
        keptBy.update(List.of(rules()));
    }

    /** What the days in state were counted by, and how long it is kept. */
    private String rules() {
        return "--zone %s --retention-days %d".formatted(calendar.zone(), retentionDays);
    }

    /** Days in state are those of a zone, and what was folded away does not come back. */
    private void refuseOther(String before) {
        if (!before.equals(rules()) && !acceptOther) {
            throw new SuppressRestartsException(
                    new IllegalStateException(
                            "The state was kept by %s, the job has %s. Give the former options, begin anew with --orders-history, or, if days of another zone may stand beside new ones, give --accept-other-state."
                                    .formatted(before, rules())));
        }
    }

    @Override
    public void open(OpenContext context) {
        orders = state("ledger", TypeInformation.of(LedgerState.class));
        profiles = state("profile", TypeInformation.of(ProfileState.class));
        behaviours = state("behaviours", TypeInformation.of(BehaviourState.class));
        forgotten = state("forgotten", Types.LONG);
        yearFacts = new YearFacts();
        lateness = new Lateness(getRuntimeContext().getMetricGroup());
    }

    private <T> ValueState<T> state(String name, TypeInformation<T> type) {
        return getRuntimeContext().getState(new ValueStateDescriptor<>(name, type));
    }

    @Override
    public void processElement(LedgerEvent event, Context context, Collector<MemberHistory> out)
            throws Exception {
        Long until = forgotten.value();
        boolean isVoid = until != null && event.at() <= until;
        String stream = streamOf(event);
        if (isVoid && !event.forgets()) {
            refuse(event, stream, context);
            return;
        }
        int today = today(context.timerService());
        if (today != Order.NO_DAY) {
            lateness.count(stream, event, reachedClock);
        }
        if (isTooOld(event, today)) {
            tooOld(event, context);
            return;
        }
        boolean telling = population && !calendar.isBounded() && today != Order.NO_DAY;
        MemberHistory before = telling ? history(context.getCurrentKey(), false) : null;
        boolean changed = event.forgets() ? !isVoid && forget(event) : apply(event, today);
        if (!changed) {
            context.output(TALLY, Tally.repeated(stream, event.rows()));
            return;
        }
        context.output(TALLY, Tally.applied(stream, event.rows()));
        if (calendar.isBounded()) {
            context.timerService().registerEventTimeTimer(calendar.endOfAsOf());
        } else {
            MemberHistory history = handOn(event.forgets(), context, out);
            if (telling) {
                tell(before, history, today, context);
            } else if (population) {
                // On the first day that the clock brings, all of it is told at once.
                context.timerService().registerEventTimeTimer(Long.MIN_VALUE + 1);
            }
        }
    }

    /** The day it is for a live job, {@link Order#NO_DAY} as long as there is no clock. */
    private int today(TimerService time) {
        if (calendar.isBounded()) {
            return Order.NO_DAY;
        }
        long watermark = time.currentWatermark();
        if (watermark != Long.MAX_VALUE) {
            reachedClock = Math.max(reachedClock, watermark);
        }
        return reachedClock == Long.MIN_VALUE ? Order.NO_DAY : calendar.today(reachedClock);
    }

    /** Of orders as old it is no longer known whether they came before. */
    private boolean isTooOld(LedgerEvent event, int today) {
        return today != Order.NO_DAY
                && event.order() != null
                && event.order().day() != Order.NO_DAY
                && event.order().day() <= today - retentionDays;
    }

    private static void tooOld(LedgerEvent event, Context context) {
        for (String origin : event.origins()) {
            context.output(REJECTED, Rejected.tooOld(Tally.ORDERS, origin, event.memberId()));
        }
        context.output(TALLY, Tally.rejected(Tally.ORDERS, event.rows()));
    }

    private static void tell(MemberHistory before, MemberHistory now, int today, Context context) {
        for (PopulationChange change : PopulationChange.between(before, now, today)) {
            context.output(POPULATION_CHANGES, change);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<MemberHistory> out)
            throws Exception {
        if (!calendar.isBounded()) {
            onLiveTimer(timestamp, context);
            return;
        }
        // All events were read: what is known goes on, and is not needed here any more.
        MemberHistory history = history(context.getCurrentKey(), forgotten.value() != null);
        clear();
        forgotten.clear();
        Population.Value value = yearFacts.of(history, calendar.today(timestamp));
        if (value != null) {
            context.output(POPULATION, value);
        }
        out.collect(history);
    }

    private void onLiveTimer(long timestamp, OnTimerContext context) throws Exception {
        if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
            return;
        }
        if (timestamp == Long.MIN_VALUE + 1) {
            MemberHistory history = history(context.getCurrentKey(), false);
            tell(null, history, today(context.timerService()), context);
            return;
        }
        Long until = forgotten.value();
        if (until != null && endOfTombstone(until) <= timestamp) {
            forgotten.clear();
        }
    }

    private static String streamOf(LedgerEvent event) {
        if (event.order() != null) {
            return Tally.ORDERS;
        }
        return event.member() != null ? Tally.MEMBERS : Tally.BEHAVIOURS;
    }

    private static void refuse(LedgerEvent event, String stream, Context context) {
        for (String origin : event.origins()) {
            context.output(REJECTED, Rejected.forgotten(stream, origin));
        }
        context.output(TALLY, Tally.rejected(stream, event.rows()));
    }

    /** State is written for repeats too: one that may stand after a forgetting is kept. */
    private boolean apply(LedgerEvent event, int today) throws IOException {
        boolean live = today != Order.NO_DAY;
        boolean changed;
        if (event.order() != null) {
            MemberLedger ledger = orders();
            changed = ledger.apply(event.order());
            if (live) {
                ledger.foldBefore(today - retentionDays + 1);
            }
            orders.update(ledger.state());
        } else if (event.member() != null) {
            ProfileLedger ledger = profile();
            changed = ledger.apply(event.member());
            if (live) {
                ledger.pruneBefore(today - retentionDays + 1);
            }
            profiles.update(ledger.state());
        } else {
            BehaviourLedger ledger = behaviours();
            changed = ledger.apply(event.behaviour().behaviour());
            if (live) {
                ledger.pruneBefore(today - BEHAVIOUR_DAYS);
            }
            behaviours.update(ledger.state());
        }
        return changed;
    }

    private boolean forget(LedgerEvent event) throws IOException {
        long until = event.at();
        forgotten.update(until);
        MemberLedger ledger = orders();
        ledger.forget(until);
        orders.update(ledger.state());
        ProfileLedger profile = profile();
        profile.forget(until);
        profiles.update(profile.state());
        BehaviourLedger done = behaviours();
        done.forget(until);
        behaviours.update(done.state());
        return true;
    }

    private MemberHistory handOn(boolean forgets, Context context, Collector<MemberHistory> out)
            throws IOException {
        MemberHistory history = history(context.getCurrentKey(), forgets);
        if (forgets) {
            context.timerService().registerEventTimeTimer(endOfTombstone(forgotten.value()));
        }
        if (history.isEmpty()) {
            clear();
        }
        out.collect(history);
        return history;
    }

    /** When an event that was forgotten would be too old to be taken anyway. */
    private long endOfTombstone(long until) {
        return calendar.startOf(calendar.today(Math.floorDiv(until, 1_000)) + retentionDays);
    }

    private MemberHistory history(String memberId, boolean isForgotten) throws IOException {
        return orders().history(memberId).with(profile(), behaviours(), isForgotten);
    }

    private MemberLedger orders() throws IOException {
        LedgerState state = orders.value();
        return new MemberLedger(state == null ? LedgerState.empty() : state);
    }

    private ProfileLedger profile() throws IOException {
        ProfileState state = profiles.value();
        return new ProfileLedger(state == null ? ProfileState.empty() : state);
    }

    private BehaviourLedger behaviours() throws IOException {
        BehaviourState state = behaviours.value();
        return new BehaviourLedger(state == null ? BehaviourState.empty() : state);
    }

    private void clear() {
        orders.clear();
        profiles.clear();
        behaviours.clear();
    }

    /** The three numbers that the population is measured by. */
    private static final class YearFacts {
        private final int lastOrderOn;
        private final int orders;
        private final int amount;
        private final FactsAsOf facts;

        YearFacts() {
            FactSchema schema = new FactSchema(List.of());
            lastOrderOn = schema.get("lastOrderOn").index();
            orders = schema.get("d365.orders").index();
            amount = schema.get("d365.amount").index();
            facts = new FactsAsOf(schema, List.of(schema.get("d365.orders")));
        }

        Population.Value of(MemberHistory history, int day) {
            long[] values = facts.compute(history, null, day);
            return values[lastOrderOn] == Fact.ABSENT
                    ? null
                    : new Population.Value(
                            (int) values[lastOrderOn], (int) values[orders], values[amount]);
        }
    }
}
