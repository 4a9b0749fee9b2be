package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts tests of rows, and rows as far as tests look at them, into words of the rule language. */
final class TestText {
    /** Of a member's own fields these never stand outside {@code member_facts}. */
    private static final Set<String> PERSONAL =
            Set.of("name", "nick", "email", "phone", "address", "birthday");

    private TestText() {}

    /** Whether a value must not be shown. */
    static boolean isPersonal(RowType type, String field) {
        return type == RowType.MEMBER && PERSONAL.contains(field);
    }

    /** What a pattern asks for: {@code name contains "蕾丝", age < 90}. */
    static String needs(RowPattern pattern) {
        return pattern.tests().stream()
                .filter(test -> !(test instanceof RowTest.Presence && pattern.isBound()))
                .map(TestText::needs)
                .collect(Collectors.joining(", "));
    }

    private static String needs(RowTest test) {
        if (test instanceof RowTest.Numeric n) {
            return n.of().name()
                    + " "
                    + n.comparison().symbol()
                    + " "
                    + n.of().unit().text(n.constant());
        } else if (test instanceof RowTest.Text t) {
            return text(t);
        } else if (test instanceof RowTest.NumberOfRow n) {
            return n.of().name() + " " + n.comparison().symbol() + " " + n.with().of().name();
        } else if (test instanceof RowTest.TextOfRow t) {
            return t.of().name() + " " + symbol(t.operator(), true) + " " + t.with().of().name();
        } else if (test instanceof RowTest.Presence p) {
            return p.of().name() + (p.present() ? " != null" : " == null");
        } else if (test instanceof RowTest.AllOf all) {
            return joined(all.of(), " && ");
        }
        return joined(((RowTest.AnyOf) test).of(), " || ");
    }

    private static String text(RowTest.Text test) {
        boolean one = test.texts().size() == 1;
        String quoted =
                test.texts().stream()
                        .limit(10)
                        .map(text -> "\"" + text + "\"")
                        .collect(Collectors.joining(", "));
        String more = test.texts().size() > 10 ? ", …" : "";
        return test.of().name()
                + " "
                + symbol(test.operator(), one)
                + " "
                + (one ? quoted : "(" + quoted + more + ")");
    }

    private static String symbol(TextOperator operator, boolean one) {
        return switch (operator) {
            case IN -> one ? "==" : "in";
            case NOT_IN -> one ? "!=" : "not in";
            default -> operator.symbol();
        };
    }

    private static String joined(List<RowTest> tests, String operator) {
        return tests.stream().map(TestText::needs).collect(Collectors.joining(operator, "(", ")"));
    }

    /** What a row has of all that a pattern looks at. */
    static String is(RowPattern pattern, Row row) {
        Set<Reading> readings = new LinkedHashSet<>();
        pattern.tests().forEach(test -> test.forEachLeaf(leaf -> readings.add(leaf.reading())));
        return readings.stream()
                .filter(reading -> !isPersonal(pattern.type(), reading.name()))
                .map(reading -> is(reading, row))
                .collect(Collectors.joining(", "));
    }

    private static String is(Reading reading, Row row) {
        String value;
        if (reading.unit() == Unit.TEXT) {
            value = reading.text(row);
        } else {
            long number = reading.number(row);
            value = number == Fact.ABSENT ? null : reading.unit().text(number);
        }
        return reading.name() + " = " + (value == null ? "null" : value);
    }
}
