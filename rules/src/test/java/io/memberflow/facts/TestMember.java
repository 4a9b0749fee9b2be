package io.memberflow.facts;

import io.memberflow.member.Behaviour;
import io.memberflow.member.BehaviourType;
import io.memberflow.member.CodePoints;
import io.memberflow.member.Fact;
import io.memberflow.member.FieldChange;
import io.memberflow.member.GivenTag;
import io.memberflow.member.MemberOrders;
import io.memberflow.member.OrderDetails;
import io.memberflow.member.OrderItem;
import io.memberflow.member.Profile;
import io.memberflow.order.OrderStatus;
import io.memberflow.rfm.LedgerState;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.MemberLedger;
import io.memberflow.rfm.TestOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Builds the history of a member by hand, as the ledgers would hand it on. */
public final class TestMember {
    static final long DAY = 86_400_000_000L;
    static final long MINUTE = 60_000_000L;

    private final List<OrderDraft> orders = new ArrayList<>();
    private final List<FieldChange> fields = new ArrayList<>();
    private final List<GivenTag> tags = new ArrayList<>();
    private final List<Behaviour> behaviours = new ArrayList<>();
    private int foldBefore = Integer.MIN_VALUE;

    /** An order that is being filled; all methods change it. */
    public static final class OrderDraft {
        private TestOrder order;
        private long createdAt = Fact.ABSENT;
        private long discount;
        private String shop;
        private String channel;
        private String source;
        private String carrier;
        private String province;
        private String city;
        private String address;
        private final List<OrderItem> items = new ArrayList<>();

        private OrderDraft(TestOrder order) {
            this.order = order;
        }

        /** Yuan. */
        public OrderDraft amount(long yuan) {
            order = order.amount(yuan * 100);
            return this;
        }

        /** Yuan. */
        public OrderDraft refund(long yuan) {
            order = order.refund(yuan * 100);
            return this;
        }

        public OrderDraft status(OrderStatus status) {
            order = order.status(status);
            return this;
        }

        /** How many minutes after midnight it was paid. */
        public OrderDraft paid(long minutes) {
            order = order.paidAt(order.day() * DAY + minutes * MINUTE);
            return this;
        }

        /** How many microseconds before midnight it was created. */
        public OrderDraft created(long before) {
            createdAt = order.day() * DAY - before;
            return this;
        }

        public OrderDraft discount(long fen) {
            order = order.withDiscount();
            discount = fen;
            return this;
        }

        public OrderDraft quantity(long pieces) {
            order = order.quantity(pieces);
            return this;
        }

        public OrderDraft from(String source) {
            this.source = source;
            return this;
        }

        public OrderDraft via(String channel, String carrier, String shop) {
            this.channel = channel;
            this.carrier = carrier;
            this.shop = shop;
            return this;
        }

        public OrderDraft to(String province, String city, String address) {
            this.province = province;
            this.city = city;
            this.address = address;
            return this;
        }

        /** An item; attributes are names and values in turn. */
        public OrderDraft item(
                String sku, String name, String category, long quantity, String... attributes) {
            TreeMap<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < attributes.length; i += 2) {
                sorted.put(attributes[i], attributes[i + 1]);
            }
            List<String> pairs = new ArrayList<>();
            sorted.forEach((key, value) -> pairs.addAll(List.of(key, value)));
            items.add(
                    new OrderItem(
                            sku, name, category, quantity, 10_0000, pairs.toArray(String[]::new)));
            return this;
        }

