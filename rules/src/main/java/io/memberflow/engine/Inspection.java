package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rules made of one member on one day, looked into: which rules fired, what stands, why a
 * rule holds or by what it fails, and the numbers that bounds were tried with. It is worked out by
 * {@link Solver}, without Drools.
 */
public final class Inspection {
    private static final int KEY = 0;
    private static final int VALUE = 1;

    /** Nobody reads more. */
    private static final int MAX_WAYS = 6;

    private final CompiledRules rules;
    private final Evaluation evaluation;
    private final Outcome outcome;
    private final List<Row> givenTags;

    /**
     * @param evaluation a day's, with all layers run; null for a day on which nobody is there
     * @param givenTags the tags of other sources than rules
     */
    Inspection(CompiledRules rules, Evaluation evaluation, List<Row> givenTags) {
        this.rules = rules;
        this.evaluation = evaluation;
        this.outcome = evaluation == null ? rules.none() : evaluation.outcome();
        this.givenTags = givenTags;
    }

    static Inspection ofNobody(CompiledRules rules) {
        return new Inspection(rules, null, List.of());
    }

    public Outcome outcome() {
        return outcome;
    }

    /** The member's numbers that rules read, by index; empty on a day on which nobody is there. */
    public long[] numbers() {
        return evaluation == null ? new long[0] : evaluation.numbers();
    }

    /** The tags that others than rules gave. */
    public List<Row> givenTags() {
        return givenTags;
    }

    /** The tags that stand, from whichever source: values by key. */
    public Map<String, Set<String>> tags() {
        Map<String, List<Row>> given = new TreeMap<>();
        Map<String, List<Row>> ofRules = new TreeMap<>();
        for (Row tag : givenTags) {
            given.computeIfAbsent(tag.text(KEY), k -> new ArrayList<>()).add(tag);
        }
        for (RuleTag tag : outcome.tags()) {
            String key = rules.catalogue().tags().get(tag.key()).key();
            ofRules.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(Precedence.tag(key, tag.value(), Precedence.RULE));
        }
        Set<String> keys = new TreeSet<>(given.keySet());
        keys.addAll(ofRules.keySet());
        Map<String, Set<String>> tags = new TreeMap<>();
        for (String key : keys) {
            Set<String> values = new TreeSet<>();
            Precedence.winners(
                            given.getOrDefault(key, List.of()),
                            ofRules.getOrDefault(key, List.of()))
                    .forEach(row -> values.add(row.text(VALUE)));
            tags.put(key, values);
        }
        return tags;
    }

    /** Whether a rule fired, on the day or on one it keeps from. */
    public boolean fired(int rule) {
        return evaluation != null && evaluation.fired().has(rule);
    }

    /** Whether a rule, perhaps another one in its place, holds by itself and gives just as much. */
    public boolean isSame(int rule, Rule other) {
        return evaluation == null || waysOf(rules.rules().get(rule)).equals(waysOf(other));
    }

    private Set<List<String>> waysOf(Rule rule) {
        Solver solver = new Solver(evaluation.scene());
        Fired ways = new Fired();
        boolean gives = !rule.boundGifts().isEmpty();
        Row[] bound = new Row[Complexity.MAX_SLOTS];
        solver.each(
                rule.when(),
                () -> {
                    for (int slot = 0; slot < bound.length; slot++) {
                        bound[slot] = solver.bound(slot);
                    }
                    ways.add(0, Decision.read(rule, bound));
                    return !gives;
                });
        return ways.ways(0);
    }

    /**
     * The conditions of a rule that hold, or those it fails by.
     *
     * @return empty when it does not hold, or does, as the case may be
     */
    public List<Reason.Because> because(int rule, boolean holding) {
        if (evaluation == null) {
            return List.of();
        }
        List<Model> models = rules.catalogue().models();
        return new Explanation(models, evaluation.scene())
                .of(rules.rules().get(rule).when(), holding);
    }

