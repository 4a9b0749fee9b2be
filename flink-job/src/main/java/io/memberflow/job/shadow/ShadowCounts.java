package io.memberflow.job.shadow;

import io.memberflow.job.config.ShopCalendar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up, by candidate, what it would decide otherwise, and says what changed once a second, and
 * everything when a day begins. When the candidate is tried no longer, what was said last stays.
 */
public final class ShadowCounts extends KeyedProcessFunction<Integer, ShadowChange, ShadowRow> {
    private static final long serialVersionUID = 1L;
    private static final long PAUSE_MILLIS = 1_000;
    private static final int SAMPLE = 10;

    private final ShopCalendar calendar;

    private transient MapState<Cell, Count> counts;

    /** What is to be said soon. */
    private transient MapState<Cell, Boolean> news;

    private transient ValueState<Boolean> over;

    /**
     * One kind of difference.
     *
     * @param name the model or tag key
     * @param from what the active release gives
     * @param to what the candidate would give
     */
    public record Cell(String name, String from, String to) {}

    /**
     * Who differs so.
     *
     * @param members how many
     * @param sample ids of at most {@link #SAMPLE} of them
     */
    public record Count(long members, String[] sample) {
        private static final Count NONE = new Count(0, new String[0]);

        private Count plus(ShadowChange change) {
            List<String> ids = new ArrayList<>(Arrays.asList(sample));
            if (change.members() < 0) {
                ids.remove(change.memberId());
            } else if (ids.size() < SAMPLE) {
                ids.add(change.memberId());
            }
            return new Count(members + change.members(), ids.toArray(String[]::new));
        }
    }

    public ShadowCounts(ShopCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void open(OpenContext context) {
        counts =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "counts",
                                        TypeInformation.of(Cell.class),
                                        TypeInformation.of(Count.class)));
        news =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "news", TypeInformation.of(Cell.class), Types.BOOLEAN));
        over = getRuntimeContext().getState(new ValueStateDescriptor<>("over", Types.BOOLEAN));
    }

    @Override
    public void processElement(ShadowChange change, Context context, Collector<ShadowRow> out)
            throws Exception {
        Cell cell = new Cell(change.name(), change.from(), change.to());
        Count before = counts.get(cell);
        Count now = (before == null ? Count.NONE : before).plus(change);
        if (now.members() == 0) {
            counts.remove(cell);
        } else {
            counts.put(cell, now);
        }
        if (change.over()) {
            news.clear();
            if (counts.isEmpty()) {
                over.clear();
            } else {
                over.update(true);
            }
            return;
        }
        over.clear();
        if (news.isEmpty()) {
            sayLater(context.timerService());
        }
        news.put(cell, true);
    }

    private void sayLater(TimerService time) {
        if (time.currentWatermark() == Long.MIN_VALUE) {
            // Which day it is the clock says first.
            time.registerEventTimeTimer(Long.MIN_VALUE + 1);
        } else {
            time.registerProcessingTimeTimer(time.currentProcessingTime() + PAUSE_MILLIS);
            time.registerEventTimeTimer(tomorrow(time));
        }
    }

    private int today(TimerService time) {
        return calendar.today(time.currentWatermark());
    }

    private long tomorrow(TimerService time) {
        return calendar.startOf(today(time) + 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ShadowRow> out)
            throws Exception {
        TimerService time = context.timerService();
        if (time.currentWatermark() == Long.MAX_VALUE || Boolean.TRUE.equals(over.value())) {
            return;
        }
        if (context.timeDomain() == TimeDomain.EVENT_TIME && !counts.isEmpty()) {
            for (Cell cell : counts.keys()) {
                news.put(cell, true);
            }
            time.registerEventTimeTimer(tomorrow(time));
        }
        String jobId = getRuntimeContext().getJobInfo().getJobId().toString();
        for (Map.Entry<Cell, Boolean> entry : news.entries()) {
            Cell cell = entry.getKey();
            Count count = counts.get(cell);
            Count said = count == null ? Count.NONE : count;
            out.collect(
                    new ShadowRow(
                            jobId,
                            context.getCurrentKey(),
                            today(time),
                            cell.name(),
                            cell.from(),
                            cell.to(),
                            said.members(),
                            said.sample()));
        }
        news.clear();
    }
}
