package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.ledger.LedgerEvent;
import io.memberflow.job.ledger.LedgerFunction;
import io.memberflow.job.progress.Tally;
import io.memberflow.member.Behaviour;
import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.order.RejectCode;
import io.memberflow.order.Rejected;
import io.memberflow.rfm.MemberHistory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The ledger with events of all streams, in every order of arrival. */
class ThreeStreamsTest {
    private static final LocalDate AS_OF = LocalDate.of(2025, 6, 30);
    private static final int TODAY = (int) AS_OF.toEpochDay();
    private static final long DAY = 86_400_000_000L;

    private static final List<LedgerEvent> EVENTS =
            List.of(
                    order("T1", 1, TODAY - 9),
                    order("T1", 0, TODAY - 4),
                    member(TODAY - 8, false, "name", "a"),
                    behaviour("e1", TODAY - 7),
                    member(TODAY - 6, true),
                    member(TODAY - 5, false, "city", "x"),
                    behaviour("e1", TODAY - 3));

    @Test
    void neitherArrivalNorWhenItIsForgottenMatters() throws Exception {
        MemberHistory expected = bounded(EVENTS).history;
        assertThat(expected.firstSeenOn()).isEqualTo(TODAY - 5);
        assertThat(expected.forgotten()).isTrue();
        assertThat(expected.profile().fields())
                .containsExactly(new FieldChange("city", "x", (TODAY - 5) * DAY, TODAY - 5));
        assertThat(expected.orderRows().days()).containsExactly(TODAY - 4);
        assertThat(expected.behaviours()).extracting(Behaviour::day).containsExactly(TODAY - 3);
        for (List<LedgerEvent> arrival : permutations(EVENTS)) {
            Run run = bounded(arrival);
            assertThat(run.history).usingRecursiveComparison().isEqualTo(expected);
            Tally sum = run.tallies.stream().reduce(Tally::plus).orElseThrow();
            assertThat(sum.applied() + sum.repeats() + sum.rejected()).isEqualTo(EVENTS.size());
            assertThat(run.rejected).hasSize((int) sum.rejected());
            assertThat(run.rejected)
                    .allSatisfy(
                            rejected -> {
                                assertThat(rejected.code()).isEqualTo(RejectCode.FORGOTTEN);
                                assertThat(rejected.raw()).isEmpty();
                                assertThat(rejected.memberId()).isNull();
                            });
        }
    }

    @Test
    void countsAreOfTheStreamAndOfRows() throws Exception {
        Run run =
                bounded(
                        List.of(
                                member(TODAY - 6, true),
                                member(TODAY - 7, true),
                                new LedgerEvent(
                                        order("T1", 0, TODAY - 9).order(),
                                        null,
                                        null,
                                        2,
                                        new String[] {"o:1", "o:2"}),
                                behaviour("e", TODAY - 9),
                                behaviour("e", TODAY),
                                behaviour("e", TODAY)));
        assertThat(run.rejected)
                .extracting(Rejected::stream, Rejected::origin)
                .containsExactly(
                        tuple("orders", "o:1"), tuple("orders", "o:2"), tuple("behaviours", "b:e"));
        assertThat(run.tallies)
                .containsExactly(
                        Tally.applied("members", 1),
                        Tally.repeated("members", 1),
                        Tally.rejected("orders", 2),
                        Tally.rejected("behaviours", 1),
                        Tally.applied("behaviours", 1),
                        Tally.repeated("behaviours", 1));
    }

    @Test
    void aMemberOfWhomNothingIsLeftIsHandedOnAsForgotten() throws Exception {
        for (List<LedgerEvent> arrival :
                permutations(List.of(order("T1", 0, TODAY - 9), member(TODAY - 6, true)))) {
            MemberHistory history = bounded(arrival).history;
            assertThat(history.isEmpty()).isTrue();
            assertThat(history.forgotten()).isTrue();
        }
    }

