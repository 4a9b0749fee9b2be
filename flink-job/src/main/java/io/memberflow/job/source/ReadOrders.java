package io.memberflow.job.source;

import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.progress.Tally;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.OrderLine;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.Rejected;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads events and sends each one way: orders on, lines to {@link AssembleLines}, refusals to their
 * table. Every event is counted as read, a refused one as rejected too; what becomes of the others
 * is counted where it is decided.
 */
public final class ReadOrders extends ProcessFunction<RawEvent, LedgerEvent> {

    /** Refused events; of {@link AssembleLines} and of the other streams' readers too. */
    public static final OutputTag<Rejected> REJECTED = new OutputTag<>("rejected-orders") {};

    /** Lines of orders, to be keyed by {@link OrderLine#key()}. */
    public static final OutputTag<OrderLine> LINES = new OutputTag<>("order-lines") {};

    /** Counts; of {@link AssembleLines} and of the other streams' readers too. */
    public static final OutputTag<Tally> TALLIES = new OutputTag<>("order-tallies") {};

    /** Events that were rejected once and are accepted now; of the other readers too. */
    public static final OutputTag<Settled> SETTLED = new OutputTag<>("settled-events") {};

    private static final long serialVersionUID = 1L;

    private final Cleaning cleaning;
    private final boolean withOrigins;
    private transient OrderReader reader;

    /**
     * @param withOrigins whether orders are told where they stand: when members can be forgotten
     */
    public ReadOrders(Cleaning cleaning, boolean withOrigins) {
        this.cleaning = cleaning;
        this.withOrigins = withOrigins;
    }

    @Override
    public void open(OpenContext context) {
        reader = new OrderReader(cleaning);
    }

    @Override
    public void processElement(RawEvent received, Context context, Collector<LedgerEvent> out) {
        RawEvent event = Replay.event(received);
        long clock = context.timerService().currentProcessingTime() * 1_000;
        Parsed parsed =
                reader.read(event, clock, Today.of(context.timerService(), cleaning.zone()));
        long eventTime = Order.NO_TIME;
        if (parsed instanceof Order order) {
            eventTime = order.updatedAt();
            String[] origins = withOrigins ? new String[] {event.origin()} : null;
            out.collect(LedgerEvent.of(order, 1, origins));
        } else if (parsed instanceof OrderLine line) {
            eventTime = line.updatedAt();
            context.output(LINES, line);
        } else if (parsed instanceof Rejected rejected) {
            context.output(REJECTED, rejected);
            context.output(TALLIES, Tally.rejected(Tally.ORDERS, 1));
        }
        if (event != received && !(parsed instanceof Rejected)) {
            context.output(SETTLED, new Settled(Tally.ORDERS, event.origin()));
        }
        context.output(TALLIES, Tally.read(Tally.ORDERS, eventTime));
    }
}
