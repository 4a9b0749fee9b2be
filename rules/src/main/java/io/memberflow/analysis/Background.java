package io.memberflow.analysis;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rfm.Fen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What facts.md says of every member whatever was bought: which numbers a fact can have, and how
 * facts hang together. Only what is always true stands here: a relation too many would hide a
 * fault, one too few may only cost a proof.
 */
final class Background {
    private static final long FREE = 4_000_000_000_000_000_000L;
    private static final long RATIO_ONE = 1_000_000_000L;
    private static final long HUNDRED_PERCENT = 100_000_000_000_000_000L;
    private static final int YEAR = 365;

    /** Numbers of a window that every member has, none of them negative. */
    private static final Set<Integer> ALWAYS =
            Set.of(
                    FactSchema.ORDERS,
                    FactSchema.AMOUNT,
                    FactSchema.ORDER_DAYS,
                    FactSchema.DISCOUNTED_ORDERS,
                    FactSchema.REFUNDS,
                    FactSchema.REFUND_AMOUNT);

    /** Numbers of a window that are not less in a longer one. */
    private static final List<Integer> GROWING =
            List.of(
                    FactSchema.ORDERS,
                    FactSchema.AMOUNT,
                    FactSchema.ORDER_DAYS,
                    FactSchema.DISCOUNTED_ORDERS,
                    FactSchema.LARGEST_ORDER,
                    FactSchema.REFUNDS,
                    FactSchema.REFUND_AMOUNT);

    /** Numbers that are the same where two windows hold the same orders. */
    private static final List<Integer> OF_ORDERS =
            List.of(
                    FactSchema.AMOUNT,
                    FactSchema.AVERAGE_ORDER_VALUE,
                    FactSchema.ORDER_DAYS,
                    FactSchema.ITEMS,
                    FactSchema.DISCOUNTED_ORDERS,
                    FactSchema.LARGEST_ORDER);

    private static final List<String> SCORED =
            List.of("rScore", "fScore", "mScore", "rHigh", "fHigh", "mHigh");

    /** Facts that only a member with an order in the last 365 days can have. */
    private static final List<String> OF_YEAR =
            List.of(
                    "discountShare",
                    "campaignShare",
                    "mobileShare",
                    "medianMinutesToPay",
                    "complaintRate",
                    "itemsPerOrder",
                    "typicalOrderValue");

    /** Facts that only a member with an order in life can have. */
    private static final List<String> OF_LIFE = List.of("amountTopPercent", "firstOrderCampaign");

    private static final List<String> OF_RETURN = List.of("returnedOn", "returnedDays", "awayDays");
    private static final List<String> OF_BIRTH = List.of("birthday", "ageYears", "birthMonth");

    private final FactSchema schema;

    Background(FactSchema schema) {
        this.schema = schema;
    }

    /**
     * The numbers a fact can have.
     *
     * @param absent whether a member can be without it
     */
    record Domain(long low, long high, boolean absent) {}

    Domain domain(Fact fact) {
        int place = place(fact);
        if (place == FactSchema.ITEMS) {
            return new Domain(-FREE, FREE, false);
        } else if (place >= 0 && ALWAYS.contains(place)) {
            return new Domain(0, greatest(fact.unit()), false);
        }
        return switch (fact.name()) {
            case "peakAmount365" -> new Domain(0, Fen.MAX, false);
            case "amountTopPercent" -> new Domain(0, HUNDRED_PERCENT, true);
            case "birthMonth" -> new Domain(1, 12, true);
            case "medianGapDays", "awayDays" -> new Domain(1, Integer.MAX_VALUE, true);
            case "discountShare", "campaignShare", "mobileShare", "sampleConversion" ->
                    new Domain(0, RATIO_ONE, true);
            case "recencyDays", "tenureDays", "returnedDays", "ageYears" ->
                    new Domain(0, Integer.MAX_VALUE, true);
            case FactSchema.AS_OF -> new Domain(Integer.MIN_VALUE, Integer.MAX_VALUE, false);
            case "complaintRate" -> new Domain(0, FREE, true);
            default ->
                    switch (fact.unit()) {
                        case MONEY -> new Domain(0, Fen.MAX, true);
                        case SCORE -> new Domain(1, 5, true);
                        case FLAG -> new Domain(0, 1, true);
                        case DATE -> new Domain(Integer.MIN_VALUE, Integer.MAX_VALUE, true);
                        default -> new Domain(-FREE, FREE, true);
                    };
        };
    }

