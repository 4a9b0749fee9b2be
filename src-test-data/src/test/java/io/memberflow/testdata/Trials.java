package io.memberflow.testdata;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.order.Order;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.Population;
import io.memberflow.rfm.PopulationScores;
import io.memberflow.rfm.Scoring;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the property tests share: rules compiled once, streams, ledgers filled from them. */
final class Trials {
    static final Integer[] EXTRA_WINDOWS = {1, 7, 60, 385};
    static final FactSchema SCHEMA = new FactSchema(List.of(EXTRA_WINDOWS));
    static final CompiledRules RULES = RuleCompiler.compile(OrderRules.release(), SCHEMA).orThrow();

    /** What a live job keeps orders for unless told otherwise. */
    static final int RETENTION = 750;

    private Trials() {}

    /** A small stream: every zone in turn, one to eight members, up to ten orders each. */
    static StreamSettings stream(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        int members = 1 + random.nextInt(8);
        int events = 1 + random.nextInt(members * 12);
        return switch ((int) Math.floorMod(seed, 4L)) {
            case 0 -> StreamSettings.saoPaulo2018(seed, members, events);
            case 1 -> StreamSettings.apia2011(seed, members, events);
            default -> StreamSettings.shanghai(seed, members, events);
        };
    }

    /** Every member's ledger, the state put away and taken up again between events as in Flink. */
    static Map<String, MemberLedger> ledgers(Collection<Order> orders) {
        Map<String, LedgerState> states = new TreeMap<>();
        for (Order order : orders) {
            MemberLedger ledger =
                    new MemberLedger(states.getOrDefault(order.memberId(), LedgerState.empty()));
            ledger.apply(order);
            states.put(order.memberId(), ledger.state());
        }
        Map<String, MemberLedger> ledgers = new TreeMap<>();
        states.forEach((member, state) -> ledgers.put(member, new MemberLedger(state)));
        return ledgers;
    }

    static Map<String, MemberHistory> histories(Map<String, MemberLedger> ledgers) {
        Map<String, MemberHistory> histories = new TreeMap<>();
        ledgers.forEach((member, ledger) -> histories.put(member, ledger.history(member)));
        return histories;
    }

    /** The scoring of a day, measured over these members where it is to be. */
    static Scoring scoring(Collection<MemberHistory> histories, LocalDate asOf, boolean measured) {
        return measured
                ? new PopulationScores(population(histories, asOf).close((int) asOf.toEpochDay()))
                : RULES.catalogue().scores();
    }

    static Population population(Collection<MemberHistory> histories, LocalDate asOf) {
        FactsAsOf facts = new FactsAsOf(SCHEMA, List.of(SCHEMA.get("d365.orders")));
        Population population = new Population(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (MemberHistory history : histories) {
            long[] values = facts.compute(history, null, (int) asOf.toEpochDay());
            long lastOrderOn = values[SCHEMA.get("lastOrderOn").index()];
            if (lastOrderOn != Fact.ABSENT) {
                int orders = (int) values[SCHEMA.get("d365.orders").index()];
                long amount = values[SCHEMA.get("d365.amount").index()];
                population.lastOrderOn().merge((int) lastOrderOn, 1L, Long::sum);
                population.orders().merge(orders, 1L, Long::sum);
                population.amounts().merge(amount, 1L, Long::sum);
            }
        }
        return population;
    }

    /** Whether two records say the same, arrays by their elements. */
    static boolean same(Record a, Record b) {
        try {
            for (RecordComponent component : a.getClass().getRecordComponents()) {
                Object left = component.getAccessor().invoke(a);
                Object right = component.getAccessor().invoke(b);
                if (!sameValue(left, right)) {
                    return false;
                }
            }
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean sameValue(Object left, Object right) {
        if (left instanceof Record inner && right instanceof Record other) {
            return inner.getClass() == other.getClass() && same(inner, other);
        }
        if (left instanceof Record[] inner && right instanceof Record[] other) {
            return inner.length == other.length
                    && IntStream.range(0, inner.length)
                            .allMatch(i -> sameValue(inner[i], other[i]));
        }
        return Objects.deepEquals(left, right);
    }
}
