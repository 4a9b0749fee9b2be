package io.memberflow.engine;

import io.memberflow.facts.DaySteps;
import io.memberflow.facts.Wanted;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowField;
import io.memberflow.member.RowType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the rules of a release read, and the days on which that can matter. */
final class Reads {
    /** Numbers that each day's passing moves. */
    private static final Set<String> COUNTING_DAYS =
            Set.of(
                    "age",
                    "daysSince",
                    "recencyDays",
                    "tenureDays",
                    "returnedDays",
                    "daysPastGap",
                    "ageYears");

    private final FactSchema schema;
    private final Set<Fact> numbers = new LinkedHashSet<>();
    private final Set<RowField> texts = new LinkedHashSet<>();
    private final Set<RowType> types = EnumSet.noneOf(RowType.class);
    private final Map<Fact, Set<Long>> numberSteps = new HashMap<>();
    private final Map<RowField, Set<Long>> fieldSteps = new HashMap<>();
    private final Set<Integer> dates = new TreeSet<>();
    private boolean everyDay;
    private boolean since;

    Reads(List<Rule> rules, FactSchema schema) {
        this.schema = schema;
        for (Rule rule : rules) {
            rule.when().forEachLeaf(this::condition);
        }
        // All that is compared at all, though it may never step.
        numbers.forEach(fact -> numberSteps.computeIfAbsent(fact, f -> new TreeSet<>()));
    }

    private void condition(Condition leaf) {
        if (leaf instanceof Condition.Compare c) {
            compare(c.fact(), c.comparison(), c.constant());
        } else if (leaf instanceof Condition.Matches matches) {
            pattern(matches.pattern());
        } else if (leaf instanceof Condition.Accumulates accumulates) {
            pattern(accumulates.of());
            accumulates.totals().stream()
                    .filter(total -> total.of() != null)
                    .forEach(
                            total -> {
                                reading(accumulates.of().type(), total.of());
                                everyDay |= COUNTING_DAYS.contains(total.of().name());
                            });
        }
    }

    private void compare(Fact fact, Comparison comparison, long constant) {
        if (fact.name().equals(FactSchema.AS_OF)) {
            dates.add((int) constant);
            return;
        }
        numbers.add(fact);
        Set<Long> steps = numberSteps.computeIfAbsent(fact, f -> new TreeSet<>());
        for (long step : comparison.steps(constant)) {
            steps.add(step);
        }
    }

    private void pattern(RowPattern pattern) {
        if (pattern.type() != RowType.MEMBER) {
            types.add(pattern.type());
        }
        pattern.tests().forEach(test -> test.forEachLeaf(leaf -> test(pattern.type(), leaf)));
    }

    private void test(RowType type, RowTest leaf) {
        reading(type, leaf.reading());
        if (leaf instanceof RowTest.Numeric n) {
            if (type == RowType.MEMBER) {
                compare(schema.get(n.of().name()), n.comparison(), n.constant());
            } else {
                Set<Long> steps = fieldSteps.computeIfAbsent(n.of().field(), f -> new TreeSet<>());
                for (long step : n.comparison().steps(n.constant())) {
                    steps.add(step);
                }
            }
        } else if (leaf instanceof RowTest.NumberOfRow n) {
            // Where two numbers of the member meet is known on no day before.
            everyDay |=
                    COUNTING_DAYS.contains(n.of().name())
                            || COUNTING_DAYS.contains(n.with().of().name());
        }
    }

    private void reading(RowType type, Reading reading) {
        if (type == RowType.MEMBER) {
            if (reading.field() == null) {
                types.add(RowType.MEMBER);
            } else if (reading.isText()) {
                texts.add(reading.field());
            } else {
                numbers.add(schema.get(reading.name()));
            }
        }
        since |= type == RowType.SEGMENT && reading.name().equals("since");
    }

    /** The member's numbers that some rule reads, and no others. */
    Set<Fact> numbers() {
        return numbers;
    }

    /** What facts have to be worked out for the rules. */
    Wanted wanted() {
        return new Wanted(numbers, texts, types);
    }

    /** The same, and the tags that others gave. */
    Wanted wantedWithTags() {
        Set<RowType> all = EnumSet.of(RowType.TAG);
        all.addAll(types);
        return new Wanted(numbers, texts, all);
    }

    /** At which values of what counts days some comparison turns. */
    DaySteps steps() {
        return new DaySteps(numberSteps, fieldSteps);
    }

    /** The days on which a rule begins or ends to be in force. */
    Set<Integer> dates() {
        return dates;
    }

    /** Whether any day may be one on which a comparison turns. */
    boolean everyDay() {
        return everyDay;
    }

    /** Whether some rule asks since when a value stands. */
    boolean since() {
        return since;
    }

    /** Whether some rule reads values of models as rows. */
    boolean segmentRows() {
        return types.contains(RowType.SEGMENT);
    }
}