    private static long greatest(Unit unit) {
        return unit == Unit.MONEY ? Fen.MAX : Integer.MAX_VALUE;
    }

    /** Which number of its window a fact is, -1 when it is none of a window. */
    private int place(Fact fact) {
        for (int window : schema.windows()) {
            int place = fact.index() - schema.windowBase(window);
            if (place >= FactSchema.ORDERS && place <= FactSchema.REFUND_AMOUNT) {
                return place;
            }
        }
        return -1;
    }

    /** These facts and those through which they hang together. */
    Set<Fact> closure(Set<Fact> facts) {
        Set<Fact> closure = new LinkedHashSet<>(facts);
        Set<Integer> windows = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (Fact fact : facts) {
            int place = place(fact);
            if (place >= 0) {
                windows.add(fact.window());
                places.add(place);
            }
            if (OF_YEAR.contains(fact.name())) {
                windows.add(YEAR);
            }
            if (fact.name().equals("peakAmount365")) {
                windows.add(YEAR);
                places.add(FactSchema.AMOUNT);
            }
            if (fact.name().equals("largeOrderOn")) {
                windows.add(FactSchema.STANDARD_WINDOWS.get(0));
            }
            if (fact.name().equals("tenureDays") || fact.name().equals("medianGapDays")) {
                places.add(FactSchema.ORDER_DAYS);
            }
        }
        windows.add(Fact.LIFE);
        places.add(FactSchema.ORDERS);
        if (places.contains(FactSchema.AVERAGE_ORDER_VALUE)
                || places.contains(FactSchema.LARGEST_ORDER)) {
            places.add(FactSchema.AMOUNT);
        }
        if (places.contains(FactSchema.REFUND_AMOUNT)) {
            places.add(FactSchema.REFUNDS);
        }
        closure.add(schema.get("recencyDays"));
        if (places.contains(FactSchema.ORDER_DAYS)) {
            closure.add(schema.get("tenureDays"));
        }
        if (facts.contains(schema.get("daysPastGap"))) {
            closure.add(schema.get("medianGapDays"));
        }
        for (int window : schema.windows()) {
            if (windows.contains(window)) {
                for (int place = 0; place <= FactSchema.REFUND_AMOUNT; place++) {
                    boolean hub =
                            place != FactSchema.AVERAGE_ORDER_VALUE
                                    && place != FactSchema.LARGEST_ORDER;
                    if (hub && places.contains(place)) {
                        closure.add(schema.facts().get(schema.windowBase(window) + place));
                    }
                }
            }
        }
        return closure;
    }

    /** The relations between the facts that have a variable. */
    List<Relation> relations(Map<Fact, Integer> variables) {
        Builder builder = new Builder(variables);
        List<Integer> windows = new ArrayList<>();
        for (int window : schema.windows()) {
            builder.window(window);
            for (int shorter : windows) {
                builder.within(shorter, window);
            }
            windows.add(window);
        }
        builder.life();
        builder.derived();
        return builder.relations;
    }

    private final class Builder {
        private final Map<Fact, Integer> variables;
        private final List<Relation> relations = new ArrayList<>();

        Builder(Map<Fact, Integer> variables) {
            this.variables = variables;
        }

        private int variable(String fact) {
            return variables.getOrDefault(schema.get(fact), -1);
        }

        private int variable(int window, int place) {
            return variables.getOrDefault(
                    schema.facts().get(schema.windowBase(window) + place), -1);
        }

        void window(int window) {
            int orders = variable(window, FactSchema.ORDERS);
            int amount = variable(window, FactSchema.AMOUNT);
            int average = variable(window, FactSchema.AVERAGE_ORDER_VALUE);
            int largest = variable(window, FactSchema.LARGEST_ORDER);
            int orderDays = variable(window, FactSchema.ORDER_DAYS);
            int discounted = variable(window, FactSchema.DISCOUNTED_ORDERS);
            int refunds = variable(window, FactSchema.REFUNDS);
            int refundAmount = variable(window, FactSchema.REFUND_AMOUNT);
            same(present(average), atLeast(orders, 1));
            same(present(largest), atLeast(orders, 1));
            implies(atLeast(amount, 1), atLeast(orders, 1));
            int items = variable(window, FactSchema.ITEMS);
            implies(atMost(orders, 0), new Range(items, 0, 0));
            same(atLeast(orderDays, 1), atLeast(orders, 1));
            atMost(orderDays, 0, orders);
            atMost(discounted, 0, orders);
            if (window != Fact.LIFE && orderDays >= 0) {
                implies(present(orderDays), atMost(orderDays, window));
            }
            atMost(largest, 0, amount);
            atMost(average, 0, largest);
            if (orders >= 0 && amount >= 0 && average >= 0) {
                relations.add(new Relation.Average(orders, amount, average));
            }
            if (orders >= 0 && amount >= 0 && largest >= 0) {
                relations.add(new Relation.NoMoreThan(amount, orders, largest));
            }
            atMost(refunds, 0, refundAmount);
            implies(atLeast(refundAmount, 1), atLeast(refunds, 1));
            int recency = variable("recencyDays");
            int tenure = variable("tenureDays");
            if (window == Fact.LIFE) {
                same(present(recency), atLeast(orders, 1));
                same(present(tenure), atLeast(orders, 1));
            } else {
                same(atMost(recency, window - 1L), atLeast(orders, 1));
            }
        }

