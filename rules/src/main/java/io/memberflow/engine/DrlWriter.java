package io.memberflow.engine;

import io.memberflow.member.Member;
import io.memberflow.member.Segment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the DRL that is compiled: from the understood rules alone, with numbers in place of every
 * name and text, so that nothing an analyst wrote can reach the compiler unread.
 */
final class DrlWriter {
    private DrlWriter() {}

    /** The DRL of all layers; rule {@code i} of {@code all} is called {@code r<i>}. */
    static String write(List<List<Rule>> layers, List<Rule> all) {
        StringBuilder drl = new StringBuilder("package memberflow.release;\n");
        for (Class<?> type : List.of(Member.class, Segment.class, Layer.class)) {
            drl.append("import ").append(type.getName()).append(";\n");
        }
        drl.append("global ").append(Decision.class.getName()).append(" decision;\n");
        for (int layer = 0; layer < layers.size(); layer++) {
            for (Rule rule : layers.get(layer)) {
                int number = all.indexOf(rule);
                drl.append("rule \"r").append(number).append("\"\nwhen\n");
                drl.append("  Layer( number == ").append(layer).append(" )\n");
                drl.append(pattern(rule.when()));
                drl.append("\nthen\n  decision.fire(").append(number).append(");\nend\n");
            }
        }
        return drl.toString();
    }

    private static String pattern(Condition condition) {
        if (condition.isOverMember()) {
            return "  Member( " + conjunction(condition) + " )";
        } else if (condition instanceof Condition.HasValue value) {
            return "  Segment( model == " + value.model() + values(value) + " )";
        } else if (condition instanceof Condition.All all) {
            return all.of().stream().map(DrlWriter::pattern).collect(Collectors.joining("\n"));
        } else if (condition instanceof Condition.Any any) {
            return any.of().stream()
                    .map(c -> "(" + joined(c) + ")")
                    .collect(Collectors.joining(" or ", "( ", " )"));
        }
        return "  not( " + joined(((Condition.Not) condition).of()) + " )";
    }

    /** A condition where one pattern is expected: patterns of an All are joined by {@code and}. */
    private static String joined(Condition condition) {
        if (condition instanceof Condition.All all && !all.isOverMember()) {
            return all.of().stream()
                    .map(DrlWriter::joined)
                    .collect(Collectors.joining(" and ", "( ", " )"));
        }
        return pattern(condition);
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
