package io.memberflow.facts;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import io.memberflow.member.DayFacts;
import io.memberflow.member.DayFacts.Rows;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Profile;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.LookupTables;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Works out what rules can read of a member as of any day, from its history and the tables of a
 * release. What nobody wants is not worked out: such numbers are {@link Fact#ABSENT} or, where they
 * come along with others, right; such rows are not there. Holds scratch space: one instance per
 * thread.
 */
public final class DayFactsOf {
    private static final Behaviour[] NO_BEHAVIOURS = new Behaviour[0];

    private final Wanted wanted;
    private final boolean readsProfile;
    private final boolean readsBehaviours;
    private final Predicate<String> isSingle;
    private final FactsAsOf totals;
    private final ProfileNumbers profileNumbers;
    private final OrderNumbers orderNumbers;
    private final BasketNumbers basketNumbers;
    private final ReturnNumbers returnNumbers;
    private final MemberTexts memberTexts;
    private final OrderRows orderRows;
    private final WordRows wordRows;
    private final List<Row> campaignRows;
    private final int complaintRate;
    private final int yearOrders;

    /**
     * @param wanted what is read of a member
     * @param tables the campaigns, lists and words of the release
     * @param awayDays how many days without an order make the next one a return
     * @param isSingle whether a tag key has one value at a time
     */
    public DayFactsOf(
            FactSchema schema,
            Wanted wanted,
            LookupTables tables,
            int awayDays,
            Predicate<String> isSingle) {
        this.wanted = wanted;
        this.readsProfile = wanted.readsProfile();
        this.readsBehaviours = wanted.readsBehaviours();
        this.isSingle = isSingle;
        this.totals = new FactsAsOf(schema, totalsNeeded(schema, wanted));
        Slots slots = new Slots(schema, wanted);
        CampaignOrders campaigns = new CampaignOrders(tables);
        this.profileNumbers = new ProfileNumbers(slots);
        this.orderNumbers = new OrderNumbers(schema, slots, campaigns);
        this.basketNumbers = new BasketNumbers(slots, tables);
        this.returnNumbers = new ReturnNumbers(slots, awayDays);
        this.memberTexts = new MemberTexts(wanted);
        this.orderRows = new OrderRows(campaigns);
        this.wordRows = new WordRows(tables);
        this.campaignRows = wanted.type(RowType.CAMPAIGN) ? CampaignRows.of(tables) : List.of();
        this.complaintRate = slots.of("complaintRate");
        this.yearOrders = schema.windowBase(OrdersOn.YEAR) + FactSchema.ORDERS;
    }

    /** The wanted facts, and the totals that others of them are worked out from. */
    private static Set<Fact> totalsNeeded(FactSchema schema, Wanted wanted) {
        Set<Fact> needed = new LinkedHashSet<>(wanted.numbers());
        if (wanted.anyNumber("discountShare", "itemsPerOrder", "complaintRate")) {
            needed.add(schema.get(FactSchema.windowName(OrdersOn.YEAR) + ".orders"));
        }
        return needed;
    }

    /** The facts at the end of {@code day}, by all events dated up to it. */
    public DayFacts compute(MemberHistory history, Scoring scoring, int day) {
        return compute(history, scoring, day, new KnownRows());
    }

    /**
     * The same.
     *
     * @param known of this history
     */
    public DayFacts compute(MemberHistory history, Scoring scoring, int day, KnownRows known) {
        long[] numbers = totals.compute(history, scoring, day);
        ProfileOn profile = new ProfileOn(readsProfile ? history.profile() : Profile.NONE, day);
        OrdersOn orders = new OrdersOn(history, day);
        BehavioursOn behaviours =
                new BehavioursOn(readsBehaviours ? history.behaviours() : NO_BEHAVIOURS, day);
        profileNumbers.addTo(numbers, profile, day);
        orderNumbers.addTo(numbers, orders);
        basketNumbers.addTo(numbers, orders);
        returnNumbers.addTo(numbers, history, day);
        if (complaintRate >= 0) {
            long complaints = behaviours.count(BehaviourType.RETURN, BehaviourType.COMPLAINT);
            numbers[complaintRate] = Figures.ratio(complaints, numbers[yearOrders]);
        }
        Map<RowType, Rows> rows = new EnumMap<>(RowType.class);
        Row member = member(numbers, memberTexts.of(profile, orders, behaviours), profile);
        rows.put(RowType.MEMBER, own(() -> List.of(member)));
        int from = orders.from();
        int to = orders.to();
        parts(rows, RowType.ORDER, known, from, to, row -> orderRows.of(orders, row));
        parts(rows, RowType.PURCHASE, known, from, to, row -> PurchaseRows.of(orders, row));
        long version = orders.version();
        // They count no days, so they are the same on another day of the version.
        add(
                rows,
                RowType.PREFERENCE,
                Rows.of(
                        version,
                        () ->
                                known.of(
                                        RowType.PREFERENCE,
                                        version,
                                        () -> PreferenceRows.of(orders))));
        add(rows, RowType.BEHAVIOUR, own(() -> BehaviourRows.of(behaviours)));
        add(rows, RowType.TAG, own(() -> TagRows.of(history.profile().tags(), day, isSingle)));
        add(rows, RowType.CAMPAIGN, own(() -> campaignRows));
        add(rows, RowType.WORD, own(() -> wordRows.of(addresses(profile, orders))));
        return new DayFacts(day, numbers, rows);
    }

    private void parts(
            Map<RowType, Rows> all,
            RowType type,
            KnownRows known,
            int from,
            int to,
            IntFunction<List<Row>> parts) {
        add(
                all,
                type,
                Rows.ofParts(
                        from, to, parts, part -> known.of(type, part, () -> parts.apply(part))));
    }

    private void add(Map<RowType, Rows> all, RowType type, Rows rows) {
        if (wanted.type(type)) {
            all.put(type, rows);
        }
    }

    private static Rows own(Supplier<List<Row>> maker) {
        return Rows.of(DayFacts.OWN, maker);
    }

    private Row member(long[] numbers, String[] texts, ProfileOn profile) {
        Map<String, String> attributes =
                wanted.type(RowType.MEMBER) ? profile.attributes() : Map.of();
        return new Row(RowType.MEMBER, numbers, texts, attributes, null);
    }

    /** Where the member lives and where its orders went. */
    private static Set<String> addresses(ProfileOn profile, OrdersOn orders) {
        Set<String> addresses = new LinkedHashSet<>();
        if (profile.field("address") != null) {
            addresses.add(profile.field("address"));
        }
        Receivers.of(orders).forEach(receiver -> addresses.add(receiver.address()));
        return addresses;
    }
}
