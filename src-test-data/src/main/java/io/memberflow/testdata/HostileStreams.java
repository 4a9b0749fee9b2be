package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.testdata.LifeGenerator.Draft;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Streams of order events made to break whoever reads them. Equal settings give equal streams, so
 * the seed of a failure replays it.
 */
public final class HostileStreams {
    private HostileStreams() {}

    /**
     * Exactly {@link StreamSettings#events()} lines, valid, dirty and blank ones mixed, in hostile
     * order of arrival. No two valid states of one order differ in what they say but only in their
     * fingerprint, so the orders named in the events may go straight to {@link BatchOracle}.
     */
    public static List<HostileEvent> events(StreamSettings settings) {
        SplittableRandom root = new SplittableRandom(settings.seed());
        LifeGenerator lives = new LifeGenerator(root.split(), settings);
        SplittableRandom arrival = root.split();
        JsonSpelling spelling = new JsonSpelling(root.split(), settings);
        SplittableRandom dirt = root.split();
        DirtyLines dirtyLines = new DirtyLines(root.split(), settings);
        Fingerprints fingerprints = new Fingerprints(root.split());

        List<HostileEvent> events = new ArrayList<>();
        Set<Integer> valid = new HashSet<>();
        for (int i = 0; i < settings.events(); i++) {
            int dice = dirt.nextInt(100);
            if (dice < 9) {
                events.add(dirtyLines.any(lives.anyMemberId()));
            } else if (dice == 9) {
                events.add(blank(dirt));
            } else {
                valid.add(i);
                events.add(null);
            }
        }
        Iterator<Arrival> arrivals =
                arrivals(lives, arrival, settings.zone(), valid.size(), fingerprints, true)
                        .iterator();
        for (int i = 0; i < events.size(); i++) {
            if (valid.contains(i)) {
                events.set(i, written(arrivals.next(), spelling));
            }
        }
        return List.copyOf(events);
    }

    /**
     * Exactly {@link StreamSettings#events()} states of orders without any writing: what a ledger
     * is fed. Days fit the zone, none is after D; fingerprints are equal exactly for equal states,
     * and here they may decide between states that differ in amount.
     */
    public static List<Order> plain(StreamSettings settings) {
        SplittableRandom root = new SplittableRandom(settings.seed());
        LifeGenerator lives = new LifeGenerator(root.split(), settings);
        SplittableRandom arrival = root.split();
        Fingerprints fingerprints = new Fingerprints(root.split());
        return arrivals(lives, arrival, settings.zone(), settings.events(), fingerprints, false)
                .stream()
                .map(Arrival::order)
                .toList();
    }

    /** Every dirty line there is, once; the lines of 1 MiB are in {@link #sizeEdges}. */
    public static List<HostileEvent> everyDirtyLine(StreamSettings settings) {
        DirtyLines dirtyLines = new DirtyLines(new SplittableRandom(settings.seed()), settings);
        List<HostileEvent> events = new ArrayList<>();
        for (int i = 0; i < dirtyLines.count(); i++) {
            events.add(dirtyLines.make(i, "m-0"));
        }
        return List.copyOf(events);
    }

    /** A valid line of exactly 1 MiB, and one of a byte more, to be rejected. */
    public static List<HostileEvent> sizeEdges(StreamSettings settings) {
        DirtyLines dirtyLines = new DirtyLines(new SplittableRandom(settings.seed()), settings);
        return List.of(dirtyLines.largest("m-0"), dirtyLines.tooLarge("m-0"));
    }

