package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.ledger.LedgerFunction;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.testdata.HostileShops;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * What the ledgers know of members from all three streams, with forgetting among them, depends on
 * which events were read: not on their order, nor on restarts and other parallelisms with open
 * timers in between. That it is right is checked against the oracle elsewhere; here one run in the
 * order of time is the measure.
 */
class ThreeStreamsPropertyTest {
    private static final int MAX_PARALLELISM = 720;
    private static final int[] PARALLELISMS = {1, 4, 3};

    @Test
    void arrivalRestartsAndRescalingLeaveNoTrace() {
        AtomicInteger members = new AtomicInteger();
        AtomicInteger restores = new AtomicInteger();
        Seeds.tryAll(
                Seeds.from(1, 100),
                seed -> {
                    Random random = new Random(seed);
                    StreamSettings settings =
                            StreamSettings.shanghai(
                                    seed, 1 + random.nextInt(4), 1 + random.nextInt(60));
                    List<LedgerEvent> events = events(settings);
                    Map<String, MemberHistory> expected;
                    try (Ledgers ledgers = new Ledgers(settings, 1, null)) {
                        for (LedgerEvent event : events) {
                            ledgers.take(event);
                        }
                        expected = ledgers.end();
                    }
                    Collections.shuffle(events, random);
                    Ledgers ledgers = new Ledgers(settings, PARALLELISMS[0], null);
                    int done = 0;
                    for (LedgerEvent event : events) {
                        ledgers.take(event);
                        // Again, as after a failure of what sends it.
                        if (random.nextInt(6) == 0) {
                            ledgers.take(event);
                        }
                        if (random.nextInt(12) == 0) {
                            List<OperatorSubtaskState> state = ledgers.snapshot(++done);
                            ledgers.close();
                            int parallelism = PARALLELISMS[done % PARALLELISMS.length];
                            ledgers = new Ledgers(settings, parallelism, state);
                            restores.incrementAndGet();
                        }
                    }
                    assertThat(ledgers.end()).usingRecursiveComparison().isEqualTo(expected);
                    ledgers.close();
                    members.addAndGet(expected.size());
                });
        assertThat(members.get() > 0 || Seeds.isReplay()).isTrue();
        assertThat(restores.get() > 0 || Seeds.isReplay()).isTrue();
    }

    private static List<LedgerEvent> events(StreamSettings settings) {
        Cleaning cleaning =
                Cleaning.bounded(settings.zone(), settings.currency(), Set.of(), settings.asOf());
        OrderReader orders = new OrderReader(cleaning);
        MemberReader members = new MemberReader(cleaning);
        BehaviourReader behaviours = new BehaviourReader(cleaning);
        List<LedgerEvent> events = new ArrayList<>();
        for (HostileShops.Line line : HostileShops.lines(settings)) {
            byte[] bytes = line.json().getBytes(StandardCharsets.UTF_8);
            RawEvent raw = new RawEvent("test:" + events.size(), bytes, bytes.length, null);
            Parsed parsed =
                    switch (line.stream()) {
                        case "orders" -> orders.read(raw, 0);
                        case "members" -> members.read(raw, 0);
                        default -> behaviours.read(raw, 0);
                    };
            if (parsed instanceof Order order) {
                events.add(LedgerEvent.of(order, 1, new String[] {raw.origin()}));
            } else if (parsed instanceof MemberEvent member) {
                events.add(LedgerEvent.of(member, raw.origin()));
            } else if (parsed instanceof BehaviourEvent behaviour) {
                events.add(LedgerEvent.of(behaviour, raw.origin()));
            }
        }
        return events;
    }

    /** The ledger operator at some parallelism, in Flink's harness. */
    private static final class Ledgers implements AutoCloseable {
        private final ShopCalendar calendar;
        private final List<
                        KeyedOneInputStreamOperatorTestHarness<String, LedgerEvent, MemberHistory>>
                subtasks = new ArrayList<>();

        Ledgers(StreamSettings settings, int parallelism, List<OperatorSubtaskState> restored)
                throws Exception {
            calendar = new ShopCalendar(settings.zone(), settings.asOf());
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var harness =
                        new KeyedOneInputStreamOperatorTestHarness<
                                String, LedgerEvent, MemberHistory>(
                                new KeyedProcessOperator<>(
                                        new LedgerFunction(calendar, 750, false, false)),
                                LedgerEvent::memberId,
                                Types.STRING,
                                MAX_PARALLELISM,
                                parallelism,
                                subtask);
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
                subtasks.add(harness);
            }
        }

        void take(LedgerEvent event) throws Exception {
            int subtask =
                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            event.memberId(), MAX_PARALLELISM, subtasks.size());
            subtasks.get(subtask).processElement(new StreamRecord<>(event));
        }

        List<OperatorSubtaskState> snapshot(long checkpoint) throws Exception {
            List<OperatorSubtaskState> states = new ArrayList<>();
            for (var subtask : subtasks) {
                states.add(subtask.snapshot(checkpoint, checkpoint));
            }
            return states;
        }

        /** What is known of each member when all was read; nothing stays behind. */
        Map<String, MemberHistory> end() throws Exception {
            Map<String, MemberHistory> histories = new TreeMap<>();
            for (var subtask : subtasks) {
                subtask.processWatermark(Watermark.MAX_WATERMARK);
                subtask.extractOutputValues()
                        .forEach(history -> histories.put(history.memberId(), history));
                assertThat(subtask.numKeyedStateEntries()).isZero();
                assertThat(subtask.numEventTimeTimers()).isZero();
            }
            return histories;
        }

        @Override
        public void close() throws Exception {
            for (var subtask : subtasks) {
                subtask.close();
            }
        }
    }
}
