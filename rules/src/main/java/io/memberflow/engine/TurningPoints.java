package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import java.time.LocalDate;
import java.time.Month;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The days on which a member's facts can cross a constant of the rules, as known from its orders:
 * between two of them nothing can change. Some of them change nothing; none is missing.
 */
final class TurningPoints {
    private static final int PEAK_WINDOW = 365;

    private final int[] windows;
    private final int[] recencySteps;
    private final int[] tenureSteps;
    private final boolean halfYears;

    private TurningPoints(int[] windows, int[] recencySteps, int[] tenureSteps, boolean halfYears) {
        this.windows = windows;
        this.recencySteps = recencySteps;
        this.tenureSteps = tenureSteps;
        this.halfYears = halfYears;
    }

    /** The days on which a rule could decide otherwise. */
    static TurningPoints ofRules(CompiledRules rules, Scoring scoring) {
        return of(rules, scoring, rules.factsRead());
    }

    /** Those, and the days on which any number of the tables changes, read by a rule or not. */
    static TurningPoints ofTables(CompiledRules rules, Scoring scoring) {
        return of(rules, scoring, new LinkedHashSet<>(rules.schema().facts()));
    }

    private static TurningPoints of(CompiledRules rules, Scoring scoring, Set<Fact> facts) {
        FactSchema schema = rules.schema();
        TreeSet<Integer> windows = new TreeSet<>();
        facts.forEach(fact -> windows.add(fact.window()));
        NavigableSet<Integer> recency = steps(rules, schema.get("recencyDays"));
        if (facts.contains(schema.get("rScore")) || facts.contains(schema.get("rHigh"))) {
            for (int step : scoring.recencySteps()) {
                recency.add(step);
            }
        }
        return new TurningPoints(
                ints(windows.subSet(1, Fact.LIFE)),
                ints(recency),
                ints(steps(rules, schema.get("tenureDays"))),
                facts.contains(schema.get("peakAmount365")));
    }

    private static NavigableSet<Integer> steps(CompiledRules rules, Fact fact) {
        TreeSet<Integer> steps = new TreeSet<>();
        for (long step : rules.stepsOf(fact)) {
            // A step beyond any calendar can not be reached, and would not fit a date.
            if (step > 0 && step < 1_000_000) {
                steps.add((int) step);
            }
        }
        return steps;
    }

    private static int[] ints(Set<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The turning points of a member from {@code from} to {@code to}, both included. */
    NavigableSet<Integer> between(MemberHistory history, int from, int to) {
        TreeSet<Integer> points = new TreeSet<>();
        add(points, history.firstSeenOn(), from, to);
        for (int row = 0; row < history.days().length; row++) {
            int day = history.days()[row];
            add(points, day, from, to);
            addAll(points, day, windows, from, to);
            if (history.orders()[row] > 0) {
                addAll(points, day, recencySteps, from, to);
            }
        }
        int[] folded = history.folded().days();
        if (folded.length > 0) {
            addAll(points, folded[folded.length - 1], recencySteps, from, to);
        }
        firstOrderOn(history).ifPresent(day -> addAll(points, day, tenureSteps, from, to));
        if (halfYears) {
            addHalfYears(points, history.days(), from, to);
            addHalfYears(points, folded, from, to);
        }
        return points;
    }

    private static OptionalInt firstOrderOn(MemberHistory history) {
        if (history.folded().days().length > 0) {
            return OptionalInt.of(history.folded().days()[0]);
        }
        return IntStream.range(0, history.days().length)
                .filter(row -> history.orders()[row] > 0)
                .map(row -> history.days()[row])
                .findFirst();
    }

    private static void addAll(Set<Integer> points, int day, int[] distances, int from, int to) {
        for (int distance : distances) {
            add(points, day + distance, from, to);
        }
    }

    private static void add(Set<Integer> points, int day, int from, int to) {
        if (day >= from && day <= to) {
            points.add(day);
        }
    }

    /** The peak forgets a date on the first 1 January or 1 July on which its year is over. */
    private static void addHalfYears(Set<Integer> points, int[] days, int from, int to) {
        for (int day : days) {
            LocalDate left = LocalDate.ofEpochDay(day).plusDays(PEAK_WINDOW);
            LocalDate july = LocalDate.of(left.getYear(), Month.JULY, 1);
            LocalDate next =
                    left.getDayOfYear() == 1
                            ? left
                            : left.isAfter(july) ? july.plusMonths(6) : july;
            add(points, (int) next.toEpochDay(), from, to);
        }
    }
}