    /** The lines as the bytes of a file, each with its line end. */
    public static byte[] file(List<HostileEvent> events) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (HostileEvent event : events) {
            file.writeBytes(event.line());
            file.write('\n');
        }
        return file.toByteArray();
    }

    /** The orders that a right reader makes of the events. */
    public static List<Order> orders(List<HostileEvent> events) {
        return events.stream()
                .filter(event -> event.order() != null)
                .map(HostileEvent::order)
                .toList();
    }

    private record Arrival(OrderState state, Order order, EnumSet<HostileKind> kinds) {
        Arrival again(HostileKind kind) {
            EnumSet<HostileKind> more = EnumSet.copyOf(kinds);
            more.add(kind);
            return new Arrival(state, order, more);
        }
    }

    private static HostileEvent written(Arrival one, JsonSpelling spelling) {
        EnumSet<HostileKind> kinds = EnumSet.copyOf(one.kinds());
        String json = spelling.write(one.state(), kinds);
        return new HostileEvent(
                json.getBytes(StandardCharsets.UTF_8), one.order(), null, kinds.toString(), kinds);
    }

    private static List<Arrival> arrivals(
            LifeGenerator lives,
            SplittableRandom random,
            ZoneId zone,
            int count,
            Fingerprints fingerprints,
            boolean tiesMustAgree) {
        List<Arrival> arrivals = new ArrayList<>();
        Map<List<Object>, Order> byRank = new HashMap<>();
        while (arrivals.size() < count) {
            for (Draft draft : lives.next()) {
                Order order = draft.state().toOrder(zone, fingerprints.of(draft.state()));
                Order same = byRank.putIfAbsent(rank(order), order);
                if (tiesMustAgree && same != null && !agree(same, order)) {
                    continue;
                }
                Arrival arrival = new Arrival(draft.state(), order, draft.kinds());
                arrivals.add(arrival);
                for (int i = random.nextInt(8); i < 2; i++) {
                    arrivals.add(arrival.again(HostileKind.REPEAT));
                }
            }
        }
        arrivals.subList(count, arrivals.size()).clear();
        arrange(arrivals, random);
        return markLate(arrivals);
    }

    /** All that decides which state stands, but the fingerprint. */
    private static List<Object> rank(Order order) {
        return List.of(
                order.memberId(),
                order.orderId(),
                order.version(),
                order.updatedAt(),
                order.status(),
                order.refund());
    }

    private static boolean agree(Order a, Order b) {
        return a.paidAt() == b.paidAt()
                && a.day() == b.day()
                && a.amount() == b.amount()
                && a.discounted() == b.discounted()
                && a.quantity() == b.quantity();
    }

    private static void arrange(List<Arrival> arrivals, SplittableRandom random) {
        Comparator<Arrival> byTime =
                Comparator.comparingLong(arrival -> arrival.order().updatedAt());
        switch (random.nextInt(4)) {
            case 0 -> arrivals.sort(byTime);
            case 1 -> arrivals.sort(byTime.reversed());
            case 2 -> Collections.shuffle(arrivals, new Random(random.nextLong()));
            default -> {
                // Mostly in time, a fifth late.
                arrivals.sort(byTime);
                for (int i = 0; i < arrivals.size(); i++) {
                    if (random.nextInt(5) == 0) {
                        int later = i + random.nextInt(arrivals.size() - i);
                        arrivals.add(later, arrivals.remove(i));
                    }
                }
            }
        }
    }

    private static List<Arrival> markLate(List<Arrival> arrivals) {
        Map<List<String>, Order> standing = new HashMap<>();
        List<Arrival> marked = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Order order = arrival.order();
            List<String> key = List.of(order.memberId(), order.orderId());
            Order before = standing.get(key);
            boolean late = before != null && OracleOrders.stands(before, order);
            if (before == null || OracleOrders.stands(order, before)) {
                standing.put(key, order);
            }
            marked.add(late ? arrival.again(HostileKind.LATE_OLDER_STATE) : arrival);
        }
        return marked;
    }

    private static HostileEvent blank(SplittableRandom random) {
        String[] blanks = {"", " ", "\t ", "   "};
        return new HostileEvent(
                blanks[random.nextInt(blanks.length)].getBytes(StandardCharsets.UTF_8),
                null,
                null,
                "a blank line",
                EnumSet.of(HostileKind.BLANK_LINE));
    }

    /** Any numbers, equal exactly for equal states. */
    private static final class Fingerprints {
        private final SplittableRandom random;
        private final Map<OrderState, Long> given = new HashMap<>();
        private final Set<Long> used = new HashSet<>();

        Fingerprints(SplittableRandom random) {
            this.random = random;
        }

        long of(OrderState state) {
            return given.computeIfAbsent(state, unseen -> fresh());
        }

        private long fresh() {
            long fingerprint = random.nextLong();
            while (!used.add(fingerprint)) {
                fingerprint = random.nextLong();
            }
            return fingerprint;
        }
    }
}
