package io.memberflow.analysis;

import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rules say of one member, and what is always true of members: written down a second time and
 * in another way, to hold the analysis against.
 */
final class Truths {
    private final List<Rule> rules;

    Truths(List<Rule> rules) {
        this.rules = rules;
    }

    boolean holds(Rule rule, long[] numbers) {
        return rule.when().holds(numbers, model -> value(model, numbers));
    }

    /** The value that stands, -1 for none. */
    int value(int model, long[] numbers) {
        record Claim(int salience, int value) {}
        List<Claim> claims = new ArrayList<>();
        for (Rule rule : rules) {
            for (Rule.Gift gift : rule.gives()) {
                if (gift.model() == model && holds(rule, numbers)) {
                    claims.add(new Claim(rule.salience(), gift.value()));
                }
            }
        }
        return claims.stream()
                .min(
                        Comparator.comparingInt((Claim c) -> -c.salience())
                                .thenComparingInt(Claim::value))
                .map(Claim::value)
                .orElse(-1);
    }

    /** What is wrong with a member of whom these facts are known; empty when it could be. */
    static List<String> impossible(FactSchema schema, Map<Fact, Long> facts) {
        Map<String, Long> known = new TreeMap<>();
        facts.forEach((fact, number) -> known.put(fact.name(), number));
        List<String> wrong = new ArrayList<>();
        known.forEach(
                (name, number) -> {
                    boolean count =
                            name.matches(".*\\.(orders|amount|orderDays|refunds)|peakAmount365");
                    check(wrong, !count || number >= 0, name + " is there and not negative");
                    check(
                            wrong,
                            !name.endsWith("Score") || number == Fact.ABSENT || in(number, 1, 5),
                            name + " is 1 to 5");
                    check(
                            wrong,
                            !name.endsWith("High") || number == Fact.ABSENT || in(number, 0, 1),
                            name + " is a flag");
                });
        Long recency = known.get("recencyDays");
        Long life = known.get("life.orders");
        if (recency != null && life != null) {
            check(wrong, (recency == Fact.ABSENT) == (life == 0), "recency of buyers");
            for (String scored : List.of("rScore", "fScore", "mScore", "rHigh", "fHigh", "mHigh")) {
                Long score = known.get(scored);
                check(
                        wrong,
                        score == null || (score == Fact.ABSENT) == (life == 0),
                        scored + " of buyers");
            }
        }
        windows(schema, known, wrong);
        Long peak = known.get("peakAmount365");
        Long year = known.get("d365.amount");
        check(wrong, peak == null || year == null || peak >= year, "the peak is not below today");
        return wrong;
    }

    private static void windows(FactSchema schema, Map<String, Long> known, List<String> wrong) {
        Long recency = known.get("recencyDays");
        for (int window : schema.windows()) {
            String name = FactSchema.windowName(window);
            Long orders = known.get(name + ".orders");
            Long amount = known.get(name + ".amount");
            Long average = known.get(name + ".averageOrderValue");
            if (orders == null) {
                continue;
            }
            if (recency != null && window != Fact.LIFE) {
                boolean within = recency != Fact.ABSENT && recency < window;
                check(wrong, within == (orders > 0), name + ".orders by recency");
            }
            check(wrong, amount == null || orders > 0 || amount == 0, name + ".amount of nothing");
            if (average != null) {
                check(wrong, (average == Fact.ABSENT) == (orders == 0), name + " average");
                boolean rounded =
                        average == Fact.ABSENT
                                || amount == null
                                || average
                                        == new BigDecimal(amount)
                                                .divide(
                                                        new BigDecimal(orders),
                                                        0,
                                                        RoundingMode.HALF_UP)
                                                .longValueExact();
                check(wrong, rounded, name + " average of amount");
            }
            for (int longer : schema.windows()) {
                String other = FactSchema.windowName(longer);
                for (String part : List.of(".orders", ".amount")) {
                    Long less = known.get(name + part);
                    Long more = known.get(other + part);
                    boolean fits = less == null || more == null || less <= more;
                    check(wrong, longer < window || fits, name + part + " within " + other);
                }
            }
        }
    }

    private static boolean in(long number, long low, long high) {
        return number >= low && number <= high;
    }

    private static void check(List<String> wrong, boolean holds, String what) {
        if (!holds) {
            wrong.add(what);
        }
    }
}
