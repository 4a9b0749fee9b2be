package io.memberflow.engine;

import io.memberflow.member.Member;
import io.memberflow.member.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the DRL that is compiled: from the understood rules alone, with numbers in place of every
 * name and text, so that nothing an analyst wrote can reach the compiler unread.
 */
final class DrlWriter {
    private final Leaves leaves;

    private DrlWriter(Leaves leaves) {
        this.leaves = leaves;
    }

    /**
     * The DRL of all layers; rule {@code i} of {@code all} is called {@code r<i>}.
     *
     * @param leaves where the tests of rows are numbered
     */
    static String write(Layers layers, List<Rule> all, Leaves leaves) {
        DrlWriter writer = new DrlWriter(leaves);
        StringBuilder drl = new StringBuilder("package memberflow.release;\n");
        for (Class<?> type : List.of(Member.class, Segment.class, Layer.class, RowFact.class)) {
            drl.append("import ").append(type.getName()).append(";\n");
        }
        drl.append("global ").append(Decision.class.getName()).append(" decision;\n");
        for (int layer = 0; layer < layers.count(); layer++) {
            for (int number : layers.rulesOf(layer)) {
                Rule rule = all.get(number);
                drl.append("rule \"r").append(number).append("\"\nwhen\n");
                drl.append("  Layer( number == ").append(layer).append(" )\n");
                drl.append(writer.pattern(rule.when(), false));
                drl.append("\nthen\n  decision.fire(").append(number);
                for (int slot : Decision.giftSlots(rule)) {
                    drl.append(", $r").append(slot);
                }
                drl.append(");\nend\n");
            }
        }
        return drl.toString();
    }

    /**
     * @param within whether a not stands around it, so that a row's mere existence is what counts
     */
    private String pattern(Condition condition, boolean within) {
        if (condition.isOverMember()) {
            return "  Member( " + conjunction(condition) + " )";
        } else if (condition instanceof Condition.HasValue value) {
            return "  Segment( model == " + value.model() + values(value) + " )";
        } else if (condition instanceof Condition.Matches matches) {
            String row = row(matches.pattern());
            return matches.pattern().isBound()
                    ? "  $r" + matches.pattern().slot() + " : " + row
                    : within ? "  " + row : "  exists( " + row + " )";
        } else if (condition instanceof Condition.Accumulates accumulates) {
            int number = leaves.number(accumulates);
            return "  accumulate( $a"
                    + number
                    + " : "
                    + row(accumulates.of())
                    + "; $l"
                    + number
                    + " : collectList( $a"
                    + number
                    + " ) )\n  Layer( totals("
                    + number
                    + ", $l"
                    + number
                    + ") )";
        } else if (condition instanceof Condition.All all) {
            return all.of().stream().map(c -> pattern(c, within)).collect(Collectors.joining("\n"));
        } else if (condition instanceof Condition.Any any) {
            return any.of().stream()
                    .map(c -> "(" + joined(c, within) + ")")
                    .collect(Collectors.joining(" or ", "( ", " )"));
        }
        return "  not( " + joined(((Condition.Not) condition).of(), true) + " )";
    }

    /** A condition where one pattern is expected: patterns of an All are joined by {@code and}. */
    private String joined(Condition condition, boolean within) {
        if (condition instanceof Condition.All all && !all.isOverMember()) {
            return all.of().stream()
                    .map(c -> joined(c, within))
                    .collect(Collectors.joining(" and ", "( ", " )"));
        } else if (condition instanceof Condition.Accumulates) {
            return "( " + pattern(condition, within).replace("\n", " and ") + " )";
        }
        return pattern(condition, within);
    }

    private String row(RowPattern pattern) {
        StringBuilder row = new StringBuilder("RowFact( kind == " + pattern.type().ordinal());
        for (RowTest test : pattern.tests()) {
            int number = leaves.number(test);
            row.append(", passes(").append(number);
            Arrays.stream(leaves.slots(number)).forEach(slot -> row.append(", $r").append(slot));
            row.append(")");
        }
        return row.append(" )").toString();
    }

    private static String values(Condition.HasValue value) {
        if (value.values().isEmpty()) {
            return value.in() ? ", value == -1" : "";
        }
        return value.values().stream()
                .map(v -> "value " + (value.in() ? "==" : "!=") + " " + v)
                .collect(Collectors.joining(value.in() ? " || " : " && ", ", ( ", " )"));
    }

    /** Top-level conditions one by one, so that rules share the ones they have in common. */
    private static String conjunction(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.of().stream()
                    .map(DrlWriter::conjunction)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        }
        return expression(condition);
    }

    private static String expression(Condition condition) {
        if (condition instanceof Condition.Compare c) {
            return c.comparison().method() + "(" + c.fact().index() + ", " + c.constant() + "L)";
        } else if (condition instanceof Condition.All all) {
            return all.of().isEmpty() ? "true" : infix(all.of(), " && ");
        } else if (condition instanceof Condition.Any any) {
            return any.of().isEmpty() ? "false" : infix(any.of(), " || ");
        }
        return "!(" + expression(((Condition.Not) condition).of()) + ")";
    }

    private static String infix(List<Condition> of, String operator) {
        return of.stream()
                .map(DrlWriter::expression)
                .collect(Collectors.joining(operator, "(", ")"));
    }
}
