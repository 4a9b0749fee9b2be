package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Expectation;
import io.memberflow.engine.Reason;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds expectations against what was decided. */
final class CaseCheck {
    private final FactSchema schema;

    CaseCheck(FactSchema schema) {
        this.schema = schema;
    }

    boolean isMet(Expectation expectation, Seen seen) {
        if (expectation instanceof Expectation.Value v) {
            return v.value().equals(seen.value(v.model()));
        } else if (expectation instanceof Expectation.Tag t) {
            return seen.tags().getOrDefault(t.key(), Set.of()).contains(t.value());
        } else if (expectation instanceof Expectation.Absent a) {
            return present(a, seen).isEmpty();
        } else if (expectation instanceof Expectation.Because b) {
            return names(seen.because(b.isModel(), b.name())).stream()
                    .anyMatch(name -> isNamed(b.fact(), name));
        }
        Expectation.FactValue number = (Expectation.FactValue) expectation;
        long is = number(number, seen);
        return number.value() == null ? is == Fact.ABSENT : is == number.value();
    }

    /** The values that should be absent and are not. */
    static List<String> present(Expectation.Absent absent, Seen seen) {
        List<String> values = new ArrayList<>();
        if (absent.isModel()) {
            String value = seen.value(absent.name());
            if (value != null) {
                values.add(value);
            }
        } else {
            values.addAll(seen.tags().getOrDefault(absent.name(), Set.of()));
        }
        values.removeIf(value -> absent.value() != null && !absent.value().equals(value));
        return values;
    }

    long number(Expectation.FactValue expected, Seen seen) {
        long[] numbers = seen.numbers();
        return numbers.length == 0 ? Fact.ABSENT : numbers[schema.get(expected.fact()).index()];
    }

    /** What a reason speaks of: facts, models, or rows with what is asked of them. */
    static List<String> names(List<Reason.Because> because) {
        List<String> names = new ArrayList<>();
        for (Reason.Because one : because) {
            if (one instanceof Reason.FactBecause f) {
                names.add(f.fact().name());
            } else if (one instanceof Reason.ModelBecause m) {
                names.add("segment." + m.model());
            } else if (one instanceof Reason.RowBecause r) {
                names.add(r.type() + "( " + r.needs() + " )");
            }
        }
        return names.stream().distinct().toList();
    }

    private static boolean isNamed(String fact, String name) {
        if (name.equals(fact) || name.equals("segment." + fact)) {
            return true;
        }
        int open = name.indexOf('(');
        return open > 0
                && (name.substring(0, open).equals(fact)
                        || (" " + name.substring(open + 1)).contains(" " + fact + " "));
    }
}