        private OrderDetails details() {
            return new OrderDetails(
                    createdAt,
                    discount,
                    shop,
                    channel,
                    source,
                    carrier,
                    province,
                    city,
                    address,
                    items.toArray(OrderItem[]::new));
        }
    }

    /** A completed order of 100 yuan and one piece, paid at midnight of that day. */
    public OrderDraft order(String id, int day) {
        OrderDraft draft = new OrderDraft(TestOrder.of(id, day));
        orders.add(draft);
        return draft;
    }

    /** What an event at the beginning of that day said of a field. */
    public TestMember field(String name, String value, int day) {
        return field(name, value, day, 0);
    }

    /** That many minutes after midnight. */
    public TestMember field(String name, String value, int day, long minutes) {
        fields.add(new FieldChange(name, value, day * DAY + minutes * MINUTE, day));
        return this;
    }

    /** A tag without an end. */
    public TestMember tag(String key, String value, String source, int day) {
        return tag(key, value, source, day, 0, Integer.MAX_VALUE, false);
    }

    public TestMember tag(
            String key,
            String value,
            String source,
            int day,
            long minutes,
            int until,
            boolean withdrawn) {
        long at = day * DAY + minutes * MINUTE;
        tags.add(new GivenTag(key, value, source, at, day, until, withdrawn));
        return this;
    }

    /** Something done that many minutes after midnight. */
    public TestMember did(BehaviourType type, int day, long minutes) {
        return did(type, day, minutes, null, null, null);
    }

    public TestMember did(
            BehaviourType type,
            int day,
            long minutes,
            String category,
            String campaign,
            String channel) {
        long at = day * DAY + minutes * MINUTE;
        behaviours.add(
                new Behaviour(
                        "e" + behaviours.size(),
                        (byte) type.ordinal(),
                        at,
                        day,
                        null,
                        category,
                        campaign,
                        channel,
                        null,
                        null));
        return this;
    }

    /** Orders before that day are folded. */
    public TestMember fold(int day) {
        foldBefore = day;
        return this;
    }

    public MemberHistory history() {
        MemberLedger ledger = new MemberLedger(LedgerState.empty());
        orders.forEach(draft -> ledger.apply(draft.order.build()));
        ledger.foldBefore(foldBefore);
        MemberHistory totals = ledger.history("m");
        int first = totals.firstSeenOn();
        for (FieldChange change : fields) {
            first = Math.min(first, change.day());
        }
        for (GivenTag tag : tags) {
            first = Math.min(first, tag.day());
        }
        for (Behaviour behaviour : behaviours) {
            first = Math.min(first, behaviour.day());
        }
        return new MemberHistory(
                totals.memberId(),
                first,
                totals.days(),
                totals.orders(),
                totals.amount(),
                totals.items(),
                totals.discounted(),
                totals.largest(),
                totals.refunds(),
                totals.refundAmount(),
                totals.folded(),
                rows(),
                profile(),
                sortedBehaviours(),
                false);
    }

    private MemberOrders rows() {
        List<OrderDraft> kept =
                orders.stream()
                        .filter(draft -> draft.order.day() >= foldBefore)
                        .sorted(
                                Comparator.<OrderDraft>comparingInt(draft -> draft.order.day())
                                        .thenComparingLong(draft -> draft.order.paidAt())
                                        .thenComparing(draft -> draft.order.id()))
                        .toList();
        int n = kept.size();
        byte[] statuses = new byte[n];
        for (int i = 0; i < n; i++) {
            statuses[i] = (byte) kept.get(i).order.status().ordinal();
        }
        return new MemberOrders(
                kept.stream().map(draft -> draft.order.id()).toArray(String[]::new),
                statuses,
                kept.stream().mapToInt(draft -> draft.order.day()).toArray(),
                kept.stream().mapToLong(draft -> draft.order.paidAt()).toArray(),
                kept.stream().mapToLong(draft -> draft.order.amount()).toArray(),
                kept.stream().mapToLong(draft -> draft.order.refund()).toArray(),
                kept.stream().mapToLong(draft -> draft.order.quantity()).toArray(),
                kept.stream().map(OrderDraft::details).toArray(OrderDetails[]::new));
    }

    private Profile profile() {
        Comparator<String> nullFirst = Comparator.nullsFirst(CodePoints.ORDER);
        return new Profile(
                fields.stream()
                        .sorted(
                                Comparator.comparing(FieldChange::field)
                                        .thenComparingLong(FieldChange::at)
                                        .thenComparing(FieldChange::value, nullFirst))
                        .toArray(FieldChange[]::new),
                tags.stream()
                        .sorted(
                                Comparator.comparing(GivenTag::key)
                                        .thenComparing(GivenTag::value)
                                        .thenComparing(GivenTag::source)
                                        .thenComparingLong(GivenTag::at))
                        .toArray(GivenTag[]::new));
    }

    private Behaviour[] sortedBehaviours() {
        return behaviours.stream()
                .sorted(Comparator.comparingLong(Behaviour::at).thenComparing(Behaviour::eventId))
                .toArray(Behaviour[]::new);
    }
}
