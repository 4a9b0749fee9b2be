package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Looks for the ways in which a condition holds in a scene: to explain a verdict, and to tell which
 * rules fire, under which Drools' verdict is remembered.
 */
final class Solver {
    /** With fewer rows it costs more to sort them out than to look at them again. */
    private static final int WORTH_KEEPING = 4;

    private final Scene scene;
    private final Row[] bound = new Row[Complexity.MAX_SLOTS];
    private boolean pinned;

    /** Of patterns that look at rows found before, the rows that pass their other tests. */
    private final IdentityHashMap<RowPattern, List<Row>> candidates = new IdentityHashMap<>(0);

    Solver(Scene scene) {
        this.scene = scene;
    }

    /** Whether there is a way. */
    boolean holds(Condition condition) {
        return each(condition, () -> true);
    }

    /** From now on, variables stand for what they stood for in the way that was found last. */
    void pin() {
        pinned = true;
    }

    /** What all variables stand for in the way that was found last. */
    Row[] bound() {
        return bound;
    }

    /** What a variable stands for in the way that was found last. */
    Row bound(int slot) {
        return bound[slot];
    }

    /**
     * Calls {@code then} for each way, with the rows of that way bound.
     *
     * @param then says whether to stop
     * @return whether it did
     */
    boolean each(Condition condition, BooleanSupplier then) {
        if (condition instanceof Condition.Compare c) {
            return compares(c) && then.getAsBoolean();
        } else if (condition instanceof Condition.All all) {
            return eachOf(all.of(), 0, then);
        } else if (condition instanceof Condition.Any any) {
            for (Condition one : any.of()) {
                if (holds(one)) {
                    return then.getAsBoolean();
                }
            }
            return false;
        } else if (condition instanceof Condition.Not not) {
            return !holds(not.of()) && then.getAsBoolean();
        } else if (condition instanceof Condition.HasValue value) {
            int is = scene.valueOf(value.model());
            return is >= 0 && value.values().contains(is) == value.in() && then.getAsBoolean();
        } else if (condition instanceof Condition.Accumulates accumulates) {
            return holdInAll(accumulates) && then.getAsBoolean();
        }
        Condition.Matches matches = (Condition.Matches) condition;
        RowPattern pattern = matches.pattern();
        if (!pattern.isLasting()) {
            return eachRow(pattern, then);
        }
        boolean some =
                scene.holdsOfAPart(matches, pattern.type(), rows -> first(pattern, rows) != null);
        return some && (pattern.isBound() ? eachRow(pattern, then) : then.getAsBoolean());
    }

    private boolean holdInAll(Condition.Accumulates accumulates) {
        Predicate<List<Row>> test =
                rows -> {
                    List<Row> passing = passing(accumulates.of(), rows);
                    return accumulates.totals().stream().allMatch(total -> total.holds(passing));
                };
        RowType type = accumulates.of().type();
        boolean lasting =
                accumulates.of().isLasting()
                        && accumulates.totals().stream().noneMatch(Total::countsDays);
        return lasting ? scene.holds(accumulates, type, test) : test.test(scene.rows(type));
    }

    private Row first(RowPattern pattern, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (passes(pattern, rows.get(i))) {
                return rows.get(i);
            }
        }
        return null;
    }

    /** The rows that pass, with what is bound now. */
    List<Row> rows(RowPattern pattern) {
        return passing(pattern, scene.rows(pattern.type()));
    }

    private List<Row> passing(RowPattern pattern, List<Row> rows) {
        List<Row> passing = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (passes(pattern, rows.get(i))) {
                passing.add(rows.get(i));
            }
        }
        return passing;
    }

    private boolean compares(Condition.Compare c) {
        long value = scene.number(c.fact().index());
        return value != Fact.ABSENT && c.comparison().holds(value, c.constant());
    }

    private boolean eachOf(List<Condition> all, int from, BooleanSupplier then) {
        for (int i = from; i < all.size(); i++) {
            Condition condition = all.get(i);
            if (isBinding(condition)) {
                int next = i + 1;
                return each(condition, () -> eachOf(all, next, then));
            }
            if (!holds(condition)) {
                return false;
            }
        }
        return then.getAsBoolean();
    }

    /** Whether it can hold in several ways that differ for what follows. */
    private static boolean isBinding(Condition condition) {
        if (condition instanceof Condition.Matches matches) {
            return matches.pattern().isBound();
        }
        if (condition instanceof Condition.All all) {
            for (Condition one : all.of()) {
                if (isBinding(one)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** At least the rows that pass; a pattern in the middle of a join is asked for many times. */
    private List<Row> candidates(RowPattern pattern) {
        List<Row> rows = scene.rows(pattern.type());
        if (rows.size() < WORTH_KEEPING || !pattern.looksAtRows()) {
            return rows;
        }
        List<Row> known = candidates.get(pattern);
        if (known == null) {
            known = new ArrayList<>();
            for (Row row : rows) {
                if (passesAlone(pattern, row)) {
                    known.add(row);
                }
            }
            candidates.put(pattern, known);
        }
        return known;
    }

    private boolean passesAlone(RowPattern pattern, Row row) {
        for (RowTest test : pattern.tests()) {
            boolean alone =
                    test instanceof RowTest.Numeric
                            || test instanceof RowTest.Text
                            || test instanceof RowTest.Presence;
            if (alone && !test.passes(row, bound)) {
                return false;
            }
        }
        return true;
    }

    private boolean eachRow(RowPattern pattern, BooleanSupplier then) {
        if (pinned && pattern.isBound() && bound[pattern.slot()] != null) {
            return passes(pattern, bound[pattern.slot()]) && then.getAsBoolean();
        }
        if (!pattern.isBound()) {
            return first(pattern, candidates(pattern)) != null && then.getAsBoolean();
        }
        List<Row> rows = candidates(pattern);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (passes(pattern, row)) {
                bound[pattern.slot()] = row;
                if (then.getAsBoolean()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean passes(RowPattern pattern, Row row) {
        for (int i = 0; i < pattern.tests().size(); i++) {
            if (!pattern.tests().get(i).passes(row, bound)) {
                return false;
            }
        }
        return true;
    }
}
