package io.memberflow.job.ledger;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.progress.Tally;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.OrderEvent;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.Population;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the orders of each member and hands on what they add up to. A live job hands it on with
 * every order that changes something; a bounded one once, when all orders were read.
 */
public final class LedgerFunction extends KeyedProcessFunction<String, OrderEvent, MemberHistory> {
    /** How many events were applied and how many were repeats. */
    public static final OutputTag<Tally> TALLY =
            new OutputTag<>("ledger-tally", TypeInformation.of(Tally.class));

    /** What each member with a counting order is to the population; bounded runs only. */
    public static final OutputTag<Population.Value> POPULATION =
            new OutputTag<>("population", TypeInformation.of(Population.Value.class));

    private static final long serialVersionUID = 1L;

    private final ShopCalendar calendar;
    private final int retentionDays;

    private transient ValueState<LedgerState> ledgers;
    private transient YearFacts yearFacts;

    /**
     * @param retentionDays how many days back a live job keeps single orders
     */
    public LedgerFunction(ShopCalendar calendar, int retentionDays) {
        this.calendar = calendar;
        this.retentionDays = retentionDays;
    }

    @Override
    public void open(OpenContext context) {
        ledgers =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("ledger", LedgerState.class));
        yearFacts = new YearFacts();
    }

    @Override
    public void processElement(OrderEvent event, Context context, Collector<MemberHistory> out)
            throws Exception {
        LedgerState state = ledgers.value();
        MemberLedger ledger = new MemberLedger(state == null ? LedgerState.empty() : state);
        if (!ledger.apply(event.order())) {
            context.output(TALLY, Tally.repeated(Tally.ORDERS, event.rows()));
            return;
        }
        context.output(TALLY, Tally.applied(Tally.ORDERS, event.rows()));
        if (calendar.isBounded()) {
            context.timerService().registerEventTimeTimer(calendar.endOfAsOf());
        } else {
            foldOld(ledger, context.timerService().currentWatermark());
            out.collect(ledger.history(context.getCurrentKey()));
        }
        ledgers.update(ledger.state());
    }

    /** All orders were read: what they add up to goes on, and is not needed here any more. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<MemberHistory> out)
            throws Exception {
        MemberHistory history = new MemberLedger(ledgers.value()).history(context.getCurrentKey());
        ledgers.clear();
        Population.Value value = yearFacts.of(history, calendar.today(timestamp));
        if (value != null) {
            context.output(POPULATION, value);
        }
        out.collect(history);
    }

    private void foldOld(MemberLedger ledger, long watermark) {
        if (watermark != Long.MIN_VALUE) {
            ledger.foldBefore(calendar.today(watermark) - retentionDays + 1);
        }
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
