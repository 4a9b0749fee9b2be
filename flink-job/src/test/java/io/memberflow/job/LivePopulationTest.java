package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.decide.DecideSettings;
import io.memberflow.job.population.LivePopulation;
import io.memberflow.job.support.MemberOperators;
import io.memberflow.member.Unit;
import io.memberflow.order.Order;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rfm.PopulationChange;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.testdata.BatchOracle;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OracleAnswer;
import io.memberflow.testdata.OraclePopulation;
import io.memberflow.testdata.OracleQuestion;
import io.memberflow.testdata.Seeds;
import io.memberflow.testdata.StreamSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * The cut points of a live job against the oracle: those of a day are over the orders dated before
 * it that have arrived when the clock enters it.
 */
class LivePopulationTest {
    private static final long HUNDRED_PERCENT = 100 * (long) Math.pow(10, Unit.PERCENT.places());

    @Test
    void theCutPointsOfADayAreThoseOfWhatHadComeWhenItBegan() {
        AtomicInteger sets = new AtomicInteger();
        Seeds.tryAll(
                Seeds.from(1, 60),
                seed -> {
                    try (Shop shop = new Shop(seed)) {
                        shop.run();
                        sets.addAndGet(shop.sets);
                    }
                });
        assertThat(sets.get() > 0 || Seeds.isReplay()).isTrue();
    }

    private static final class Shop implements AutoCloseable {
        private final Random random;
        private final ShopCalendar calendar;
        private final StreamSettings settings;
        private final List<Order> toCome;
        private final List<Order> arrived = new ArrayList<>();
        private MemberOperators members;
        private KeyedOneInputStreamOperatorTestHarness<Boolean, PopulationChange, CutPoints> job;
        private long watermark = Long.MIN_VALUE;
        private int sets;

        Shop(long seed) throws Exception {
            random = new Random(seed);
            settings = StreamSettings.shanghai(seed, 1 + random.nextInt(8), 1 + random.nextInt(80));
            calendar = new ShopCalendar(settings.zone(), null);
            toCome = new ArrayList<>(HostileStreams.plain(settings));
            Collections.shuffle(toCome, random);
            restart(null, null);
        }

        private void restart(MemberOperators.Snapshot ledgers, OperatorSubtaskState population)
                throws Exception {
            members =
                    new MemberOperators(
                            DecideSettings.live(calendar, true),
                            100_000,
                            1 + random.nextInt(3),
                            ledgers);
            job =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new KeyedProcessOperator<>(new LivePopulation(calendar)),
                            change -> true,
                            Types.BOOLEAN);
            job.setup();
            if (population != null) {
                job.initializeState(population);
            }
            job.open();
        }

        void run() throws Exception {
            int day = (int) settings.asOf().toEpochDay() - random.nextInt(600);
            feed(random.nextInt(20));
            clock(calendar.startOf(day) + random.nextInt(80_000_000));
            for (int i = 0; i < 12; i++) {
                feed(random.nextInt(8));
                if (random.nextInt(4) == 0) {
                    MemberOperators.Snapshot ledgers = members.snapshot(i);
                    OperatorSubtaskState population = job.snapshot(i, i);
                    close();
                    restart(ledgers, population);
                    if (random.nextBoolean()) {
                        clock(watermark);
                    }
                }
                day += 1 + (random.nextInt(3) == 0 ? random.nextInt(100) : 0);
                clock(calendar.startOf(day) + random.nextInt(3) * 1_000L);
            }
        }

        private void feed(int orders) throws Exception {
            for (int i = 0; i < orders && !toCome.isEmpty(); i++) {
                Order order = toCome.remove(toCome.size() - 1);
                arrived.add(order);
                members.order(order);
                forward();
            }
        }

        private void forward() throws Exception {
            for (PopulationChange change : members.takePopulationChanges()) {
                job.processElement(new StreamRecord<>(change));
            }
        }

        private void clock(long instant) throws Exception {
            watermark = instant;
            members.watermark(instant);
            forward();
            job.processWatermark(new Watermark(instant));
            List<CutPoints> closed = job.extractOutputValues();
            job.getOutput().clear();
            int today = calendar.today(instant);
            if (arrived.stream().anyMatch(order -> order.day() != Order.NO_DAY)) {
                for (CutPoints set : closed) {
                    assertThat(set.forDate()).isEqualTo(today);
                    check(set, today);
                    sets++;
                }
            }
        }

        /** An order dated on the day or later is none yet: the oracle is not told of it. */
        private void check(CutPoints set, int today) {
            OracleAnswer answer =
                    BatchOracle.answer(
                            BatchOracle.datedBefore(arrived, today),
                            OracleQuestion.population(LocalDate.ofEpochDay(today)));
            OraclePopulation expected = answer.population();
            assertThat(set.members()).isEqualTo(expected == null ? 0 : expected.members());
            if (expected == null) {
                return;
            }
            assertThat(longs(set.recency())).isEqualTo(expected.recency());
            assertThat(longs(set.frequency())).isEqualTo(expected.frequency());
            assertThat(set.recencySum()).isEqualTo(expected.recencySum());
            assertThat(set.frequencySum()).isEqualTo(expected.frequencySum());
            assertThat(set.monetarySum()).isEqualTo(expected.monetarySum());
            for (int i = 0; i < set.monetary().length; i++) {
                long exact = expected.monetary().get(i);
                assertThat(set.monetary()[i]).isBetween(exact, exact + exact / 100);
            }
            PopulationScores scores = new PopulationScores(set);
            for (Map.Entry<Long, Long> entry : expected.atMost().entrySet()) {
                long greater = expected.members() - entry.getValue();
                assertThat(scores.amountTopPercent(entry.getKey()))
                        .isLessThanOrEqualTo(greater * HUNDRED_PERCENT / expected.members());
            }
        }

        private static List<Long> longs(int[] values) {
            return Arrays.stream(values).mapToObj(value -> (long) value).toList();
        }

        @Override
        public void close() throws Exception {
            members.close();
            job.close();
        }
    }
}
