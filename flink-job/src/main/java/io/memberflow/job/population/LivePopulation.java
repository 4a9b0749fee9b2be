package io.memberflow.job.population;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationChange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Closes the population's cut points when the clock enters a day, and at once when there are none
 * yet. Members say beforehand how they will be counted on the days to come, so that nobody has to
 * be asked at midnight.
 */
public final class LivePopulation
        extends KeyedProcessFunction<Boolean, PopulationChange, CutPoints> {
    private static final long serialVersionUID = 1L;

    /** Of a day, or of today and before when it is {@link #NOW}. */
    private static final int NOW = Integer.MIN_VALUE;

    private final ShopCalendar calendar;

    private transient MapState<Cell, Long> members;
    private transient MapState<Integer, BigInteger> amountSums;

    /** What members are counted by. */
    private enum Measure {
        LAST_ORDER_ON,
        ORDERS,
        AMOUNT
    }

    /**
     * One of the counts.
     *
     * @param day from which on it is to be added, {@link #NOW} when it has been
     * @param measure position of the {@link Measure}
     * @param value of amounts, the least of the bin
     */
    public record Cell(int day, int measure, long value) {}

    public LivePopulation(ShopCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void open(OpenContext context) {
        members =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "members", TypeInformation.of(Cell.class), Types.LONG));
        amountSums =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>("amountSums", Types.INT, Types.BIG_INT));
    }

    @Override
    public void processElement(PopulationChange change, Context context, Collector<CutPoints> out)
            throws Exception {
        Population.Value value = change.value();
        int day = change.day();
        add(day, Measure.LAST_ORDER_ON, value.lastOrderOn(), change.members());
        add(day, Measure.ORDERS, value.orders(), change.members());
        add(day, Measure.AMOUNT, Population.bin(value.amount()), change.members());
        addAmount(
                day,
                BigInteger.valueOf(value.amount()).multiply(BigInteger.valueOf(change.members())));
        if (!amountSums.contains(NOW)) {
            // No set was closed yet: the first moment of the clock closes one.
            context.timerService().registerEventTimeTimer(Long.MIN_VALUE + 1);
        }
    }

    private void add(int day, Measure measure, long value, long more) throws Exception {
        Cell cell = new Cell(day, measure.ordinal(), value);
        Long before = members.get(cell);
        long now = (before == null ? 0 : before) + more;
        if (now == 0) {
            members.remove(cell);
        } else {
            members.put(cell, now);
        }
    }

    private void addAmount(int day, BigInteger more) throws Exception {
        BigInteger before = amountSums.get(day);
        amountSums.put(day, before == null ? more : before.add(more));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CutPoints> out)
            throws Exception {
        long watermark = context.timerService().currentWatermark();
        if (watermark == Long.MAX_VALUE) {
            return;
        }
        int today = calendar.today(watermark);
        advance(today);
        out.collect(population().closeBinned(today, amountSums.get(NOW)));
        // Days that were jumped over are closed by nobody.
        context.timerService().registerEventTimeTimer(calendar.startOf(today + 1));
    }

    /** Adds up what counts by now. */
    private void advance(int today) throws Exception {
        List<Map.Entry<Cell, Long>> due = new ArrayList<>();
        for (Map.Entry<Cell, Long> entry : members.entries()) {
            int day = entry.getKey().day();
            if (day != NOW && day <= today) {
                due.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        for (Map.Entry<Cell, Long> entry : due) {
            Cell cell = entry.getKey();
            members.remove(cell);
            add(NOW, Measure.values()[cell.measure()], cell.value(), entry.getValue());
        }
        List<Integer> days = new ArrayList<>();
        for (int day : amountSums.keys()) {
            if (day != NOW && day <= today) {
                days.add(day);
            }
        }
        addAmount(NOW, BigInteger.ZERO);
        for (int day : days) {
            addAmount(NOW, amountSums.get(day));
            amountSums.remove(day);
        }
    }

    private Population population() throws Exception {
        Map<Integer, Long> lastOrderOn = new HashMap<>();
        Map<Integer, Long> orders = new HashMap<>();
        Map<Long, Long> amounts = new HashMap<>();
        for (Map.Entry<Cell, Long> entry : members.entries()) {
            Cell cell = entry.getKey();
            if (cell.day() == NOW) {
                switch (Measure.values()[cell.measure()]) {
                    case LAST_ORDER_ON -> lastOrderOn.put((int) cell.value(), entry.getValue());
                    case ORDERS -> orders.put((int) cell.value(), entry.getValue());
                    case AMOUNT -> amounts.put(cell.value(), entry.getValue());
                }
            }
        }
        return new Population(lastOrderOn, orders, amounts);
    }
}
