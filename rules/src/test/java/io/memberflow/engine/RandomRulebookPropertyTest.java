package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Rulebooks made up from the language, decided in three ways that must agree: remembered by region,
 * asked of Drools, and by an interpreter of its own that knows neither the parsed rules nor Drools.
 */
class RandomRulebookPropertyTest {
    private static final String[] MODELS = {"one", "two", "three"};
    private static final String[] VALUES = {"a", "b", "c"};

    /** What a rule asks for, as text and as an answer. */
    private interface Ask {
        String text();

        /** Whether it holds for facts and the values (-1 none) of the models before. */
        boolean holds(long[] facts, int[] values);
    }

    /** A fact with constants as they are written, and as they are inside. */
    private record Readable(String name, String[] written, long[] inside) {}

    private static final List<Readable> FACTS =
            List.of(
                    new Readable("recencyDays", new String[] {"30", "31", "90"}, longs(30, 31, 90)),
                    new Readable("d365.orders", new String[] {"0", "1", "3"}, longs(0, 1, 3)),
                    new Readable("life.amount", new String[] {"99.9", "100"}, longs(99_90, 100_00)),
                    new Readable("rHigh", new String[] {"true", "false"}, longs(1, 0)),
                    new Readable(
                            "amountTopPercent",
                            new String[] {"10", "12.5"},
                            longs(10_000_000_000_000_000L, 12_500_000_000_000_000L)),
                    new Readable(
                            "firstOrderOn",
                            new String[] {"\"1970-01-11\"", "\"2013-01-01\""},
                            longs(10, 15_706)));

    private static long[] longs(long... values) {
        return values;
    }

    private record Clause(Readable fact, int constant, String operator) implements Ask {
        @Override
        public String text() {
            return fact.name() + " " + operator + " " + fact.written()[constant];
        }

        @Override
        public boolean holds(long[] facts, int[] values) {
            long is = facts[TestRulebook.SCHEMA.get(fact.name()).index()];
            long needs = fact.inside()[constant];
            return is != Fact.ABSENT
                    && switch (operator) {
                        case "==" -> is == needs;
                        case "!=" -> is != needs;
                        case "<" -> is < needs;
                        case "<=" -> is <= needs;
                        case ">" -> is > needs;
                        default -> is >= needs;
                    };
        }
    }

    private record Among(Readable fact, boolean in) implements Ask {
        @Override
        public String text() {
            String list = String.join(", ", fact.written());
            return fact.name() + (in ? " in (" : " not in (") + list + ")";
        }

        @Override
        public boolean holds(long[] facts, int[] values) {
            long is = facts[TestRulebook.SCHEMA.get(fact.name()).index()];
            return is != Fact.ABSENT && Arrays.stream(fact.inside()).anyMatch(c -> c == is) == in;
        }
    }

    private record Joined(String by, List<Ask> of, String open, String close) implements Ask {
        @Override
        public String text() {
            return of.stream().map(Ask::text).collect(Collectors.joining(by, open, close));
        }

        @Override
        public boolean holds(long[] facts, int[] values) {
            return by.contains("or") || by.contains("||")
                    ? of.stream().anyMatch(ask -> ask.holds(facts, values))
                    : of.stream().allMatch(ask -> ask.holds(facts, values));
        }
    }

    private record Prefixed(String word, Ask of) implements Ask {
        @Override
        public String text() {
            return word + " " + of.text();
        }

        @Override
        public boolean holds(long[] facts, int[] values) {
            return of.holds(facts, values) != word.equals("not");
        }
    }

    private record OfModel(int model, String operator, List<Integer> named) implements Ask {
        @Override
        public String text() {
            String list =
                    named.stream()
                            .map(v -> '"' + VALUES[v] + '"')
                            .collect(Collectors.joining(", "));
            String value =
                    switch (operator) {
                        case "any" -> "";
                        case "in", "not in" -> ", value " + operator + " (" + list + ")";
                        default -> ", value " + operator + " \"" + VALUES[named.get(0)] + '"';
                    };
            return "Segment( model == \"" + MODELS[model] + '"' + value + " )";
        }

        @Override
        public boolean holds(long[] facts, int[] values) {
            int is = values[model];
            return is >= 0
                    && switch (operator) {
                        case "any" -> true;
                        case "==" -> is == named.get(0);
                        case "!=" -> is != named.get(0);
                        case "in" -> named.contains(is);
                        default -> !named.contains(is);
                    };
        }
    }

    private record RuleMade(int model, int value, int salience, Ask when) {
        String text(int number) {
            return "rule \"r"
                    + number
                    + "\" salience "
                    + salience
                    + "\nwhen\n    "
                    + when.text()
                    + "\nthen\n    decision.segment(\""
                    + MODELS[model]
                    + "\", \""
                    + VALUES[value]
                    + "\");\nend\n";
        }
    }

    /** Makes things up; rules of a model read only models before it. */
    private static final class Maker {
        private final Random random;