    @Test
    void aLiveJobForgetsAtOnceAndTheTombstoneGoesWithTheRetention() throws Exception {
        try (var ledger = harness(new ShopCalendar(ZoneOffset.UTC, null))) {
            ledger.processWatermark(new Watermark(TODAY * DAY / 1_000));
            ledger.processElement(new StreamRecord<>(order("T1", 0, TODAY - 9)));
            ledger.processElement(new StreamRecord<>(behaviour("e", TODAY - 9)));
            ledger.processElement(new StreamRecord<>(member(TODAY - 6, true)));
            assertThat(ledger.extractOutputValues())
                    .extracting(MemberHistory::forgotten, MemberHistory::isEmpty)
                    .containsExactly(tuple(false, false), tuple(false, false), tuple(true, true));
            assertThat(ledger.numKeyedStateEntries()).as("the tombstone alone").isEqualTo(1);
            ledger.processWatermark(new Watermark((TODAY + 743) * DAY / 1_000));
            assertThat(ledger.numKeyedStateEntries()).isEqualTo(1);
            ledger.processWatermark(new Watermark((TODAY + 744) * DAY / 1_000));
            assertThat(ledger.numKeyedStateEntries()).isZero();
            assertThat(ledger.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void aLiveJobDropsWhatNoDayCanSeeAnyMore() throws Exception {
        try (var ledger = harness(new ShopCalendar(ZoneOffset.UTC, null))) {
            ledger.processWatermark(new Watermark(TODAY * DAY / 1_000));
            for (int age : new int[] {800, 760, 740, 1}) {
                ledger.processElement(
                        new StreamRecord<>(member(TODAY - age, false, "name", "a" + age)));
                ledger.processElement(new StreamRecord<>(behaviour("e" + age, TODAY - age)));
            }
            List<MemberHistory> histories = ledger.extractOutputValues();
            MemberHistory last = histories.get(histories.size() - 1);
            assertThat(last.profile().fields())
                    .extracting(FieldChange::value)
                    .containsExactly("a760", "a740", "a1");
            assertThat(last.behaviours()).extracting(Behaviour::eventId).containsExactly("e1");
            assertThat(last.firstSeenOn()).isEqualTo(TODAY - 800);
        }
    }

    private record Run(MemberHistory history, List<Rejected> rejected, List<Tally> tallies) {}

    private static Run bounded(List<LedgerEvent> arrival) throws Exception {
        try (var ledger = harness(new ShopCalendar(ZoneOffset.UTC, AS_OF))) {
            for (LedgerEvent event : arrival) {
                ledger.processElement(new StreamRecord<>(event));
            }
            ledger.processWatermark(Watermark.MAX_WATERMARK);
            assertThat(ledger.numKeyedStateEntries()).isZero();
            assertThat(ledger.numEventTimeTimers()).isZero();
            assertThat(ledger.extractOutputValues()).hasSize(1);
            return new Run(
                    ledger.extractOutputValues().get(0),
                    values(ledger.getSideOutput(LedgerFunction.REJECTED)),
                    values(ledger.getSideOutput(LedgerFunction.TALLY)));
        }
    }

    private static <T> List<T> values(Queue<StreamRecord<T>> records) {
        return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, LedgerEvent, MemberHistory>
            harness(ShopCalendar calendar) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new LedgerFunction(calendar, 750, false, false)),
                        LedgerEvent::memberId,
                        Types.STRING);
        harness.open();
        return harness;
    }

    private static LedgerEvent order(String id, long version, int day) {
        return LedgerEvent.of(
                new Order(
                        "m",
                        id,
                        version,
                        OrderStatus.PAID,
                        day * DAY,
                        day * DAY,
                        day,
                        100_00,
                        0,
                        false,
                        1,
                        0,
                        null),
                1,
                new String[] {"o:" + id});
    }

    private static LedgerEvent member(int day, boolean forget, String... nameAndValue) {
        FieldChange[] changes =
                nameAndValue.length == 0
                        ? new FieldChange[0]
                        : new FieldChange[] {
                            new FieldChange(nameAndValue[0], nameAndValue[1], day * DAY, day)
                        };
        return LedgerEvent.of(
                new MemberEvent("m", day * DAY, day, changes, new GivenTag[0], forget), "m:" + day);
    }

    private static LedgerEvent behaviour(String id, int day) {
        return LedgerEvent.of(
                new BehaviourEvent(
                        "m",
                        new Behaviour(
                                id, (byte) 0, day * DAY, day, null, null, null, null, null, null)),
                "b:" + id);
    }

    private static <T> List<List<T>> permutations(List<T> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            List<T> others = new ArrayList<>(events);
            T first = others.remove(i);
            for (List<T> rest : permutations(others)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }
}