    /**
     * How near something came to what a rule asks of it.
     *
     * @param what what is compared, as rules write it
     * @param is what it is, null when there is nothing
     * @param needs what is asked
     * @param gap by how much it misses that, null where that cannot be said
     */
    public record Near(String what, String is, String needs, String gap) {
        static Near of(String what, Unit unit, long is, Comparison comparison, long needs) {
            boolean absent = is == Fact.ABSENT;
            return new Near(
                    what,
                    absent ? null : unit.text(is),
                    comparison.symbol() + " " + unit.text(needs),
                    absent || !Threshold.isBound(unit) || comparison.holds(is, needs)
                            ? null
                            : unit.text(gap(comparison, is, needs)));
        }

        private static long gap(Comparison comparison, long is, long needs) {
            return switch (comparison) {
                case EQ, LE, GE -> Math.abs(is - needs);
                case LT, GT -> Math.abs(is - needs) + 1;
                case NE -> 1;
            };
        }
    }

    /** What kept a rule from firing, as near as the member came to it. */
    public List<Near> missed(int rule) {
        return evaluation == null ? List.of() : missed(rules.rules().get(rule).when());
    }

    /**
     * The ways that lead to a rule, each with what is missing on it; where the rule asks for one of
     * several things there are several. Ways on which it cannot be said what is missing are left
     * out.
     */
    public List<List<Near>> ways(int rule) {
        Set<List<Near>> ways = new LinkedHashSet<>();
        if (evaluation != null) {
            List<Condition> alternatives = alternatives(rules.rules().get(rule).when());
            for (Condition one : alternatives) {
                List<Near> missed = missed(one);
                if (!missed.isEmpty()) {
                    ways.add(missed);
                }
            }
        }
        return List.copyOf(ways);
    }

    /** The condition as conditions of which one is enough; as one where there would be too many. */
    private static List<Condition> alternatives(Condition condition) {
        List<Condition> ways = new ArrayList<>();
        if (condition instanceof Condition.Any any) {
            any.of().forEach(one -> ways.addAll(alternatives(one)));
        } else if (condition instanceof Condition.All all) {
            List<List<Condition>> begun = new ArrayList<>(List.of(List.of()));
            for (Condition one : all.of()) {
                List<List<Condition>> longer = new ArrayList<>();
                for (Condition way : alternatives(one)) {
                    for (List<Condition> before : begun) {
                        List<Condition> both = new ArrayList<>(before);
                        both.add(way);
                        longer.add(both);
                    }
                }
                begun = longer;
                if (begun.size() > MAX_WAYS) {
                    return List.of(condition);
                }
            }
            begun.forEach(way -> ways.add(new Condition.All(way)));
        } else {
            ways.add(condition);
        }
        return ways.size() > MAX_WAYS ? List.of(condition) : ways;
    }

    private List<Near> missed(Condition condition) {
        List<Near> near = new ArrayList<>();
        List<Model> models = rules.catalogue().models();
        for (Reason.Because because :
                new Explanation(models, evaluation.scene()).of(condition, false)) {
            if (because instanceof Reason.FactBecause f && !f.not()) {
                near.add(
                        Near.of(
                                f.fact().name(),
                                f.fact().unit(),
                                f.is(),
                                f.comparison(),
                                f.needs()));
            } else if (because instanceof Reason.FactBecause f) {
                String needs = f.comparison().symbol() + " " + f.fact().unit().text(f.needs());
                near.add(new Near(f.fact().name(), null, "not " + needs, null));
            } else if (because instanceof Reason.ModelBecause m) {
                near.add(new Near("segment." + m.model(), m.is(), m.needs(), null));
            } else if (because instanceof Reason.RowBecause r) {
                near.add(new Near(r.type(), r.is(), r.needs(), null));
            }
        }
        nearRows(condition, near);
        return near;
    }

