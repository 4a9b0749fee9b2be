package io.memberflow.benchmarks;

import io.memberflow.job.generate.Generator;
import io.memberflow.job.generate.ShopPlan;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.order.RecordReader;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A generated shop, as a live job would know it while the last of its orders arrive.
 *
 * @param changes what is known of a member after each of the last events, in the order of arrival
 * @param events the last events of orders as they were read
 * @param orders the same events, understood
 */
record Shop(List<Change> changes, List<RawEvent> events, List<Order> orders) {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FROM = LocalDate.of(2023, 7, 1);
    static final LocalDate TO = LocalDate.of(2025, 6, 30);
    private static final int ORDERS_A_MEMBER = 8;

    /** What is known of a member on the day of an event of its. */
    record Change(MemberHistory history, int day) {}

    /**
     * The shop of a seed.
     *
     * @param members how many there can be; each has eight orders on average
     * @param last how many events are kept
     */
    static Shop of(int members, int last) {
        return read(members, new Reading(last)::read);
    }

    /** What is known of each member in the end. */
    static List<MemberHistory> histories(int members) {
        Reading reading = new Reading(0);
        read(members, reading::read);
        return reading.histories();
    }

    /** Reads orders, what is known of members, and what they did. */
    @FunctionalInterface
    private interface Reader {
        Shop read(Path orders, Path members, Path behaviours) throws IOException;
    }

    private static Shop read(int members, Reader reader) {
        ShopPlan plan =
                new ShopPlan(
                        7,
                        members,
                        (long) members * ORDERS_A_MEMBER,
                        FROM,
                        TO,
                        ZONE,
                        2,
                        0.02,
                        0,
                        0,
                        false);
        try {
            Path folder = Files.createTempDirectory("memberflow-benchmarks");
            Path orders = folder.resolve("orders.jsonl");
            Path profiles = folder.resolve("members.jsonl");
            Path behaviours = folder.resolve("behaviours.jsonl");
            try {
                Generator.write(plan, orders);
                Generator.writeMembers(plan, profiles);
                Generator.writeBehaviours(plan, behaviours);
                return reader.read(orders, profiles, behaviours);
            } finally {
                for (Path file : List.of(orders, profiles, behaviours, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Cleaning cleaning() {
        return Cleaning.bounded(ZONE, "CNY", Set.of(), TO);
    }

    /** Reads the files as a job does that has them as its streams. */
    private static final class Reading {
        private final int last;
        private final Map<String, MemberLedger> ledgers = new HashMap<>();
        private final Map<String, ProfileLedger> profiles = new HashMap<>();
        private final Map<String, BehaviourLedger> behaviours = new HashMap<>();

        Reading(int last) {
            this.last = last;
        }

        Shop read(Path orders, Path members, Path done) throws IOException {
            MemberReader memberReader = new MemberReader(cleaning());
            for (RawEvent event : events(members)) {
                profile(memberReader.read(event, 0));
            }
            BehaviourReader behaviourReader = new BehaviourReader(cleaning());
            for (RawEvent event : events(done)) {
                behaviour(behaviourReader.read(event, 0));
            }
            OrderReader orderReader = new OrderReader(cleaning());
            List<RawEvent> all = events(orders);
            int first = Math.max(0, all.size() - last);
            List<Change> changes = new ArrayList<>();
            List<Order> understood = new ArrayList<>();
            int day = 0;
            for (int i = 0; i < all.size(); i++) {
                Order order = (Order) orderReader.read(all.get(i), 0);
                day = Math.max(day, order.day());
                MemberLedger ledger = of(ledgers, order.memberId(), id -> emptyLedger());
                if (ledger.apply(order) && i >= first) {
                    changes.add(new Change(history(ledger, order.memberId()), day));
                }
                if (i >= first) {
                    understood.add(order);
                }
            }
            return new Shop(changes, List.copyOf(all.subList(first, all.size())), understood);
        }

        List<MemberHistory> histories() {
            return ledgers.entrySet().stream()
                    .map(one -> history(one.getValue(), one.getKey()))
                    .toList();
        }

        private void profile(Parsed parsed) {
            if (parsed instanceof MemberEvent event) {
                of(profiles, event.memberId(), id -> new ProfileLedger(ProfileState.empty()))
                        .apply(event);
            }
        }

        private void behaviour(Parsed parsed) {
            if (parsed instanceof BehaviourEvent event) {
                of(behaviours, event.memberId(), id -> new BehaviourLedger(BehaviourState.empty()))
                        .apply(event.behaviour());
            }
        }

        private MemberHistory history(MemberLedger ledger, String id) {
            return ledger.history(id)
                    .with(
                            of(profiles, id, i -> new ProfileLedger(ProfileState.empty())),
                            of(behaviours, id, i -> new BehaviourLedger(BehaviourState.empty())),
                            false);
        }

        private static <T> T of(Map<String, T> all, String id, Function<String, T> none) {
            return all.computeIfAbsent(id, none);
        }

        private static List<RawEvent> events(Path file) throws IOException {
            List<RawEvent> events = new ArrayList<>();
            try (RecordReader records =
                    RecordReader.open(Files.newInputStream(file), file.toString())) {
                for (RawEvent event = records.next(); event != null; event = records.next()) {
                    events.add(event);
                }
            }
            return events;
        }
    }

    static MemberLedger emptyLedger() {
        return new MemberLedger(LedgerState.empty());
    }
}
