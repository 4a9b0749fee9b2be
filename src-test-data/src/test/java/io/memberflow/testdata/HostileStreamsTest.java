package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.order.RejectCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileStreamsTest {
    private static final Set<RejectCode> BOUNDED_CODES =
            EnumSet.complementOf(EnumSet.of(RejectCode.FORGOTTEN, RejectCode.TOO_OLD));

    static List<StreamSettings> settings() {
        List<StreamSettings> all = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            all.add(StreamSettings.shanghai(seed, 24, 400).withGuests("guest-1"));
            all.add(StreamSettings.saoPaulo2018(seed, 5, 200).withCurrency("BRL"));
            all.add(StreamSettings.apia2011(seed, 5, 200));
            all.add(StreamSettings.shanghai(seed, 1, 30));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void equalSettingsGiveEqualStreams(StreamSettings settings) {
        List<HostileEvent> one = HostileStreams.events(settings);
        List<HostileEvent> two = HostileStreams.events(settings);

        assertThat(one).hasSize(settings.events());
        assertThat(HostileStreams.file(one)).isEqualTo(HostileStreams.file(two));
        assertThat(one.stream().map(HostileEvent::order).toList())
                .isEqualTo(two.stream().map(HostileEvent::order).toList());
        assertThat(HostileStreams.plain(settings))
                .hasSize(settings.events())
                .isEqualTo(HostileStreams.plain(settings));
    }

    @Test
    void otherSeedsGiveOtherStreams() {
        assertThat(HostileStreams.plain(StreamSettings.shanghai(1, 5, 50)))
                .isNotEqualTo(HostileStreams.plain(StreamSettings.shanghai(2, 5, 50)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSecondReaderFindsInTheLinesWhatTheySayTheyHold(StreamSettings settings) {
        for (HostileEvent event : HostileStreams.events(settings)) {
            if (event.order() == null) {
                continue;
            }
            JsonNode json = TestOrderReader.parse(event.json());
            assertThat(TestOrderReader.order(json, settings.zone(), event.order().fingerprint()))
                    .as(event.json())
                    .isEqualTo(event.order());
            for (Instant time : TestOrderReader.times(json, settings.zone())) {
                assertThat(time.atZone(settings.zone()).toLocalDate())
                        .as(event.json())
                        .isBeforeOrEqualTo(settings.asOf());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyLineIsOneThingOnly(StreamSettings settings) {
        for (HostileEvent event : HostileStreams.events(settings)) {
            assertThat(event.order() != null && event.code() != null).isFalse();
            assertThat(event.isEvent()).isEqualTo(!event.json().isBlank());
            assertThat(event.json()).doesNotContain("\n", "\r");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void inJsonTheFingerprintNeverDecidesWhatIsSeen(StreamSettings settings) {
        List<Order> orders = HostileStreams.orders(HostileStreams.events(settings));
        List<Order> turned =
                orders.stream().map(order -> withFingerprint(order, ~order.fingerprint())).toList();
        OracleQuestion question = OracleQuestion.population(settings.asOf()).withHistory(100);

        assertThat(BatchOracle.answer(turned, question))
                .isEqualTo(BatchOracle.answer(orders, question));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void plainFingerprintsAreEqualOnlyForEqualStates(StreamSettings settings) {
        Map<Long, Order> seen = new HashMap<>();
        for (Order order : HostileStreams.plain(settings)) {
            assertThat(seen.computeIfAbsent(order.fingerprint(), unseen -> order)).isEqualTo(order);
            assertThat(order.day()).isLessThanOrEqualTo((int) settings.asOf().toEpochDay());
            assertThat(order.refund()).isBetween(0L, order.amount());
        }
    }

    @Test
    void streamsHoldEveryKindTheyPromise() {
        Map<HostileKind, Integer> kinds = new EnumMap<>(HostileKind.class);
        Map<RejectCode, Integer> codes = new EnumMap<>(RejectCode.class);
        for (StreamSettings settings : settings()) {
            for (HostileEvent event : HostileStreams.events(settings)) {
                event.kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
                if (event.code() != null) {
                    codes.merge(event.code(), 1, Integer::sum);
                }
            }
        }
        // Kept out of JSON, where a reader works the fingerprint out; see plain streams below.
        Set<HostileKind> expected = EnumSet.complementOf(EnumSet.of(HostileKind.TIE_FINGERPRINT));
        assertThat(kinds.keySet()).as("%s", kinds).containsAll(expected);
        assertThat(codes.keySet()).as("%s", codes).isEqualTo(BOUNDED_CODES);
    }

    @Test
    void plainStreamsHoldTiesThatOnlyTheFingerprintDecides() {
        assertThat(settings())
                .anySatisfy(
                        settings -> {
                            List<Order> orders = HostileStreams.plain(settings);
                            List<Order> turned =
                                    orders.stream()
                                            .map(
                                                    order ->
                                                            withFingerprint(
                                                                    order, ~order.fingerprint()))
                                            .toList();
                            OracleQuestion question = OracleQuestion.fixed(settings.asOf());
                            assertThat(BatchOracle.answer(turned, question))
                                    .isNotEqualTo(BatchOracle.answer(orders, question));
                        });
    }

    @Test
    void membersOfEveryKindStandInTheAnswer() {
        StreamSettings settings = StreamSettings.shanghai(5, 60, 3_000);
        List<Order> orders = HostileStreams.orders(HostileStreams.events(settings));
        Collection<OracleMember> members =
                BatchOracle.answer(orders, OracleQuestion.fixed(settings.asOf()))
                        .members()
                        .values();

        assertThat(members)
                .anyMatch(m -> m.facts().life().orders() == 0 && m.facts().life().refunds() == 0);
        assertThat(members)
                .anyMatch(
                        m ->
                                m.facts().life().orders() == 0
                                        && m.facts().life().refunds() == 1
                                        && m.firstSeenOn() != Order.NO_DAY);
        assertThat(members)
                .anyMatch(m -> m.memberId().equals("Case-0") || m.memberId().equals("Case-1"));
        assertThat(members).anyMatch(m -> m.facts().life().largestOrder() >= 99_999_999_999_998L);
        Map<String, Set<String>> membersOfOrder = new HashMap<>();
        orders.forEach(
                order ->
                        membersOfOrder
                                .computeIfAbsent(order.orderId(), id -> new HashSet<>())
                                .add(order.memberId()));
        assertThat(membersOfOrder.values()).anyMatch(ids -> ids.size() > 1);
        assertThat(orders.stream().filter(o -> o.memberId().equals("m-0")).count())
                .isGreaterThan(orders.size() / 5);
    }

    @Test
    void agesLieAtTheWindowEdges() {
        StreamSettings settings = StreamSettings.shanghai(9, 10, 4_000);
        Set<Integer> ages = new TreeSet<>();
        HostileStreams.plain(settings)
                .forEach(order -> ages.add((int) settings.asOf().toEpochDay() - order.day()));

        assertThat(ages)
                .contains(0, 29, 30, 31, 89, 90, 91, 179, 180, 181, 364, 365, 366, 729, 730, 731);
    }

    @Test
    void apiaNeverHasAnOrderOnTheDayThatWasNot() {
        int missing = (int) LocalDate.of(2011, 12, 30).toEpochDay();
        List<Order> orders = new ArrayList<>();
        for (long seed = 1; seed <= 5; seed++) {
            orders.addAll(HostileStreams.plain(StreamSettings.apia2011(seed, 3, 300)));
        }

        assertThat(orders).noneMatch(order -> order.day() == missing);
        assertThat(orders).anyMatch(order -> order.day() == missing - 1);
        assertThat(orders).anyMatch(order -> order.day() == missing + 1);
    }

    @Test
    void everyDirtyLineIsThereOnceAndSaysWhatIsWrong() {
        List<HostileEvent> lines =
                HostileStreams.everyDirtyLine(
                        StreamSettings.shanghai(1, 3, 0).withGuests("guest-1"));

        assertThat(lines).extracting(HostileEvent::code).containsAll(BOUNDED_CODES);
        assertThat(lines).extracting(HostileEvent::order).containsOnlyNulls();
        assertThat(lines).extracting(HostileEvent::note).doesNotHaveDuplicates();
    }

    @Test
    void sizesLieOneByteApart() {
        List<HostileEvent> edges = HostileStreams.sizeEdges(StreamSettings.shanghai(1, 3, 0));

        assertThat(edges.get(0).line()).hasSize(1 << 20);
        assertThat(edges.get(0).order().status()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(edges.get(1).line()).hasSize((1 << 20) + 1);
        assertThat(edges.get(1).code()).isEqualTo(RejectCode.MALFORMED);
    }

    private static Order withFingerprint(Order order, long fingerprint) {
        return new Order(
                order.memberId(),
                order.orderId(),
                order.version(),
                order.status(),
                order.updatedAt(),
                order.paidAt(),
                order.day(),
                order.amount(),
                order.refund(),
                order.discounted(),
                order.quantity(),
                fingerprint,
                order.details());
    }
}
