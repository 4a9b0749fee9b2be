package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.order.OrderStatus;
import io.memberflow.testdata.DetailsOracle.TagTruth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The truth about members of whom all three streams tell: what {@link BatchOracle} says of those of
 * their orders that no forget made void, and the tags they were given.
 *
 * @param answer all members there are as of D, those without orders among them
 * @param tags by member, the tags of D that people gave; no rule gives any
 */
public record ShopTruth(OracleAnswer answer, SortedMap<String, List<TagTruth>> tags) {
    /** An order that only says since when there is a member; no shop has one of that name. */
    private static final String SIGHTING = "first seen by another stream";

    /**
     * Works it out, slowly.
     *
     * @param events in any order, with repeats, of any members
     */
    public static ShopTruth of(
            Collection<? extends ShopEvent> events, OracleShop shop, LocalDate asOf) {
        SortedMap<String, List<ShopEvent>> byMember = new TreeMap<>();
        for (ShopEvent event : events) {
            byMember.computeIfAbsent(event.memberId(), id -> new ArrayList<>()).add(event);
        }
        int day = (int) asOf.toEpochDay();
        List<Order> orders = new ArrayList<>();
        SortedMap<String, List<TagTruth>> tags = new TreeMap<>();
        byMember.forEach(
                (member, ofMember) -> {
                    DetailsOracle details = new DetailsOracle(member, ofMember, shop, List.of());
                    int first = details.firstSeenOn();
                    if (first <= day) {
                        orders.addAll(details.orders());
                        orders.add(sighting(member, first));
                        tags.put(member, details.tagsOn(day, unused -> new TreeSet<>()));
                    }
                });
        return new ShopTruth(BatchOracle.answer(orders, OracleQuestion.fixed(asOf)), tags);
    }

    private static Order sighting(String member, int day) {
        return new Order(
                member,
                SIGHTING,
                0,
                OrderStatus.CREATED,
                Order.NO_TIME,
                Order.NO_TIME,
                day,
                0,
                0,
                false,
                0,
                0,
                null);
    }
}
