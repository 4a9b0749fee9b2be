package io.memberflow.analysis;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Condition;
import io.memberflow.engine.RowPattern;
import io.memberflow.engine.RowTest;
import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How those who meet a rule's conditions change with the numbers in them, where that is sure. */
public enum Shift {
    /** The same members meet them. */
    SAME,
    /** Nobody meets them who did not before. */
    NARROWER,
    /** Everybody meets them who did before. */
    WIDER,
    /** It depends on the members. */
    UNPROVED;

    /** Figures that are never missing and never less over more days. */
    private static final Set<String> ADDING_UP = Set.of("orders", "orderDays", "items");

    /** From one form of a rule to another. */
    public static Shift of(Rule before, Rule after) {
        return before.keepDays() == after.keepDays() ? of(before.when(), after.when()) : UNPROVED;
    }

    private static Shift of(Condition before, Condition after) {
        if (before.equals(after)) {
            return SAME;
        } else if (before instanceof Condition.Compare a && after instanceof Condition.Compare b) {
            return a.comparison() == b.comparison()
                    ? of(a.comparison(), a.fact(), b.fact())
                            .and(of(a.comparison(), a.constant(), b.constant()))
                    : UNPROVED;
        } else if (before instanceof Condition.All a && after instanceof Condition.All b) {
            return ofEach(a.of(), b.of());
        } else if (before instanceof Condition.Any a && after instanceof Condition.Any b) {
            return ofEach(a.of(), b.of());
        } else if (before instanceof Condition.Not a && after instanceof Condition.Not b) {
            return of(a.of(), b.of()).opposite();
        } else if (before instanceof Condition.Matches a && after instanceof Condition.Matches b) {
            return of(a.pattern(), b.pattern());
        }
        return UNPROVED;
    }

    private static Shift ofEach(List<Condition> before, List<Condition> after) {
        if (before.size() != after.size()) {
            return UNPROVED;
        }
        Shift all = SAME;
        for (int i = 0; i < before.size(); i++) {
            all = all.and(of(before.get(i), after.get(i)));
        }
        return all;
    }

    private static Shift of(RowPattern before, RowPattern after) {
        // What a later condition reads of the row may be another row's then.
        return before.type() == after.type() && !before.isBound() && !after.isBound()
                ? ofTests(before.tests(), after.tests())
                : UNPROVED;
    }

    private static Shift ofTests(List<RowTest> before, List<RowTest> after) {
        if (before.size() != after.size()) {
            return UNPROVED;
        }
        Shift all = SAME;
        for (int i = 0; i < before.size(); i++) {
            all = all.and(of(before.get(i), after.get(i)));
        }
        return all;
    }

    private static Shift of(RowTest before, RowTest after) {
        if (before.equals(after)) {
            return SAME;
        } else if (before instanceof RowTest.Numeric a && after instanceof RowTest.Numeric b) {
            boolean alike = Objects.equals(a.of(), b.of()) && a.comparison() == b.comparison();
            return alike ? of(a.comparison(), a.constant(), b.constant()) : UNPROVED;
        } else if (before instanceof RowTest.AllOf a && after instanceof RowTest.AllOf b) {
            return ofTests(a.of(), b.of());
        } else if (before instanceof RowTest.AnyOf a && after instanceof RowTest.AnyOf b) {
            return ofTests(a.of(), b.of());
        }
        return UNPROVED;
    }

    /** Of what only adds up, the shorter of two windows never holds more than the longer. */
    private static Shift of(Comparison comparison, Fact before, Fact after) {
        if (before.equals(after)) {
            return SAME;
        } else if (!addsUp(before) || !nameInWindow(before).equals(nameInWindow(after))) {
            return UNPROVED;
        }
        return of(comparison, -before.window(), -after.window());
    }

    private static boolean addsUp(Fact fact) {
        return fact.name().indexOf('.') >= 0 && ADDING_UP.contains(nameInWindow(fact));
    }

    private static String nameInWindow(Fact fact) {
        return fact.name().substring(fact.name().indexOf('.') + 1);
    }

    private static Shift of(Comparison comparison, long before, long after) {
        if (before == after) {
            return SAME;
        }
        return switch (comparison) {
            case GT, GE -> after > before ? NARROWER : WIDER;
            case LT, LE -> after < before ? NARROWER : WIDER;
            case EQ, NE -> UNPROVED;
        };
    }

    private Shift opposite() {
        return switch (this) {
            case NARROWER -> WIDER;
            case WIDER -> NARROWER;
            case SAME, UNPROVED -> this;
        };
    }

    private Shift and(Shift other) {
        return this == SAME ? other : other == SAME || other == this ? this : UNPROVED;
    }
}
