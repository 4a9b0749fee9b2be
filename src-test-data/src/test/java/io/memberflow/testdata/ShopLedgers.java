package io.memberflow.testdata;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.order.BehaviourEvent;
import io.memberflow.order.BehaviourReader;
import io.memberflow.order.Cleaning;
import io.memberflow.order.MemberEvent;
import io.memberflow.order.MemberReader;
import io.memberflow.order.Order;
import io.memberflow.order.OrderReader;
import io.memberflow.order.Parsed;
import io.memberflow.order.RawEvent;
import io.memberflow.rfm.BehaviourLedger;
import io.memberflow.rfm.BehaviourState;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.ProfileLedger;
import io.memberflow.rfm.ProfileState;
import io.memberflow.rulebook.LookupTables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the real readers and ledgers make of the lines of a shop, as in the job. */
final class ShopLedgers {
    private final OrderReader orders;
    private final MemberReader members;
    private final BehaviourReader behaviours;
    private final SortedMap<String, One> all = new TreeMap<>();

    /** A member's ledgers, their states put away and taken up again between events. */
    private static final class One {
        private LedgerState orders = LedgerState.empty();
        private ProfileState profile = ProfileState.empty();
        private BehaviourState behaviours = BehaviourState.empty();
        private long forgottenUntil = Long.MIN_VALUE;
        private boolean forgotten;

        void take(Parsed event) {
            if (event instanceof Order order) {
                if (!isVoid(order.updatedAt())) {
                    MemberLedger ledger = new MemberLedger(orders);
                    ledger.apply(order);
                    orders = ledger.state();
                }
            } else if (event instanceof MemberEvent member) {
                if (member.forget()) {
                    forget(member.at());
                } else if (!isVoid(member.at())) {
                    ProfileLedger ledger = new ProfileLedger(profile);
                    ledger.apply(member);
                    profile = ledger.state();
                }
            } else if (event instanceof BehaviourEvent done) {
                if (!isVoid(done.behaviour().at())) {
                    BehaviourLedger ledger = new BehaviourLedger(behaviours);
                    ledger.apply(done.behaviour());
                    behaviours = ledger.state();
                }
            } else {
                throw new AssertionError("A good line was read as " + event);
            }
        }

        private boolean isVoid(long at) {
            return forgotten && at <= forgottenUntil;
        }

        private void forget(long until) {
            if (isVoid(until)) {
                return;
            }
            forgotten = true;
            forgottenUntil = until;
            MemberLedger ledger = new MemberLedger(orders);
            ledger.forget(until);
            orders = ledger.state();
            ProfileLedger told = new ProfileLedger(profile);
            told.forget(until);
            profile = told.state();
            BehaviourLedger done = new BehaviourLedger(behaviours);
            done.forget(until);
            behaviours = done.state();
        }

        MemberHistory history(String memberId) {
            return new MemberLedger(orders)
                    .history(memberId)
                    .with(new ProfileLedger(profile), new BehaviourLedger(behaviours), forgotten);
        }
    }

    private ShopLedgers(StreamSettings settings) {
        Cleaning cleaning =
                Cleaning.bounded(settings.zone(), settings.currency(), Set.of(), settings.asOf());
        orders = new OrderReader(cleaning);
        members = new MemberReader(cleaning);
        behaviours = new BehaviourReader(cleaning);
    }

    /** What is known of every member behind the last of the lines. */
    static SortedMap<String, MemberHistory> histories(
            List<HostileShops.Line> lines, StreamSettings settings) {
        ShopLedgers ledgers = new ShopLedgers(settings);
        for (HostileShops.Line line : lines) {
            Parsed event = ledgers.read(line);
            ledgers.all.computeIfAbsent(line.event().memberId(), member -> new One()).take(event);
        }
        SortedMap<String, MemberHistory> histories = new TreeMap<>();
        ledgers.all.forEach((member, one) -> histories.put(member, one.history(member)));
        return histories;
    }

    private Parsed read(HostileShops.Line line) {
        RawEvent raw = raw(line.json());
        Parsed event =
                switch (line.stream()) {
                    case "orders" -> orders.read(raw, 0);
                    case "members" -> members.read(raw, 0);
                    default -> behaviours.read(raw, 0);
                };
        String member =
                event instanceof Order order
                        ? order.memberId()
                        : event instanceof MemberEvent told
                                ? told.memberId()
                                : event instanceof BehaviourEvent done ? done.memberId() : null;
        if (!line.event().memberId().equals(member)) {
            throw new AssertionError(line.json() + " was read as " + event);
        }
        return event;
    }

    private static RawEvent raw(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawEvent("test:1", bytes, bytes.length, null);
    }

    static LookupTables tables(OracleShop shop) {
        List<LookupTables.Campaign> campaigns = new ArrayList<>();
        for (OracleShop.Campaign one : shop.campaigns()) {
            campaigns.add(
                    new LookupTables.Campaign(
                            one.name(),
                            one.kind(),
                            (int) one.from().toEpochDay(),
                            (int) one.to().toEpochDay()));
        }
        return new LookupTables(
                campaigns, Map.of(LookupTables.SAMPLES, shop.samples()), shop.words());
    }

    // ---- in the oracle's words ----

    /** The numbers a member has, by name. */
    static SortedMap<String, Long> numbers(FactSchema schema, DayFacts facts) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        for (Fact fact : schema.facts()) {
            if (facts.numbers()[fact.index()] != Fact.ABSENT) {
                numbers.put(fact.name(), facts.numbers()[fact.index()]);
            }
        }
        return numbers;
    }

    static List<OracleRow> rows(DayFacts facts) {
        return facts.rows().stream().map(ShopLedgers::row).toList();
    }

    private static OracleRow row(Row row) {
        OracleRow.Builder named = new OracleRow.Builder(row.type().title());
        for (RowField field : RowSchema.of(row.type()).fields()) {
            if (field.isText()) {
                named.put(field.name(), row.text(field.index()));
            } else if (row.number(field.index()) != Fact.ABSENT) {
                named.put(field.name(), (Long) row.number(field.index()));
            }
        }
        if (row.type().hasAttributes() || row.type() == RowType.MEMBER) {
            row.attributes().forEach((name, value) -> named.put("attributes." + name, value));
        }
        return named.build();
    }
}
