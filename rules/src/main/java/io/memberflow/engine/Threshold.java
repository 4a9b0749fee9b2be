package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * A number that a rule compares something with, a parameter's value among them.
 *
 * @param rule position of the rule
 * @param number which one of the rule's bounds it is, in the order of its conditions
 * @param what what is compared, as rules write it: {@code d365.orders}, {@code Purchase.age}
 * @param comparison how
 * @param constant with what, in the unit
 * @param unit what the number means
 * @param place the condition it stands in
 * @param test the single test of a row it stands in, null elsewhere
 * @param total the total it stands in, null elsewhere
 */
public record Threshold(
        int rule,
        int number,
        String what,
        Comparison comparison,
        long constant,
        Unit unit,
        Condition place,
        RowTest.Numeric test,
        Total total) {

    /** Every bound of every rule. Yes and no are no bounds. */
    public static List<Threshold> of(List<Rule> rules) {
        List<Threshold> all = new ArrayList<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            Finder finder = new Finder(rule);
            rules.get(rule).when().forEachLeaf(finder::condition);
            all.addAll(finder.found);
        }
        return all;
    }

    /**
     * What the bound can be moved by: one where things are counted, one fen, one percent, and a
     * hundredth of a share of one.
     */
    public long step() {
        return step(unit);
    }

    private static long step(Unit unit) {
        return switch (unit) {
            case PERCENT -> pow(unit.places());
            case RATIO, PRICE -> pow(unit.places() - 2);
            default -> 1;
        };
    }

    private static long pow(int places) {
        long step = 1;
        for (int i = 0; i < places; i++) {
            step *= 10;
        }
        return step;
    }

    /** As rules write it, with the parameter's value: {@code recencyDays < 90}. */
    public String text() {
        return what + " " + comparison.symbol() + " " + unit.text(constant);
    }

    /** Whether a number is one that a bound means: everything but yes and no. */
    static boolean isBound(Unit unit) {
        return unit != Unit.FLAG && unit != Unit.TEXT;
    }

    /** The rule with this bound, and no other, moved. */
    static Rule move(Rule rule, Threshold bound, int steps) {
        Condition when = new Mover(bound.number(), steps).condition(rule.when());
        return new Rule(
                rule.name(),
                rule.file(),
                rule.line(),
                rule.title(),
                rule.salience(),
                rule.keepDays(),
                when,
                rule.gives(),
                rule.tags());
    }

    private static Unit unit(Total total) {
        return total.of() == null ? Unit.COUNT : total.of().unit();
    }

    /** Numbers bounds in the order in which {@link Mover} meets them. */
    private static final class Finder {
        private final int rule;
        private final List<Threshold> found = new ArrayList<>();

        Finder(int rule) {
            this.rule = rule;
        }

        void condition(Condition leaf) {
            if (leaf instanceof Condition.Compare c && isBound(c.fact().unit())) {
                add(c.fact().name(), c.comparison(), c.constant(), c.fact().unit(), leaf, null);
            } else if (leaf instanceof Condition.Matches matches) {
                pattern(matches.pattern(), leaf);
            } else if (leaf instanceof Condition.Accumulates accumulates) {
                pattern(accumulates.of(), leaf);
                for (Total total : accumulates.totals()) {
                    if (isBound(unit(total))) {
                        found.add(
                                new Threshold(
                                        rule,
                                        found.size(),
                                        accumulates.of().type().title() + "." + total.text(),
                                        total.comparison(),
                                        total.constant(),
                                        unit(total),
                                        leaf,
                                        null,
                                        total));
                    }
                }
            }
        }

        private void pattern(RowPattern pattern, Condition place) {
            for (RowTest test : pattern.tests()) {
                test.forEachLeaf(
                        one -> {
                            if (one instanceof RowTest.Numeric n && isBound(n.of().unit())) {
                                String what = pattern.type().title() + "." + n.of().name();
                                add(what, n.comparison(), n.constant(), n.of().unit(), place, n);
                            }
                        });
            }
        }

        private void add(
                String what,
                Comparison comparison,
                long constant,
                Unit unit,
                Condition place,
                RowTest.Numeric test) {
            found.add(
                    new Threshold(
                            rule,
                            found.size(),
                            what,
                            comparison,
                            constant,
                            unit,
                            place,
                            test,
                            null));
        }
    }

    /** Rebuilds a condition with one bound moved. */
    private static final class Mover {
        private final int number;
        private final int steps;
        private int next;

        Mover(int number, int steps) {
            this.number = number;
            this.steps = steps;
        }

        Condition condition(Condition c) {
            if (c instanceof Condition.All all) {
                return new Condition.All(conditions(all.of()));
            } else if (c instanceof Condition.Any any) {
                return new Condition.Any(conditions(any.of()));
            } else if (c instanceof Condition.Not not) {
                return new Condition.Not(condition(not.of()));
            } else if (c instanceof Condition.Compare compare) {
                return new Condition.Compare(
                        compare.fact(),
                        compare.comparison(),
                        moved(compare.constant(), compare.fact().unit()));
            } else if (c instanceof Condition.Matches matches) {
                return new Condition.Matches(pattern(matches.pattern()));
            } else if (c instanceof Condition.Accumulates accumulates) {
                RowPattern of = pattern(accumulates.of());
                List<Total> totals = new ArrayList<>();
                for (Total total : accumulates.totals()) {
                    totals.add(
                            new Total(
                                    total.function(),
                                    total.of(),
                                    total.comparison(),
                                    moved(total.constant(), unit(total))));
                }
                return new Condition.Accumulates(of, totals);
            }
            return c;
        }

        private List<Condition> conditions(List<Condition> of) {
            return of.stream().map(this::condition).toList();
        }

        private RowPattern pattern(RowPattern pattern) {
            return new RowPattern(pattern.type(), tests(pattern.tests()), pattern.slot());
        }

        private List<RowTest> tests(List<RowTest> tests) {
            return tests.stream().map(this::test).toList();
        }

        private RowTest test(RowTest test) {
            if (test instanceof RowTest.AllOf all) {
                return new RowTest.AllOf(tests(all.of()));
            } else if (test instanceof RowTest.AnyOf any) {
                return new RowTest.AnyOf(tests(any.of()));
            } else if (test instanceof RowTest.Numeric n) {
                return new RowTest.Numeric(
                        n.of(), n.comparison(), moved(n.constant(), n.of().unit()));
            }
            return test;
        }

        private long moved(long constant, Unit unit) {
            if (!isBound(unit) || next++ != number || constant == Fact.ABSENT) {
                return constant;
            }
            return constant + steps * step(unit);
        }
    }
}
