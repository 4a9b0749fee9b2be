package io.memberflow.testdata;

import io.memberflow.order.Order;
import io.memberflow.testdata.OracleProfile.Given;
import io.memberflow.testdata.ShopEvent.Did;
import io.memberflow.testdata.ShopEvent.Ordered;
import io.memberflow.testdata.ShopEvent.Told;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The plain truth of all three streams: what rules can read of one member as of a day, and which
 * tags stand, worked out from all its events at once, slowly, from facts.md alone. It knows nothing
 * of arrival, ledgers or rule engines.
 */
public final class DetailsOracle {
    private static final List<String> PROFILE_TEXTS =
            List.of("name", "nick", "gender", "email", "phone", "province", "city", "address");

    /** From the strongest to the weakest (rulebook.md §4). */
    private static final List<String> SOURCES = List.of("MANUAL", "SELF", "RULE", "BATCH");

    private static final int LOOK_BACK_DAYS = 365;

    private final String memberId;
    private final OracleShop shop;
    private final List<Ordered> ordered = new ArrayList<>();
    private final List<Did> did = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Integer> windows;
    private final OracleProfile profile;

    /**
     * @param events one member's events in any order, with repeats, the void ones among them
     * @param windows windows in days beyond the standard ones
     */
    public DetailsOracle(
            String memberId,
            Collection<? extends ShopEvent> events,
            OracleShop shop,
            List<Integer> windows) {
        this.memberId = memberId;
        this.shop = shop;
        this.windows = windows;
        Instant forgotten = forgottenUntil(events);
        for (ShopEvent event : events) {
            if (isVoid(event, forgotten)) {
                continue;
            }
            if (event instanceof Ordered one) {
                ordered.add(one);
            } else if (event instanceof Told one) {
                told.add(one);
            } else if (event instanceof Did one) {
                did.add(one);
            }
        }
        profile = new OracleProfile(told, shop);
    }

    private static Instant forgottenUntil(Collection<? extends ShopEvent> events) {
        Instant until = null;
        for (ShopEvent event : events) {
            if (event instanceof Told one && one.forget()) {
                until = until == null || one.madeAt().isAfter(until) ? one.madeAt() : until;
            }
        }
        return until;
    }

    /** An undated event cannot be shown to be later, so it is void too. */
    private static boolean isVoid(ShopEvent event, Instant until) {
        return until != null && (event.madeAt() == null || !event.madeAt().isAfter(until));
    }

    /** Epoch day of the first event in any stream; {@link Integer#MAX_VALUE} without one. */
    public int firstSeenOn() {
        int first = Integer.MAX_VALUE;
        List<Order> states = orders();
        for (List<Order> standing :
                OracleOrders.standingByMember(states, Integer.MAX_VALUE).values()) {
            for (Order order : standing) {
                first = Math.min(first, order.day());
            }
        }
        for (Told event : told) {
            first = Math.min(first, shop.dayOf(event.madeAt()));
        }
        for (Did event : did) {
            first = Math.min(first, shop.dayOf(event.madeAt()));
        }
        return first;
    }

    /** The states of orders that no forget made void. */
    List<Order> orders() {
        return ordered.stream().map(one -> one.state().toOrder(shop.zone(), 0)).toList();
    }

    /** All that rules can read of the member at the end of a day, with fixed scores. */
    public OracleDetails on(LocalDate date) {
        int day = (int) date.toEpochDay();
        OracleQuestion question = new OracleQuestion(date, false, windows, 0);
        List<Order> standing =
                OracleOrders.standingByMember(orders(), day).values().stream()
                        .findFirst()
                        .orElse(List.of());
        OracleFacts totals =
                new MemberTruth(memberId, standing, day, 0).answer(null, question).facts();
        OracleBasket basket = new OracleBasket(ordered, shop, day);
        OracleBehaviours behaviours = new OracleBehaviours(did, shop, day);

        SortedMap<String, Long> numbers = new TreeMap<>();
        numbers.put("asOf", (long) day);
        profile.numbers(numbers, day);
        basket.numbers(numbers, behaviours.complaints());
        if (totals.medianGapDays() != null) {
            numbers.put("daysPastGap", (long) totals.recencyDays() - totals.medianGapDays());
        }

        List<OracleRow> rows = new ArrayList<>();
        rows.add(memberRow(basket, behaviours, day));
        rows.addAll(basket.orderRows());
        rows.addAll(basket.purchaseRows());
        rows.addAll(basket.preferenceRows());
        rows.addAll(behaviours.rows());
        for (Given tag : profile.given(day)) {
            rows.add(
                    new OracleRow.Builder("Tag")
                            .put("key", tag.key())
                            .put("value", tag.value())
                            .put("source", tag.source())
                            .build());
        }
        for (OracleShop.Campaign campaign : shop.campaigns()) {
            rows.add(
                    new OracleRow.Builder("Campaign")
                            .put("name", campaign.name())
                            .put("kind", campaign.kind())
                            .put("from", campaign.from().toEpochDay())
                            .put("to", campaign.to().toEpochDay())
                            .build());
        }
        SortedSet<String> addresses = basket.addresses();
        if (profile.field("address", day) != null) {
            addresses.add(profile.field("address", day));
        }
        shop.words()
                .forEach(
                        (list, table) ->
                                OracleWords.found(table, addresses)
                                        .forEach(
                                                value ->
                                                        rows.add(
                                                                new OracleRow.Builder("Word")
                                                                        .put("list", list)
                                                                        .put("value", value)
                                                                        .build())));
        return new OracleDetails(totals, numbers, rows);
    }