    /** The rows that came nearest to patterns that no row passes. */
    private void nearRows(Condition condition, List<Near> near) {
        if (condition instanceof Condition.All all) {
            all.of().forEach(c -> nearRows(c, near));
        } else if (condition instanceof Condition.Any any) {
            any.of().forEach(c -> nearRows(c, near));
        } else if (condition instanceof Condition.Matches matches) {
            nearestRow(matches.pattern(), near);
        } else if (condition instanceof Condition.Accumulates accumulates) {
            List<Row> rows = rows(evaluation.scene(), accumulates.of(), null);
            for (Total total : accumulates.totals()) {
                if (!total.holds(rows)) {
                    String what = accumulates.of().type().title() + "." + total.text();
                    Unit unit = total.of() == null ? Unit.COUNT : total.of().unit();
                    near.add(
                            Near.of(
                                    what,
                                    unit,
                                    total.value(rows),
                                    total.comparison(),
                                    total.constant()));
                }
            }
        }
    }

    /** What the row that fails the fewest tests of the pattern fails by. */
    private void nearestRow(RowPattern pattern, List<Near> near) {
        List<RowTest> nearest = List.of();
        Row of = null;
        for (Row row : evaluation.scene().rows(pattern.type())) {
            List<RowTest> failed =
                    pattern.tests().stream().filter(t -> !usesRows(t) && !passes(t, row)).toList();
            if (failed.isEmpty()) {
                return;
            }
            if (of == null || failed.size() < nearest.size()) {
                of = row;
                nearest = failed;
            }
        }
        for (RowTest test : nearest) {
            if (test instanceof RowTest.Numeric n) {
                String what = pattern.type().title() + "." + n.of().name();
                long is = n.of().number(of);
                near.add(Near.of(what, n.of().unit(), is, n.comparison(), n.constant()));
            } else {
                RowPattern one = new RowPattern(pattern.type(), List.of(test), RowPattern.UNBOUND);
                near.add(
                        new Near(
                                pattern.type().title(),
                                TestText.is(one, of),
                                TestText.needs(one),
                                null));
            }
        }
    }

    private static boolean usesRows(RowTest test) {
        boolean[] uses = {false};
        test.forEachLeaf(leaf -> uses[0] |= leaf.with() != null);
        return uses[0];
    }

    private static boolean passes(RowTest test, Row row) {
        return test.passes(row, new Row[Complexity.MAX_SLOTS]);
    }

    /** The numbers that a bound was compared with, of rows that pass the pattern's other tests. */
    public List<Long> tried(Threshold bound) {
        List<Long> values = new ArrayList<>();
        if (evaluation == null) {
            return values;
        }
        Scene scene = evaluation.scene();
        if (bound.place() instanceof Condition.Compare c) {
            values.add(scene.number(c.fact().index()));
        } else if (bound.total() != null) {
            RowPattern of = ((Condition.Accumulates) bound.place()).of();
            values.add(bound.total().value(rows(scene, of, null)));
        } else {
            RowPattern pattern =
                    bound.place() instanceof Condition.Matches matches
                            ? matches.pattern()
                            : ((Condition.Accumulates) bound.place()).of();
            for (Row row : rows(scene, pattern, bound.test())) {
                values.add(bound.test().of().number(row));
            }
        }
        values.removeIf(value -> value == Fact.ABSENT);
        return values;
    }

    /** Tests that compare with another row of the rule are left out: that row may be any. */
    private static List<Row> rows(Scene scene, RowPattern pattern, RowTest.Numeric but) {
        List<Row> rows = new ArrayList<>();
        for (Row row : scene.rows(pattern.type())) {
            boolean passes = true;
            for (RowTest test : pattern.tests()) {
                boolean[] skip = {false};
                test.forEachLeaf(leaf -> skip[0] |= leaf == but || leaf.with() != null);
                passes &= skip[0] || test.passes(row, new Row[Complexity.MAX_SLOTS]);
            }
            if (passes) {
                rows.add(row);
            }
        }
        return rows;
    }
}