        /** The orders of a window are among those of a longer one. */
        void within(int shorter, int longer) {
            for (int place : GROWING) {
                atMost(variable(shorter, place), 0, variable(longer, place));
            }
            int orders = variable(shorter, FactSchema.ORDERS);
            int moreOrders = variable(longer, FactSchema.ORDERS);
            if (orders < 0 || moreOrders < 0) {
                return;
            }
            for (int place : OF_ORDERS) {
                int one = variable(shorter, place);
                int other = variable(longer, place);
                if (one >= 0 && other >= 0) {
                    relations.add(new Relation.SameOrders(orders, moreOrders, one, other));
                }
            }
        }

        void life() {
            int recency = variable("recencyDays");
            int tenure = variable("tenureDays");
            int gap = variable("medianGapDays");
            int orderDays = variable(Fact.LIFE, FactSchema.ORDER_DAYS);
            atMost(recency, 0, tenure);
            same(present(gap), atLeast(orderDays, 2));
            atMost(gap, 0, tenure);
            if (recency >= 0 && tenure >= 0) {
                // From the second order day on the first lies before the last.
                implies(new Range(tenure, 0, 0), atMost(orderDays, 1));
            }
            int past = variable("daysPastGap");
            same(present(past), present(gap));
            if (past >= 0 && recency >= 0 && gap >= 0) {
                relations.add(new Relation.Difference(past, recency, gap));
            }
            atMost(variable(YEAR, FactSchema.AMOUNT), 0, variable("peakAmount365"));
            atMost(variable("peakAmount365"), 0, variable(Fact.LIFE, FactSchema.AMOUNT));
            int first = variable("firstOrderOn");
            int last = variable("lastOrderOn");
            same(present(first), present(recency));
            same(present(last), present(recency));
            atMost(first, 0, last);
            for (String fact : SCORED) {
                same(present(variable(fact)), present(recency));
            }
        }

        void derived() {
            int life = variable(Fact.LIFE, FactSchema.ORDERS);
            int year = variable(YEAR, FactSchema.ORDERS);
            OF_YEAR.forEach(fact -> implies(present(variable(fact)), atLeast(year, 1)));
            OF_LIFE.forEach(fact -> implies(present(variable(fact)), atLeast(life, 1)));
            OF_RETURN.forEach(fact -> implies(present(variable(fact)), atLeast(life, 2)));
            implies(
                    present(variable("largeOrderOn")),
                    atLeast(variable(FactSchema.STANDARD_WINDOWS.get(0), FactSchema.ORDERS), 1));
            together(OF_RETURN);
            together(OF_BIRTH);
        }

        private void together(List<String> facts) {
            for (int i = 1; i < facts.size(); i++) {
                for (int j = 0; j < i; j++) {
                    same(present(variable(facts.get(i))), present(variable(facts.get(j))));
                }
            }
        }

        private Range present(int variable) {
            return Range.present(variable);
        }

        private Range atLeast(int variable, long low) {
            return Range.atLeast(variable, low);
        }

        private Range atMost(int variable, long high) {
            return Range.atMost(variable, high);
        }

        private void atMost(int less, long gap, int greater) {
            if (less >= 0 && greater >= 0) {
                relations.add(new Relation.AtMost(less, gap, greater));
            }
        }

        private void implies(Range one, Range other) {
            if (one.variable() >= 0 && other.variable() >= 0) {
                relations.add(new Relation.Implies(one, other));
            }
        }

        private void same(Range one, Range other) {
            implies(one, other);
            implies(other, one);
        }
    }
}