    private OracleRow memberRow(OracleBasket basket, OracleBehaviours behaviours, int day) {
        OracleRow.Builder row = new OracleRow.Builder("Member");
        PROFILE_TEXTS.forEach(name -> row.put(name, profile.field(name, day)));
        row.put("mailDomain", OracleProfile.mailDomain(profile.field("email", day)));
        row.put(
                "homeProvince",
                withoutSuffix(orElse(profile.field("province", day), basket, Ordered::province)));
        row.put(
                "homeCity",
                withoutSuffix(orElse(profile.field("city", day), basket, Ordered::city)));
        row.put("firstOrderSource", basket.firstSource());
        row.put("reviewHabit", behaviours.reviewHabit());
        row.put("bestContactChannel", behaviours.bestContactChannel());
        profile.attributes(day).forEach((name, value) -> row.put("attributes." + name, value));
        return row.build();
    }

    private static String orElse(
            String said, OracleBasket basket, Function<Ordered, String> receivers) {
        return said != null ? said : basket.newest(receivers);
    }

    /** Without a 市 or 省 at its end. */
    private static String withoutSuffix(String place) {
        if (place == null || !(place.endsWith("市") || place.endsWith("省"))) {
            return place;
        }
        return place.substring(0, place.length() - 1);
    }

    // ---- tags of all sources ----

    /**
     * A tag of one source.
     *
     * @param stands whether no stronger source has the key
     * @param since first day of the unbroken run of days with it, at most 365 days back
     * @param until the last day it is valid on, null without an end
     */
    public record TagTruth(
            String key, String value, String source, boolean stands, int since, Integer until) {}

    /** What rules give of tags on a day, by the facts of that day. */
    @FunctionalInterface
    public interface RuleTags {
        /** Keys and values, as {@code key=value}. */
        SortedSet<String> on(int day);
    }

    /** How many counting orders lie in the window of so many days that ends with a day. */
    public long orders(int day, int days) {
        return OracleOrders.standingByMember(orders(), day).values().stream()
                .flatMap(List::stream)
                .filter(order -> OracleOrders.counts(order) && day - order.day() < days)
                .count();
    }

    /** Every tag that the member has on a day. */
    public List<TagTruth> tagsOn(int day, RuleTags rules) {
        int firstSeenOn = firstSeenOn();
        List<TagTruth> today = given(day, rules);
        List<TagTruth> tags = new ArrayList<>();
        for (TagTruth tag : today) {
            int since = day;
            while (since > day - LOOK_BACK_DAYS
                    && since > firstSeenOn
                    && given(since - 1, rules).stream().anyMatch(one -> isSame(one, tag))) {
                since--;
            }
            boolean stands = true;
            for (TagTruth other : today) {
                stands &=
                        !other.key().equals(tag.key())
                                || SOURCES.indexOf(other.source()) >= SOURCES.indexOf(tag.source());
            }
            tags.add(
                    new TagTruth(tag.key(), tag.value(), tag.source(), stands, since, tag.until()));
        }
        return tags;
    }

    private static boolean isSame(TagTruth a, TagTruth b) {
        return a.key().equals(b.key())
                && a.value().equals(b.value())
                && a.source().equals(b.source());
    }

    private List<TagTruth> given(int day, RuleTags rules) {
        List<TagTruth> tags = new ArrayList<>();
        for (Given tag : profile.given(day)) {
            Integer until = tag.until() == null ? null : (int) tag.until().toEpochDay();
            tags.add(new TagTruth(tag.key(), tag.value(), tag.source(), true, day, until));
        }
        for (String tag : new TreeSet<>(rules.on(day))) {
            int middle = tag.indexOf('=');
            tags.add(
                    new TagTruth(
                            tag.substring(0, middle),
                            tag.substring(middle + 1),
                            "RULE",
                            true,
                            day,
                            null));
        }
        return tags;
    }
}
