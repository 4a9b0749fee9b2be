package io.memberflow.engine;

import io.memberflow.facts.ChangeDays;
import io.memberflow.facts.DaySteps;
import io.memberflow.facts.Wanted;
import io.memberflow.member.Fact;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The days on which a member's facts can cross a constant of the rules, as known from its orders:
 * between two of them nothing can change. Some of them change nothing; none is missing.
 */
final class TurningPoints {
    private final ChangeDays changeDays;

    private TurningPoints(ChangeDays changeDays) {
        this.changeDays = changeDays;
    }

    /** The days on which a rule could decide otherwise. */
    static TurningPoints ofRules(CompiledRules rules, Scoring scoring) {
        return of(rules, scoring, rules.factsRead());
    }

    /** Those, and the days on which any number of the tables changes, read by a rule or not. */
    static TurningPoints ofTables(CompiledRules rules, Scoring scoring) {
        return of(rules, scoring, Set.copyOf(rules.schema().facts()));
    }

    private static TurningPoints of(CompiledRules rules, Scoring scoring, Set<Fact> facts) {
        Map<Fact, Set<Long>> steps = new HashMap<>();
        rules.factsRead().forEach(fact -> steps.put(fact, rules.stepsOf(fact)));
        Wanted wanted = new Wanted(facts, Set.of(), Set.of());
        DaySteps daySteps = new DaySteps(steps, Map.of());
        return new TurningPoints(new ChangeDays(rules.schema(), wanted, daySteps, scoring));
    }

    /** The turning points of a member from {@code from} to {@code to}, both included. */
    NavigableSet<Integer> between(MemberHistory history, int from, int to) {
        return changeDays.between(history, from, to);
    }
}
