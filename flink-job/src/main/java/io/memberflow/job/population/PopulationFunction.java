package io.memberflow.job.population;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.Population;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts the whole population in one place and closes its cut points when all members are in. */
public final class PopulationFunction
        extends KeyedProcessFunction<Boolean, Population.Value, CutPoints> {
    private static final long serialVersionUID = 1L;

    private final ShopCalendar calendar;

    private transient MapState<Integer, Long> lastOrderOn;
    private transient MapState<Integer, Long> orders;
    private transient MapState<Long, Long> amounts;

    public PopulationFunction(ShopCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void open(OpenContext context) {
        lastOrderOn =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>("lastOrderOn", Types.INT, Types.LONG));
        orders =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("orders", Types.INT, Types.LONG));
        amounts =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("amounts", Types.LONG, Types.LONG));
    }

    @Override
    public void processElement(Population.Value value, Context context, Collector<CutPoints> out)
            throws Exception {
        addOne(lastOrderOn, value.lastOrderOn());
        addOne(orders, value.orders());
        addOne(amounts, value.amount());
        context.timerService().registerEventTimeTimer(calendar.endOfAsOf());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CutPoints> out)
            throws Exception {
        Population population = new Population(copy(lastOrderOn), copy(orders), copy(amounts));
        out.collect(population.close(calendar.today(timestamp)));
        lastOrderOn.clear();
        orders.clear();
        amounts.clear();
    }

    private static <K> void addOne(MapState<K, Long> counts, K value) throws Exception {
        Long before = counts.get(value);
        counts.put(value, before == null ? 1 : before + 1);
    }

    private static <K> Map<K, Long> copy(MapState<K, Long> counts) throws Exception {
        Map<K, Long> copy = new HashMap<>();
        for (Map.Entry<K, Long> entry : counts.entries()) {
            copy.put(entry.getKey(), entry.getValue());
        }
        return copy;
    }
}
