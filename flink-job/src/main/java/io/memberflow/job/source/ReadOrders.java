package io.memberflow.job.source;

import io.memberflow.job.progress.Tally;
import io.memberflow.order.Cleaning;
import io.memberflow.order.Order;
import io.memberflow.order.OrderEvent;
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
public final class ReadOrders extends ProcessFunction<RawEvent, OrderEvent> {

    /** Refused events; of {@link AssembleLines} too. */
    public static final OutputTag<Rejected> REJECTED = new OutputTag<>("rejected-orders") {};

    /** Lines of orders, to be keyed by {@link OrderLine#key()}. */
    public static final OutputTag<OrderLine> LINES = new OutputTag<>("order-lines") {};

    /** Counts; of {@link AssembleLines} too. */
    public static final OutputTag<Tally> TALLIES = new OutputTag<>("order-tallies") {};

    private static final long serialVersionUID = 1L;

    private final Cleaning cleaning;
    private transient OrderReader reader;

    public ReadOrders(Cleaning cleaning) {
        this.cleaning = cleaning;
    }

    @Override
    public void open(OpenContext context) {
        reader = new OrderReader(cleaning);
    }

    @Override
    public void processElement(RawEvent event, Context context, Collector<OrderEvent> out) {
        long clock = context.timerService().currentProcessingTime() * 1_000;
        Parsed parsed = reader.read(event, clock);
        long eventTime = Order.NO_TIME;
        if (parsed instanceof Order order) {
            eventTime = order.updatedAt();
            out.collect(new OrderEvent(order, 1));
        } else if (parsed instanceof OrderLine line) {
            eventTime = line.updatedAt();
            context.output(LINES, line);
        } else if (parsed instanceof Rejected rejected) {
            context.output(REJECTED, rejected);
            context.output(TALLIES, Tally.rejected(Tally.ORDERS, 1));
        }
        context.output(TALLIES, Tally.read(Tally.ORDERS, eventTime));
    }
}
