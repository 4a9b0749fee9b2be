package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds, in a condition and what was to be read on one day, what made it hold or what kept it from
 * holding.
 */
final class Explanation {
    private final List<Model> models;
    private final Scene scene;
    private final Solver solver;

    Explanation(List<Model> models, Scene scene) {
        this.models = models;
        this.scene = scene;
        this.solver = new Solver(scene);
    }

    /**
     * The conditions that decided.
     *
     * @param holding true for those that the condition holds by, false for those that it fails by
     */
    List<Reason.Because> of(Condition condition, boolean holding) {
        List<Reason.Because> because = new ArrayList<>();
        collect(condition, holding, false, because);
        return because;
    }

    /**
     * The conditions that a rule holds by, in the way in which it gives a value it reads.
     *
     * @param value the value given
     */
    List<Reason.Because> of(Rule rule, String value) {
        boolean found =
                solver.each(rule.when(), () -> Decision.read(rule, solver.bound()).contains(value));
        if (found) {
            solver.pin();
        }
        return of(rule.when(), true);
    }

    /**
     * @param negated whether an odd number of nots stands around the condition, so that its
     *     opposite is what the rule needs
     */
    private void collect(
            Condition condition, boolean holding, boolean negated, List<Reason.Because> because) {
        if (solver.holds(condition) != holding) {
            return;
        }
        if (condition instanceof Condition.All all) {
            collectAll(all.of(), holding, negated, because);
        } else if (condition instanceof Condition.Any any) {
            any.of().forEach(c -> collect(c, holding, negated, because));
        } else if (condition instanceof Condition.Not not) {
            collect(not.of(), !holding, !negated, because);
        } else if (condition instanceof Condition.Compare compare) {
            because.add(because(compare, negated));
        } else if (condition instanceof Condition.HasValue value) {
            because.add(because(value, negated));
        } else if (condition instanceof Condition.Matches matches) {
            because.add(because(matches.pattern(), holding, negated));
        } else if (condition instanceof Condition.Accumulates accumulates) {
            because.add(because(accumulates, negated));
        }
    }

    /**
     * Of conditions that hold together, each; of such that do not, those that fail by themselves,
     * or else the first that no way leads past.
     */
    private void collectAll(
            List<Condition> all, boolean holding, boolean negated, List<Reason.Because> because) {
        int before = because.size();
        for (Condition condition : all) {
            // What variables stand for was found with the whole; without it they mean nothing.
            if (holding || !usesVariables(condition)) {
                collect(condition, holding, negated, because);
            }
        }
        if (holding || because.size() > before) {
            return;
        }
        for (int end = 1; end <= all.size(); end++) {
            if (!solver.holds(new Condition.All(all.subList(0, end)))) {
                because.add(described(all.get(end - 1), negated));
                return;
            }
        }
    }

    private static boolean usesVariables(Condition condition) {
        boolean[] uses = {false};
        condition.forEachLeaf(
                leaf -> {
                    RowPattern pattern =
                            leaf instanceof Condition.Matches matches
                                    ? matches.pattern()
                                    : leaf instanceof Condition.Accumulates accumulates
                                            ? accumulates.of()
                                            : null;
                    if (pattern != null) {
                        pattern.tests()
                                .forEach(
                                        test ->
                                                test.forEachLeaf(
                                                        one -> uses[0] |= one.with() != null));
                    }
                });
        return uses[0];
    }

    private Reason.Because described(Condition condition, boolean negated) {
        if (condition instanceof Condition.Matches matches) {
            return because(matches.pattern(), false, negated);
        }
        List<String> needs = new ArrayList<>();
        condition.forEachLeaf(
                leaf -> {
                    if (leaf instanceof Condition.Matches matches) {
                        needs.add(
                                matches.pattern().type().title()
                                        + "( "
                                        + TestText.needs(matches.pattern())
                                        + " )");
                    }
                });
        String text = String.join(", ", needs);
        boolean not = condition instanceof Condition.Not != negated;
        return new Reason.RowBecause("rows", null, not ? "not " + text : text, List.of());
    }

    /**
     * Of a fact that is not there every comparison fails, so only "not" says what is true of it.
     */
    private Reason.Because because(Condition.Compare c, boolean negated) {
        long is = scene.number(c.fact().index());
        if (TestText.isPersonal(RowType.MEMBER, c.fact().name())) {
            String needs = c.comparison().symbol() + " " + c.fact().unit().text(c.constant());
            return new Reason.RowBecause(c.fact().name(), null, needs, List.of());
        }
        return negated && is != Fact.ABSENT
                ? new Reason.FactBecause(
                        c.fact(), is, false, c.comparison().negated(), c.constant())
                : new Reason.FactBecause(c.fact(), is, negated, c.comparison(), c.constant());
    }

    private Reason.Because because(Condition.HasValue value, boolean negated) {
        Model model = models.get(value.model());
        List<String> names =
                value.values().stream().map(v -> model.values().get(v).value()).toList();
        int is = scene.valueOf(value.model());
        return new Reason.ModelBecause(
                model.id(),
                is < 0 ? null : model.values().get(is).value(),
                (negated ? "not " : "") + needs(names, value.in()));
    }

    private Reason.Because because(RowPattern pattern, boolean holding, boolean negated) {
        List<Row> rows =
                !holding
                        ? List.of()
                        : pattern.isBound() && solver.bound(pattern.slot()) != null
                                ? List.of(solver.bound(pattern.slot()))
                                : solver.rows(pattern);
        return new Reason.RowBecause(
                pattern.type().title(),
                rows.isEmpty() ? null : TestText.is(pattern, rows.get(rows.size() - 1)),
                (negated ? "not " : "") + TestText.needs(pattern),
                orders(rows));
    }

    private Reason.Because because(Condition.Accumulates accumulates, boolean negated) {
        List<Row> rows = solver.rows(accumulates.of());
        List<String> needs = new ArrayList<>();
        for (Total total : accumulates.totals()) {
            Unit unit = total.of() == null ? Unit.COUNT : total.of().unit();
            String symbol = total.comparison().symbol();
            needs.add(total.text() + " " + symbol + " " + unit.text(total.constant()));
        }
        String where = TestText.needs(accumulates.of());
        return new Reason.RowBecause(
                accumulates.of().type().title(),
                rows.size() + " rows",
                (negated ? "not " : "")
                        + String.join(", ", needs)
                        + (where.isEmpty() ? "" : " of " + where),
                orders(rows));
    }

    private static List<String> orders(List<Row> rows) {
        return rows.stream().map(Row::orderId).filter(Objects::nonNull).distinct().toList();
    }

    private static String needs(List<String> names, boolean in) {
        return switch (names.size()) {
            case 0 -> "any value";
            case 1 -> (in ? "== " : "!= ") + names.get(0);
            default -> (in ? "in (" : "not in (") + String.join(", ", names) + ")";
        };
    }
}