        Maker(Random random) {
            this.random = random;
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        Ask clause(int depth) {
            int kind = depth == 0 ? 0 : random.nextInt(4);
            if (kind <= 1) {
                Readable fact = one(FACTS);
                if (random.nextInt(5) == 0) {
                    return new Among(fact, random.nextBoolean());
                }
                return new Clause(
                        fact,
                        random.nextInt(fact.written().length),
                        one(List.of("==", "!=", "<", "<=", ">", ">=")));
            }
            return new Joined(kind == 2 ? " && " : " || ", two(depth), "( ", " )");
        }

        private List<Ask> two(int depth) {
            return List.of(clause(depth - 1), clause(depth - 1));
        }

        Ask pattern(int model, int depth) {
            int kind = random.nextInt(depth == 0 ? 3 : 7);
            return switch (kind) {
                case 0, 1 ->
                        new Joined(
                                ", ",
                                IntStream.range(0, random.nextInt(3))
                                        .mapToObj(i -> clause(2))
                                        .toList(),
                                "Member( ",
                                " )");
                case 2 -> model == 0 ? pattern(model, 0) : segment(model);
                case 3 -> new Prefixed("not", group(model, depth));
                case 4 -> new Prefixed("exists", group(model, depth));
                default -> group(model, depth);
            };
        }

        private Ask segment(int below) {
            return new OfModel(
                    random.nextInt(below),
                    one(List.of("any", "==", "!=", "in", "not in")),
                    one(List.of(List.of(0), List.of(2, 1), List.of(0, 1, 2))));
        }

        /** Two patterns in brackets, which may stand wherever one may. */
        private Ask group(int model, int depth) {
            List<Ask> of = List.of(pattern(model, depth - 1), pattern(model, depth - 1));
            return new Joined(random.nextBoolean() ? " and " : " or ", of, "( ", " )");
        }

        RuleMade rule() {
            int model = random.nextInt(MODELS.length);
            List<Ask> patterns =
                    IntStream.range(0, 1 + random.nextInt(2))
                            .mapToObj(i -> pattern(model, 2))
                            .toList();
            return new RuleMade(
                    model,
                    random.nextInt(VALUES.length),
                    random.nextInt(3),
                    new Joined("\n    ", patterns, "", ""));
        }

        /** Facts at, around and between the constants, or absent. */
        long[] facts() {
            long[] facts = TestRulebook.facts();
            for (Readable fact : FACTS) {
                if (random.nextInt(8) > 0) {
                    long near = fact.inside()[random.nextInt(fact.inside().length)];
                    facts[TestRulebook.SCHEMA.get(fact.name()).index()] =
                            fact.name().equals("rHigh") ? near : near + random.nextInt(3) - 1;
                }
            }
            return facts;
        }
    }

    /** Model by model: the greatest salience, then the catalogue's first value. */
    private static int[] interpret(List<RuleMade> rules, long[] facts) {
        int[] values = {-1, -1, -1};
        for (int model = 0; model < MODELS.length; model++) {
            int best = Integer.MIN_VALUE;
            for (RuleMade rule : rules) {
                if (rule.model() == model && rule.when().holds(facts, values.clone())) {
                    int strength = rule.salience() * 10 - rule.value();
                    best = Math.max(best, strength);
                }
            }
            if (best != Integer.MIN_VALUE) {
                values[model] = Math.floorMod(-best, 10);
            }
        }
        return values;
    }

    /** Nothing but its size is held against a rule. */
    private static boolean isSmallEnough(RuleMade made) {
        List<Finding> findings = new ArrayList<>();
        List<Rule> read =
                new RuleReader(
                                "made.drl",
                                TestRulebook.file(made.text(0)),
                                TestRulebook.catalogue(),
                                TestRulebook.SCHEMA,
                                Map.of(),
                                findings)
                        .read();
        assertThat(findings).allSatisfy(f -> assertThat(f.en()).contains("at most"));
        return findings.isEmpty() && Complexity.of(read.get(0).when()).ways() <= 30;
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void threeWaysAgree(@ForAll long seed) {
        Maker maker = new Maker(new Random(seed));
        List<RuleMade> made = new ArrayList<>();
        while (made.size() < 10) {
            RuleMade rule = maker.rule();
            if (isSmallEnough(rule)) {
                made.add(rule);
            }
        }
        String[] texts =
                IntStream.range(0, made.size())
                        .mapToObj(i -> made.get(i).text(i))
                        .toArray(String[]::new);
        try (CompiledRules rules = TestRulebook.rules(texts)) {
            for (int i = 0; i < 200; i++) {
                DayFacts facts = DayFacts.ofNumbers(maker.facts());
                Outcome plain = rules.decidePlainly(facts);
                assertThat(rules.decide(facts)).as("remembered").isEqualTo(plain);
                assertThat(IntStream.range(0, 3).map(plain::value).toArray())
                        .as(() -> String.join("", texts) + Arrays.toString(facts.numbers()))
                        .isEqualTo(interpret(made, facts.numbers()));
            }
        }
    }
}
