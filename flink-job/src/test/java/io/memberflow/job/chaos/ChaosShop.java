package io.memberflow.job.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.order.OrderStatus;
import io.memberflow.order.RejectCode;
import io.memberflow.testdata.HostileEvent;
import io.memberflow.testdata.HostileShops;
import io.memberflow.testdata.HostileStreams;
import io.memberflow.testdata.OracleAnswer;
import io.memberflow.testdata.OracleMember;
import io.memberflow.testdata.OracleValue;
import io.memberflow.testdata.OrderState;
import io.memberflow.testdata.ShopEvent;
import io.memberflow.testdata.ShopTruth;
import io.memberflow.testdata.StreamSettings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The events of a shop as they are sent, dirty ones among them, and what is to be known of its
 * members in the end. Equal settings give equal shops.
 *
 * @param events everything but the last event of each member, in the order in which it is sent
 * @param last one more order of each member that any event names
 * @param truth what all of them say
 */
record ChaosShop(StreamSettings settings, List<Sent> events, List<Sent> last, ShopTruth truth) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whoever dirty events name is never forgotten: forgetting takes rejected events along. */
    private static final String NAMED_BY_DIRT = "m-0";

    /** Later behaviours are refused or not by the clock, which is not part of the promise. */
    private static final int BEHAVIOUR_DAYS = 365;

    /**
     * One event.
     *
     * @param code why a reader is to refuse it, null when it is not to
     */
    record Sent(String stream, byte[] bytes, RejectCode code) {}

    static ChaosShop of(StreamSettings settings) {
        ZoneId zone = settings.zone();
        LocalDate asOf = settings.asOf();
        List<Sent> sent = new ArrayList<>();
        List<ShopEvent> meant = new ArrayList<>();
        for (HostileShops.Line line : HostileShops.lines(settings)) {
            if (isPromised(line.event(), settings)) {
                meant.add(line.event());
                sent.add(new Sent(line.stream(), bytes(line.json()), null));
            }
        }
        List<Sent> last = new ArrayList<>();
        Instant noon = asOf.atTime(12, 0).atZone(zone).toInstant();
        for (String member : new TreeSet<>(meant.stream().map(ShopEvent::memberId).toList())) {
            ShopEvent.Ordered order = lastOrder(member, noon);
            meant.add(order);
            last.add(new Sent("orders", bytes(json(order)), null));
        }
        mixIn(sent, dirt(settings), new Random(settings.seed()));
        return new ChaosShop(
                settings, sent, last, ShopTruth.of(meant, HostileShops.shop(settings), asOf));
    }

    private static boolean isPromised(ShopEvent event, StreamSettings settings) {
        if (event instanceof ShopEvent.Told told) {
            return !told.forget() || !told.memberId().equals(NAMED_BY_DIRT);
        }
        return !(event instanceof ShopEvent.Did did)
                || did.madeAt()
                        .atZone(settings.zone())
                        .toLocalDate()
                        .isAfter(settings.asOf().minusDays(BEHAVIOUR_DAYS));
    }

    private static ShopEvent.Ordered lastOrder(String member, Instant noon) {
        OrderState state =
                new OrderState(
                        member,
                        "last",
                        1L,
                        OrderStatus.PAID,
                        null,
                        noon,
                        noon,
                        128_00,
                        null,
                        0,
                        null,
                        0);
        return new ShopEvent.Ordered(state, null, null, null, null, null, null, null, List.of());
    }

    private static String json(ShopEvent.Ordered order) {
        OrderState state = order.state();
        return JSON.createObjectNode()
                .put("order_id", state.orderId())
                .put("version", state.version())
                .put("member_id", state.memberId())
                .put("status", state.status().name())
                .put("paid_at", state.paidAt().toString())
                .put("updated_at", state.updatedAt().toString())
                .put("amount", BigDecimal.valueOf(state.amount(), 2).toPlainString())
                .toString();
    }

    private static List<Sent> dirt(StreamSettings settings) {
        List<Sent> dirt = new ArrayList<>();
        for (HostileEvent event : HostileStreams.everyDirtyLine(settings)) {
            // What a live job cannot know is later than its day is no such event.
            if (event.code() != RejectCode.FUTURE) {
                dirt.add(new Sent("orders", event.line(), event.code()));
            }
        }
        for (String stream : List.of("orders", "members", "behaviours")) {
            dirt.add(new Sent(stream, new byte[0], RejectCode.MALFORMED));
            dirt.add(new Sent(stream, bytes("no event"), RejectCode.MALFORMED));
            dirt.add(new Sent(stream, new byte[] {'"', (byte) 0xFF}, RejectCode.MALFORMED));
        }
        dirt.add(
                new Sent(
                        "members",
                        bytes("{\"member_id\":\" \",\"updated_at\":\"2025-01-01\"}"),
                        RejectCode.NO_MEMBER));
        dirt.add(
                new Sent(
                        "behaviours",
                        bytes("{\"event_id\":\"e\",\"member_id\":\"m-0\",\"type\":\"VIEW\"}"),
                        RejectCode.NO_TIME));
        return dirt;
    }

    /** Puts some among others, anywhere. */
    private static void mixIn(List<Sent> events, List<Sent> some, Random random) {
        int size = events.size() + some.size();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        TreeSet<Integer> taken = new TreeSet<>(places.subList(0, some.size()));
        List<Sent> mixed = new ArrayList<>(size);
        int clean = 0;
        int dirty = 0;
        for (int i = 0; i < size; i++) {
            mixed.add(taken.contains(i) ? some.get(dirty++) : events.get(clean++));
        }
        events.clear();
        events.addAll(mixed);
    }

    /** How many are sent in a stream. */
    long count(String stream) {
        return events.stream().filter(one -> one.stream().equals(stream)).count()
                + last.stream().filter(one -> one.stream().equals(stream)).count();
    }

    /** What all rules say when the release of that number decides. */
    OracleAnswer answer(int release) {
        int floor = (int) settings.asOf().toEpochDay() - 365;
        SortedMap<String, OracleMember> members = new TreeMap<>();
        truth.answer()
                .members()
                .forEach(
                        (id, member) -> {
                            Map<String, OracleValue> values = new TreeMap<>(member.values());
                            values.put(
                                    ChaosRules.EDITION,
                                    new OracleValue(
                                            false,
                                            ChaosRules.edition(release),
                                            Math.max(floor, member.firstSeenOn()),
                                            null,
                                            null,
                                            null));
                            members.put(
                                    id,
                                    new OracleMember(
                                            id,
                                            member.firstSeenOn(),
                                            member.facts(),
                                            new TreeMap<>(values),
                                            member.history()));
                        });
        return new OracleAnswer(truth.answer().population(), members);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
