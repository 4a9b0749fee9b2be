package io.memberflow.engine;

import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

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

    /** After how many days without an order the next one is a return, if no parameter says so. */
    private static final int AWAY_DAYS = 90;

    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int SOURCE = 2;

    private final CompiledRules rules;
    private final Scoring scoring;
    private final List<Model> models;
    private final DayFactsOf ruleFacts;
    private final DayFactsOf allFacts;
    private final TurningPoints turningPoints;
    private final TurningPoints tableTurningPoints;
    private final int lastOrderOn;

    public Decider(CompiledRules rules, Scoring scoring) {
        this.rules = rules;
        this.scoring = scoring;
        this.models = rules.catalogue().models();
        FactSchema schema = rules.schema();
        this.ruleFacts = facts(rules, rules.reads().wanted());
        this.allFacts = facts(rules, Wanted.all(schema));
        this.turningPoints = TurningPoints.ofRules(rules, scoring);
        this.tableTurningPoints = TurningPoints.ofTables(rules, scoring);
        this.lastOrderOn = schema.get("lastOrderOn").index();
    }

    private static DayFactsOf facts(CompiledRules rules, Wanted wanted) {
        return new DayFactsOf(
                rules.schema(),
                wanted,
                rules.tables(),
                rules.days("awayDays", AWAY_DAYS),
                key -> {
                    int known = rules.catalogue().indexOfTag(key);
                    return known >= 0 && rules.catalogue().tags().get(known).single();
                });
    }

    public CompiledRules rules() {
        return rules;
    }

    public Scoring scoring() {
        return scoring;
    }

    /** What stands at the end of {@code day}. */
    public Verdict decide(MemberHistory history, int day) {
        DayFacts facts = allFacts.compute(history, scoring, day);
        MemberDays days =
                days(history, d -> d == day ? facts : ruleFacts(history, d), history.firstSeenOn());
        Outcome now = days.outcome(day);
        Map<Held, Since> since = lookBack(history, days, day, now);
        int[] nextOn = new int[models.size()];
        Outcome[] after = new Outcome[models.size()];
        lookAhead(history, days, day, now, nextOn, after);
        List<Standing> standings = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            if (now.value(model) >= 0) {
                Rule rule = rules.rules().get(now.rule(model));
                Since from = since.get(Held.ofModel(model));
                standings.add(
                        new Standing(
                                models.get(model),
                                name(model, now),
                                from.day(),
                                from.before() == null ? null : name(model, from.before()),
                                after[model] == null ? null : nextOn[model],
                                after[model] == null ? null : name(model, after[model]),
                                rule,
                                reason(
                                        history,
                                        days,
                                        day,
                                        now.rule(model),
                                        name(model, now),
                                        true)));
            }
        }
        return new Verdict(
                day,
                facts,
                standings,
                tags(history, days, day, now, since),
                nextCheck(history, day));
    }

    /** What the rules made of {@code day}, to look into. */
    public Inspection inspect(MemberHistory history, int day) {
        MemberDays days = days(history, d -> ruleFacts(history, d), history.firstSeenOn());
        return day < days.firstSeenOn()
                ? Inspection.ofNobody(rules)
                : new Inspection(
                        rules, days.evaluation(day, rules.layers().count()), given(days, day));
    }

    private DayFacts ruleFacts(MemberHistory history, int day) {
        return ruleFacts.compute(history, scoring, day);
    }

    private MemberDays days(MemberHistory history, IntFunction<DayFacts> facts, int firstSeenOn) {
        return new MemberDays(
                rules, firstSeenOn, facts, (from, to) -> points(turningPoints, history, from, to));
    }

    /** The turning points, and the days on which something kept runs out. */
    private NavigableSet<Integer> points(
            TurningPoints turns, MemberHistory history, int from, int to) {
        NavigableSet<Integer> points = turns.between(history, from, to);
        Set<Integer> keeps = new TreeSet<>();
        rules.rules().forEach(rule -> keeps.add(rule.keepDays()));
        for (int keep : keeps) {
            if (keep > 1) {
                for (int point : turns.between(history, from - keep + 1, to - keep + 1)) {
                    points.add(point + keep - 1);
                }
            }
        }
        return points;
    }

    /**
     * How the member's values and tags came and went, day by day, from {@code from} to {@code day}.
     * Those that stand on the first day are entered on it. Sensitive tags are left out.
     */
    public List<Turn> turns(MemberHistory history, int from, int day) {
        MemberDays days = days(history, d -> ruleFacts(history, d), history.firstSeenOn());
        NavigableSet<Integer> points = points(turningPoints, history, from, day);
        points.add(from);
        Causes causes = Causes.of(history);
        List<Turn> turns = new ArrayList<>();
        Outcome before = rules.none();
        Map<String, Map<String, Integer>> tagsBefore = Map.of();
        for (int point : points) {
            Outcome outcome = days.outcome(point);
            for (int model = 0; model < models.size(); model++) {
                if (before.value(model) != outcome.value(model)) {
                    turn(history, days, point, model, before, outcome, causes.of(point), turns);
                }
            }
            Map<String, Map<String, Integer>> tags = openTags(days, point, outcome);
            tagTurns(history, days, point, tagsBefore, tags, causes.of(point), turns);
            before = outcome;
            tagsBefore = tags;
        }
        return turns;
    }

    private void turn(
            MemberHistory history,
            MemberDays days,
            int day,
            int model,
            Outcome before,
            Outcome after,
            Turn.Cause cause,
            List<Turn> turns) {
        Model known = models.get(model);
        for (boolean entered : List.of(false, true)) {
            Outcome of = entered ? after : before;
            if (of.value(model) >= 0) {
                turns.add(
                        new Turn(
                                day,
                                known.kind().name(),
                                known.id(),
                                name(model, of),
                                entered,
                                cause,
                                rules.rules().get(of.rule(model)),
                                reason(
                                        history,
                                        days,
                                        day,
                                        of.rule(model),
                                        name(model, of),
                                        entered)));
            }
        }
    }

    /** The tags of a day that are no secret, from whichever source, with the rule behind or -1. */
    private Map<String, Map<String, Integer>> openTags(MemberDays days, int day, Outcome outcome) {
        Map<String, Map<String, Integer>> tags = new TreeMap<>();
        for (Row tag : given(days, day)) {
            int key = rules.catalogue().indexOfTag(tag.text(KEY));
            if (key >= 0 && !rules.catalogue().tags().get(key).sensitive()) {
                tags.computeIfAbsent(tag.text(KEY), k -> new TreeMap<>()).put(tag.text(VALUE), -1);
            }
        }
        for (RuleTag tag : outcome.tags()) {
            TagKey key = rules.catalogue().tags().get(tag.key());
            if (!key.sensitive()) {
                tags.computeIfAbsent(key.key(), k -> new TreeMap<>()).put(tag.value(), tag.rule());
            }
        }
        return tags;
    }

    private void tagTurns(
            MemberHistory history,
            MemberDays days,
            int day,
            Map<String, Map<String, Integer>> before,
            Map<String, Map<String, Integer>> after,
            Turn.Cause cause,
            List<Turn> turns) {
        for (boolean entered : List.of(false, true)) {
            Map<String, Map<String, Integer>> of = entered ? after : before;
            Map<String, Map<String, Integer>> other = entered ? before : after;
            of.forEach(
                    (key, values) ->
                            values.forEach(
                                    (value, rule) -> {
                                        if (!other.getOrDefault(key, Map.of()).containsKey(value)) {
                                            turns.add(
                                                    new Turn(
                                                            day,
                                                            "TAG",
                                                            key,
                                                            value,
                                                            entered,
                                                            cause,
                                                            rule < 0
                                                                    ? null
                                                                    : rules.rules().get(rule),
                                                            rule < 0
                                                                    ? null
                                                                    : reason(
                                                                            history, days, day,
                                                                            rule, value, entered)));
                                        }
                                    }));
        }
    }

    private static List<Row> given(MemberDays days, int day) {
        return days.facts(day).rows().stream().filter(row -> row.type() == RowType.TAG).toList();
    }

    /** What has a since: a model, or a tag of one source. */
    private record Held(int model, String key, String value, String source) {
        static Held ofModel(int model) {
            return new Held(model, null, null, null);
        }

        static Held ofTag(String key, String value, String source) {
            return new Held(-1, key, value, source);
        }
    }

    /**
     * Since when something stands.
     *
     * @param before the verdict of the day before, null when it was not found
     */
    private record Since(int day, Outcome before) {}

    private Set<Held> tagsOf(MemberDays days, int day, Outcome outcome) {
        Set<Held> tags = new LinkedHashSet<>();
        if (day >= days.firstSeenOn()) {
            for (Row tag : given(days, day)) {
                tags.add(Held.ofTag(tag.text(KEY), tag.text(VALUE), tag.text(SOURCE)));
            }
        }
        for (RuleTag tag : outcome.tags()) {
            String key = rules.catalogue().tags().get(tag.key()).key();
            tags.add(Held.ofTag(key, tag.value(), Precedence.RULE));
        }
        return tags;
    }

    private Map<Held, Since> lookBack(
            MemberHistory history, MemberDays days, int day, Outcome now) {
        Map<Held, Since> since = new HashMap<>();
        Set<Held> open = new LinkedHashSet<>(tagsOf(days, day, now));
        for (int model = 0; model < models.size(); model++) {
            if (now.value(model) >= 0) {
                open.add(Held.ofModel(model));
            }
        }
        for (int point : points(turningPoints, history, day - LOOK_BACK + 1, day).descendingSet()) {
            if (open.isEmpty()) {
                break;
            }
            Outcome earlier = days.outcome(point - 1);
            Set<Held> tags = tagsOf(days, point - 1, earlier);
            open.removeIf(
                    one -> {
                        boolean ends =
                                one.model() >= 0
                                        ? earlier.value(one.model()) != now.value(one.model())
                                        : !tags.contains(one);
                        if (ends) {
                            since.put(one, new Since(point, earlier));
                        }
                        return ends;
                    });
        }
        open.forEach(one -> since.put(one, new Since(day - LOOK_BACK, null)));
        return since;
    }

    private void lookAhead(
            MemberHistory history,
            MemberDays days,
            int day,
            Outcome now,
            int[] nextOn,
            Outcome[] after) {
        int open = 0;
        for (int model = 0; model < models.size(); model++) {
            open += isOpenStage(model, now) ? 1 : 0;
        }
        for (int point : points(turningPoints, history, day + 1, day + LOOK_AHEAD)) {
            if (open == 0) {
                return;
            }
            Outcome later = days.outcome(point);
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

    private List<TagStanding> tags(
            MemberHistory history, MemberDays days, int day, Outcome now, Map<Held, Since> since) {
        List<Row> ofRules = new ArrayList<>();
        Map<Row, RuleTag> ruleOf = new HashMap<>();
        for (RuleTag tag : now.tags()) {
            Row row =
                    Precedence.tag(
                            rules.catalogue().tags().get(tag.key()).key(),
                            tag.value(),
                            Precedence.RULE);
            ofRules.add(row);
            ruleOf.put(row, tag);
        }
        List<Row> given = day < days.firstSeenOn() ? List.of() : given(days, day);
        List<Row> all = new ArrayList<>(given);
        all.addAll(ofRules);
        List<TagStanding> tags = new ArrayList<>();
        for (Row row : all) {
            String key = row.text(KEY);
            int known = rules.catalogue().indexOfTag(key);
            boolean stands =
                    Precedence.winners(ofKey(given, key), ofKey(ofRules, key)).contains(row);
            RuleTag rule = ruleOf.get(row);
            tags.add(
                    new TagStanding(
                            key,
                            known < 0 ? null : rules.catalogue().tags().get(known),
                            row.text(VALUE),
                            row.text(SOURCE),
                            stands,
                            since.get(Held.ofTag(key, row.text(VALUE), row.text(SOURCE))).day(),
                            rule == null ? GivenTags.until(history.profile(), row, day) : null,
                            rule == null ? null : rules.rules().get(rule.rule()),
                            rule == null
                                    ? null
                                    : reason(
                                            history,
                                            days,
                                            day,
                                            rule.rule(),
                                            row.text(VALUE),
                                            true)));
        }
        tags.sort(
                Comparator.comparing(TagStanding::name)
                        .thenComparing(TagStanding::value)
                        .thenComparing(TagStanding::source));
        return tags;
    }

    private static List<Row> ofKey(List<Row> tags, String key) {
        return tags.stream().filter(tag -> tag.text(KEY).equals(key)).toList();
    }

    private Integer nextCheck(MemberHistory history, int day) {
        NavigableSet<Integer> points =
                points(tableTurningPoints, history, day + 1, day + LOOK_AHEAD);
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
            MemberDays days,
            int day,
            int number,
            String value,
            boolean holding) {
        Rule rule = rules.rules().get(number);
        if (day < days.firstSeenOn()) {
            return new Reason(rule.name(), List.of(), List.of());
        }
        // What is kept has its reason on the last day on which the rule held by itself.
        int on =
                holding && rule.keepDays() > 1
                        ? days.firedOn(number, rules.layers().layerOf(number), day)
                        : day;
        Evaluation evaluation = days.evaluation(on, rules.layers().count());
        Explanation explanation = new Explanation(models, evaluation.scene());
        List<Reason.Because> because =
                holding && !rule.boundGifts().isEmpty()
                        ? explanation.of(rule, value)
                        : explanation.of(rule.when(), holding);
        return new Reason(rule.name(), because, orders(history, on, evaluation.numbers(), because));
    }

    /**
     * The newest counting orders, up to the day, of the widest window that the facts speak of, and
     * the orders that rows come from.
     */
    private List<String> orders(
            MemberHistory history, int day, long[] facts, List<Reason.Because> because) {
        long oldest = Long.MAX_VALUE;
        Set<String> orders = new LinkedHashSet<>();
        for (Reason.Because one : because) {
            if (one instanceof Reason.FactBecause f) {
                long from =
                        switch (f.fact().window()) {
                            case 0 -> facts[lastOrderOn];
                            case Fact.LIFE -> Long.MIN_VALUE;
                            default -> day - f.fact().window() + 1L;
                        };
                oldest = Math.min(oldest, from);
            } else if (one instanceof Reason.RowBecause rows) {
                orders.addAll(rows.orders());
            }
        }
        orders.addAll(history.newestCounting(oldest, day, Reason.MOST_ORDERS));
        return orders.stream().limit(Reason.MOST_ORDERS).toList();
    }
}
