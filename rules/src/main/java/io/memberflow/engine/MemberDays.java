package io.memberflow.engine;

import io.memberflow.member.DayFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One member on any day: facts and verdicts, worked out once each. Rules that keep what they give,
 * or ask since when a value stands, look at other days of it.
 */
final class MemberDays {
    private final CompiledRules rules;
    private final int firstSeenOn;
    private final IntFunction<DayFacts> factsOf;
    private final Points points;
    private final Memo memo;
    private final Map<Integer, DayFacts> facts = new HashMap<>();
    private final Map<Integer, Evaluation> evaluations = new HashMap<>();
    private final Map<Integer, Outcome> outcomes = new HashMap<>();

    /**
     * @param firstSeenOn the first day on which there is a verdict
     * @param points the days on which facts can change
     * @param memo of the member
     */
    MemberDays(
            CompiledRules rules,
            int firstSeenOn,
            IntFunction<DayFacts> factsOf,
            Points points,
            Memo memo) {
        this.rules = rules;
        this.firstSeenOn = firstSeenOn;
        this.factsOf = factsOf;
        this.points = points;
        this.memo = memo;
    }

    /** The days on which facts can change, ascending. */
    interface Points {
        int[] between(int from, int to);
    }

    int firstSeenOn() {
        return firstSeenOn;
    }

    DayFacts facts(int day) {
        return facts.computeIfAbsent(day, factsOf::apply);
    }

    /** What the rules say at the end of the day. */
    Outcome outcome(int day) {
        if (day < firstSeenOn) {
            return rules.none();
        }
        Outcome known = outcomes.get(day);
        if (known == null) {
            known = rules.decide(evaluation(day, 0), facts(day), past(day), memo);
            outcomes.put(day, known);
        }
        return known;
    }

    /** The rules of a day, worked through up to a layer: what fires, and by what. */
    Evaluation evaluation(int day, int end) {
        Evaluation evaluation = evaluations.get(day);
        if (evaluation == null) {
            evaluation = rules.foresee(facts(day), past(day), memo);
            evaluations.put(day, evaluation);
        }
        return evaluation.runTo(end);
    }

    /** The rules of a day, worked through with all that they give, to look into. */
    Evaluation whole(int day) {
        return rules.evaluation(facts(day), past(day), memo).runTo(rules.layers().count());
    }

    /** The last day up to {@code day} on which a rule fired by itself, within what it keeps. */
    int firedOn(int rule, int layer, int day) {
        int keep = Math.max(1, rules.rules().get(rule).keepDays());
        int from = Math.max(firstSeenOn, day - keep + 1);
        int[] changes = points.between(from + 1, day);
        int end = day;
        for (int i = changes.length - 1; i >= 0; i--) {
            if (fired(end, layer).has(rule)) {
                return end;
            }
            end = changes[i] - 1;
        }
        return fired(end, layer).has(rule) ? end : day;
    }

    private Fired fired(int day, int layer) {
        return evaluation(day, layer + 1).firedIn(layer);
    }

    private Past past(int day) {
        return rules.looksBack() ? new PastOf(day) : Past.NONE;
    }

    /** What a day knows of the days before it. */
    private final class PastOf implements Past {
        private final int day;

        PastOf(int day) {
            this.day = day;
        }

        @Override
        public Fired kept(int layer) {
            Fired kept = new Fired();
            List<Integer> numbers = rules.layers().rulesOf(layer);
            for (int number : numbers) {
                int keep = rules.rules().get(number).keepDays();
                if (keep > 1) {
                    int from = Math.max(firstSeenOn, day - keep + 1);
                    if (from < day) {
                        addFired(number, layer, from, kept);
                    }
                    for (int earlier : points.between(from + 1, day - 1)) {
                        addFired(number, layer, earlier, kept);
                    }
                }
            }
            return kept;
        }

        private void addFired(int rule, int layer, int on, Fired kept) {
            fired(on, layer).ways(rule).forEach(way -> kept.add(rule, way));
        }

        @Override
        public long since(int model, int value) {
            int end = rules.layers().layerOfModel(model) + 1;
            int oldest = Math.max(firstSeenOn, day - Decider.LOOK_BACK);
            int[] changes = points.between(oldest + 1, day);
            for (int i = changes.length - 1; i >= 0; i--) {
                if (evaluation(changes[i] - 1, end).value(model) != value) {
                    return changes[i];
                }
            }
            return oldest;
        }
    }
}
