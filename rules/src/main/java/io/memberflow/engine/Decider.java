package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.FactsAsOf;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Decides members by one release and one set of cut points: what stands on a day, since when, what
 * was before and what comes next if nothing happens (facts.md §3). A pure function of the member's
 * history and the day.
 *
 * <p>The verdict of any day is computed from the history alone; only {@link TurningPoints} are
 * looked at, since nothing changes between them.
 */
public final class Decider {
    /** How many days back {@code since} is looked for. */
    public static final int LOOK_BACK = 365;

    /** How many days ahead {@code nextOn} is looked for. */
    public static final int LOOK_AHEAD = 730;

    private final CompiledRules rules;
    private final Scoring scoring;
    private final List<Model> models;
    private final FactsAsOf ruleFacts;
    private final FactsAsOf allFacts;
    private final TurningPoints turningPoints;
    private final TurningPoints tableTurningPoints;
    private final int lastOrderOn;

    public Decider(CompiledRules rules, Scoring scoring) {
        this.rules = rules;
        this.scoring = scoring;
        this.models = rules.catalogue().models();
        FactSchema schema = rules.schema();
        this.ruleFacts = new FactsAsOf(schema, rules.factsRead());
        this.allFacts = new FactsAsOf(schema, schema.facts());
        this.turningPoints = TurningPoints.ofRules(rules, scoring);
        this.tableTurningPoints = TurningPoints.ofTables(rules, scoring);
        this.lastOrderOn = schema.get("lastOrderOn").index();
    }

    public CompiledRules rules() {
        return rules;
    }

    public Scoring scoring() {
        return scoring;
    }

