package io.memberflow.testdata;

import io.memberflow.order.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plain truth: all State of facts.md §3 that orders alone decide, worked out slowly and
 * obviously from all states at once. It knows nothing of arrival, timers, ledgers or rule engines.
 *
 * <p>Readings it takes: which state stands is settled before orders dated after D are left out; an
 * order without a date makes its member exist on every day; money sums stop at numeric(18,2); the
 * sum of pieces must fit a long ({@link ArithmeticException} if not).
 */
public final class BatchOracle {
    private BatchOracle() {}

    /**
     * @param states states of orders in any order, with repeats, of any members
     * @param question as of when, and how
     */
    public static OracleAnswer answer(Collection<Order> states, OracleQuestion question) {
        int asOf = (int) question.asOf().toEpochDay();
        SortedMap<String, MemberTruth> truths = new TreeMap<>();
        OracleOrders.standingByMember(states, asOf)
                .forEach(
                        (memberId, orders) ->
                                truths.put(
                                        memberId,
                                        new MemberTruth(
                                                memberId, orders, asOf, question.historyDays())));
        OraclePopulation population = question.population() ? measure(truths.values()) : null;
        SortedMap<String, OracleMember> members = new TreeMap<>();
        truths.forEach((id, truth) -> members.put(id, truth.answer(population, question)));
        return new OracleAnswer(population, members);
    }

    /**
     * The states that stand among those given and are dated before a day: what a live job's cut
     * points of that day are measured over.
     */
    public static List<Order> datedBefore(Collection<Order> states, int day) {
        List<Order> before = new ArrayList<>();
        OracleOrders.standingByMember(states, day - 1L).values().forEach(before::addAll);
        return before;
    }

    private static OraclePopulation measure(Collection<MemberTruth> truths) {
        List<Long> recencyDays = new ArrayList<>();
        List<Long> orders = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        for (MemberTruth truth : truths) {
            if (truth.everOrdered()) {
                recencyDays.add((long) truth.recencyDays());
                orders.add((long) truth.window365().orders());
                amounts.add(truth.window365().amount());
            }
        }
        return recencyDays.isEmpty()
                ? null
                : OraclePopulation.measure(recencyDays, orders, amounts);
    }
}
