package io.memberflow.job.source;

import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.progress.Tally;
import io.memberflow.order.Assembled;
import io.memberflow.order.Cleaning;
import io.memberflow.order.LineAssembler;
import io.memberflow.order.OrderEvent;
import io.memberflow.order.OrderLine;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds the lines of each order, keyed by {@link OrderLine#key()}, until the input ends, for only
 * then is it known that they are all, and puts them together. Its input must be bounded. Refusals
 * and counts leave by the side outputs of {@link ReadOrders}.
 */
public final class AssembleLines extends KeyedProcessFunction<String, OrderLine, LedgerEvent> {

    private static final long serialVersionUID = 1L;

    /** No event has this time; only the watermark behind the last event passes it. */
    private static final long END_OF_INPUT = Long.MAX_VALUE - 1;

    private final Cleaning cleaning;
    private final boolean withOrigins;
    private transient LineAssembler assembler;
    private transient ListState<OrderLine> lines;

    /**
     * @param withOrigins as for {@link ReadOrders}
     */
    public AssembleLines(Cleaning cleaning, boolean withOrigins) {
        this.cleaning = cleaning;
        this.withOrigins = withOrigins;
    }

    @Override
    public void open(OpenContext context) {
        assembler = new LineAssembler(cleaning);
        lines =
                getRuntimeContext()
                        .getListState(new ListStateDescriptor<>("lines", OrderLine.class));
    }

    @Override
    public void processElement(OrderLine line, Context context, Collector<LedgerEvent> out)
            throws Exception {
        lines.add(line);
        context.timerService().registerEventTimeTimer(END_OF_INPUT);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LedgerEvent> out)
            throws Exception {
        List<OrderLine> all = new ArrayList<>();
        lines.get().forEach(all::add);
        lines.clear();
        Assembled assembled =
                assembler.assemble(all, context.timerService().currentProcessingTime() * 1_000);
        if (assembled.order() != null) {
            String[] origins =
                    withOrigins
                            ? all.stream().map(line -> line.row().origin()).toArray(String[]::new)
                            : null;
            OrderEvent event = assembled.order();
            out.collect(LedgerEvent.of(event.order(), event.rows(), origins));
        } else {
            assembled.rejected().forEach(line -> context.output(ReadOrders.REJECTED, line));
            context.output(ReadOrders.TALLIES, Tally.rejected(Tally.ORDERS, all.size()));
        }
    }
}