    /** What stands at the end of {@code day}. */
    public Verdict decide(MemberHistory history, int day) {
        long[] facts = allFacts.compute(history, scoring, day);
        Outcome now = day < history.firstSeenOn() ? rules.none() : rules.decide(facts);
        int[] since = new int[models.size()];
        Outcome[] before = new Outcome[models.size()];
        lookBack(history, day, now, since, before);
        int[] nextOn = new int[models.size()];
        Outcome[] after = new Outcome[models.size()];
        lookAhead(history, day, now, nextOn, after);
        List<Standing> standings = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            if (now.value(model) >= 0) {
                Rule rule = rules.rules().get(now.rule(model));
                standings.add(
                        new Standing(
                                models.get(model),
                                name(model, now),
                                since[model],
                                before[model] == null ? null : name(model, before[model]),
                                after[model] == null ? null : nextOn[model],
                                after[model] == null ? null : name(model, after[model]),
                                rule,
                                reason(history, day, rule, facts, now, true)));
            }
        }
        return new Verdict(day, facts, standings, nextCheck(history, day));
    }

    /**
     * How the member's values came and went, day by day, from {@code from} to {@code day}. The
     * values that stand on the first day are entered on it.
     */
    public List<Turn> turns(MemberHistory history, int from, int day) {
        NavigableSet<Integer> points = turningPoints.between(history, from, day);
        points.add(from);
        Set<Integer> orderDays = new HashSet<>();
        Arrays.stream(history.days()).forEach(orderDays::add);
        List<Turn> turns = new ArrayList<>();
        Outcome before = rules.none();
        for (int point : points) {
            Outcome outcome = outcome(history, point);
            for (int model = 0; model < models.size(); model++) {
                turn(history, point, model, before, outcome, orderDays.contains(point), turns);
            }
            before = outcome;
        }
        return turns;
    }

    private void turn(
            MemberHistory history,
            int day,
            int model,
            Outcome before,
            Outcome after,
            boolean byOrder,
            List<Turn> turns) {
        if (before.value(model) == after.value(model)) {
            return;
        }
        long[] facts = ruleFacts.compute(history, scoring, day);
        if (before.value(model) >= 0) {
            Rule rule = rules.rules().get(before.rule(model));
            Reason reason = reason(history, day, rule, facts, after, false);
            turns.add(
                    new Turn(
                            day,
                            models.get(model),
                            name(model, before),
                            false,
                            byOrder,
                            rule,
                            reason));
        }
        if (after.value(model) >= 0) {
            Rule rule = rules.rules().get(after.rule(model));
            Reason reason = reason(history, day, rule, facts, after, true);
            turns.add(
                    new Turn(
                            day,
                            models.get(model),
                            name(model, after),
                            true,
                            byOrder,
                            rule,
                            reason));
        }
    }

    private Outcome outcome(MemberHistory history, int day) {
        return day < history.firstSeenOn()
                ? rules.none()
                : rules.decide(ruleFacts.compute(history, scoring, day));
    }

    private void lookBack(
            MemberHistory history, int day, Outcome now, int[] since, Outcome[] before) {
        int open = 0;
        for (int model = 0; model < models.size(); model++) {
            since[model] = day - LOOK_BACK;
            open += now.value(model) >= 0 ? 1 : 0;
        }
        NavigableSet<Integer> points = turningPoints.between(history, day - LOOK_BACK + 1, day);
        for (int point : points.descendingSet()) {
            if (open == 0) {
                return;
            }
            Outcome earlier = outcome(history, point - 1);
            for (int model = 0; model < models.size(); model++) {
                if (before[model] == null
                        && now.value(model) >= 0
                        && earlier.value(model) != now.value(model)) {
                    since[model] = point;
                    before[model] = earlier;
                    open--;
                }
            }
        }
    }

    private void lookAhead(
            MemberHistory history, int day, Outcome now, int[] nextOn, Outcome[] after) {
        int open = 0;
        for (int model = 0; model < models.size(); model++) {
            open += isOpenStage(model, now) ? 1 : 0;
        }
        for (int point : turningPoints.between(history, day + 1, day + LOOK_AHEAD)) {
            if (open == 0) {
                return;
            }
            Outcome later = outcome(history, point);
            for (int model = 0; model < models.size(); model++) {
                if (after[model] == null
                        && isOpenStage(model, now)
                        && later.value(model) != now.value(model)) {
                    nextOn[model] = point;
                    after[model] = later;
                    open--;
                }
            }
        }
    }

    private boolean isOpenStage(int model, Outcome now) {
        return models.get(model).kind() == Model.Kind.STAGE && now.value(model) >= 0;
    }

    private Integer nextCheck(MemberHistory history, int day) {
        NavigableSet<Integer> points =
                tableTurningPoints.between(history, day + 1, day + LOOK_AHEAD);
        return points.isEmpty() ? null : points.first();
    }

    private String name(int model, Outcome outcome) {
        int value = outcome.value(model);
        return value < 0 ? null : models.get(model).values().get(value).value();
    }

    /**
     * The conditions of a rule that hold, or, of a value that was left, those that hold no longer:
     * none when the rule still holds and a stronger one took its place.
     */
    private Reason reason(
            MemberHistory history,
            int day,
            Rule rule,
            long[] facts,
            Outcome outcome,
            boolean holding) {
        List<Reason.Because> because =
                new Explanation(models, facts, outcome).of(rule.when(), holding);
        return new Reason(rule.name(), because, orders(history, day, facts, because));
    }

    /** The newest counting orders, up to the day, of the widest window that the facts speak of. */
    private List<String> orders(
            MemberHistory history, int day, long[] facts, List<Reason.Because> because) {
        long oldest = Long.MAX_VALUE;
        for (Reason.Because one : because) {
            if (one instanceof Reason.FactBecause f) {
                long from =
                        switch (f.fact().window()) {
                            case 0 -> facts[lastOrderOn];
                            case Fact.LIFE -> Long.MIN_VALUE;
                            default -> day - f.fact().window() + 1L;
                        };
                oldest = Math.min(oldest, from);
            }
        }
        return history.newestCounting(oldest, day, Reason.MOST_ORDERS);
    }
}
