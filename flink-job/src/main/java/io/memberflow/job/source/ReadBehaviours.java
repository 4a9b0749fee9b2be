package io.memberflow.job.source;

import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.progress.Tally;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads behaviours; refusals and counts leave by the side outputs of {@link ReadOrders}, as they do
 * there.
 */
public final class ReadBehaviours extends ProcessFunction<RawEvent, LedgerEvent> {

    private static final long serialVersionUID = 1L;

    private final Cleaning cleaning;
    private transient BehaviourReader reader;

    public ReadBehaviours(Cleaning cleaning) {
        this.cleaning = cleaning;
    }

    @Override
    public void open(OpenContext context) {
        reader = new BehaviourReader(cleaning);
    }

    @Override
    public void processElement(RawEvent received, Context context, Collector<LedgerEvent> out) {
        RawEvent event = Replay.event(received);
        long clock = context.timerService().currentProcessingTime() * 1_000;
        Parsed parsed =
                reader.read(event, clock, Today.of(context.timerService(), cleaning.zone()));
        long eventTime = Order.NO_TIME;
        if (parsed instanceof BehaviourEvent behaviour) {
            eventTime = behaviour.behaviour().at();
            out.collect(LedgerEvent.of(behaviour, event.origin()));
        } else if (parsed instanceof Rejected rejected) {
            context.output(ReadOrders.REJECTED, rejected);
            context.output(ReadOrders.TALLIES, Tally.rejected(Tally.BEHAVIOURS, 1));
        }
        if (event != received && !(parsed instanceof Rejected)) {
            context.output(ReadOrders.SETTLED, new Settled(Tally.BEHAVIOURS, event.origin()));
        }
        context.output(ReadOrders.TALLIES, Tally.read(Tally.BEHAVIOURS, eventTime));
    }
}
