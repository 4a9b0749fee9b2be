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
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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

    /** What tags somebody else gave. */
    private static final Wanted NO_RULES = new Wanted(Set.of(), Set.of(), EnumSet.of(RowType.TAG));

    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int SOURCE = 2;

    private final CompiledRules rules;
    private final Scoring scoring;
    private final List<Model> models;
    private final DayFactsOf allFacts;
    private final TurningPoints tableTurningPoints;
    private final Strand whole;
    private final Strand given;
    private final Strand[] strandsOfModels;
    private final Strand[] strandsOfKeys;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int lastOrderOn;

    public Decider(CompiledRules rules, Scoring scoring) {
        this.rules = rules;
        this.scoring = scoring;
        this.models = rules.catalogue().models();
        FactSchema schema = rules.schema();
        this.allFacts = Strand.facts(rules, Wanted.all(schema));
        this.tableTurningPoints = TurningPoints.of(rules, Wanted.all(schema), scoring);
        this.whole = new Strand(rules, rules.reads().wantedWithTags(), scoring);
        this.given = new Strand(rules.partOfNothing(), NO_RULES, scoring);
        this.strandsOfModels = new Strand[models.size()];
        this.strandsOfKeys = new Strand[rules.catalogue().tags().size()];
        for (int number = 0; number < rules.rules().size(); number++) {
            numbers.put(rules.rules().get(number).name(), number);
        }
        this.lastOrderOn = schema.get("lastOrderOn").index();
    }

    private Strand strandOfModel(int model) {
        if (strandsOfModels[model] == null) {
            strandsOfModels[model] = strand(rules.partOfModel(model));
        }
        return strandsOfModels[model];
    }

    private Strand strandOfKey(int key) {
        if (strandsOfKeys[key] == null) {
            strandsOfKeys[key] = strand(rules.partOfKey(key));
        }
        return strandsOfKeys[key];
    }

    private Strand strand(CompiledRules part) {
        return new Strand(part, part.reads().wanted(), scoring);
    }

    public CompiledRules rules() {
        return rules;
    }

    public Scoring scoring() {
        return scoring;
    }

    /** What stands at the end of {@code day}. */
    public Verdict decide(MemberHistory history, int day) {
        return decide(history, day, Earlier.NOTHING);
    }

    /**
     * The same, sooner.
     *
     * @param earlier what was decided of the member before, by the same rules and cut points
     */
    public Verdict decide(MemberHistory history, int day, Earlier earlier) {
        return look(history, day).verdict(earlier);
    }

    /** Looks at a member on a day. */
    public Look look(MemberHistory history, int day) {
        return new Look(history, day);
    }

    /** A member on one day, worked out once and asked for several things. */
    public final class Look {
        private final MemberHistory history;
        private final int day;
        private final Memo memo = new Memo();
        private final DayFacts facts;
        private final MemberDays days;

        private Look(MemberHistory history, int day) {
            this.history = history;
            this.day = day;
            this.facts = allFacts.compute(history, scoring, day, memo.rows());
            this.days =
                    whole.days(
                            history, d -> d == day ? facts : whole.facts(history, d, memo), memo);
        }

        /**
         * What stands.
         *
         * @param earlier as in {@link Decider#decide(MemberHistory, int, Earlier)}
         */
        public Verdict verdict(Earlier earlier) {
            Outcome now = days.outcome(day);
            LookBack past = new LookBack(history, memo, day, earlier);
            int[] nextOn = new int[models.size()];
            Outcome[] after = new Outcome[models.size()];
            lookAhead(history, memo, day, now, nextOn, after);
            List<Standing> standings = new ArrayList<>();
            for (int model = 0; model < models.size(); model++) {
                if (now.value(model) >= 0) {
                    Rule rule = rules.rules().get(now.rule(model));
                    Since from = past.ofModel(model, now.value(model));
                    standings.add(
                            new Standing(
                                    models.get(model),
                                    name(model, now),
                                    from.day(),
                                    from.previous(),
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
                    tags(history, days, day, now, past),
                    nextCheck(history, day));
        }

        /**
         * Why a rule no longer gives a value.
         *
         * @param rule the rule that gave it
         * @return what of its conditions holds no longer; null when this release has no such rule
         */
        public Reason left(String rule, String value) {
            Integer number = numbers.get(rule);
            return number == null ? null : reason(history, days, day, number, value, false);
        }
    }

    /** What the rules made of {@code day}, to look into. */
    public Inspection inspect(MemberHistory history, int day) {
        MemberDays days = whole.days(history, new Memo());
        return day < days.firstSeenOn()
                ? Inspection.ofNobody(rules)
                : new Inspection(rules, days.whole(day), given(days, day));
    }

    /**
     * How the member's values and tags came and went, day by day, from {@code from} to {@code day}.
     * Those that stand on the first day are entered on it. Sensitive tags are left out.
     */
    public List<Turn> turns(MemberHistory history, int from, int day) {
        MemberDays days = whole.days(history, new Memo());
        Causes causes = Causes.of(history);
        List<Turn> turns = new ArrayList<>();
        Outcome before = rules.none();
        Map<String, Map<String, Integer>> tagsBefore = Map.of();
        int[] points =
                IntStream.concat(
                                IntStream.of(from),
                                Arrays.stream(whole.points(history, from + 1, day)))
                        .toArray();
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
        return days.facts(day).rows(RowType.TAG);
    }

    /**
     * Since when something stands.
     *
     * @param previous the model's value on the day before; null for none, when it was not found,
     *     and of tags
     */
    private record Since(int day, String previous) {}

    /** Looks back from a day at one thing after the other that stands on it. */
    private final class LookBack {
        private final MemberHistory history;
        private final Memo memo;
        private final int day;
        private final Map<Strand, MemberDays> days = new HashMap<>();
        private final Map<Strand, int[]> points = new HashMap<>();

        private final Earlier earlier;

        LookBack(MemberHistory history, Memo memo, int day, Earlier earlier) {
            this.history = history;
            this.memo = memo;
            this.day = day;
            this.earlier = earlier;
        }

        Since ofModel(int model, int value) {
            Model known = models.get(model);
            return of(
                    () -> strandOfModel(model),
                    (d, on) -> d.outcome(on).value(model) == value,
                    outcome -> name(model, outcome),
                    earlier.ofValue(known.id(), known.values().get(value).value()));
        }

        /** Of a tag that rules give. */
        Since ofTag(RuleTag tag) {
            String key = rules.catalogue().tags().get(tag.key()).key();
            return of(
                    () -> strandOfKey(tag.key()),
                    (d, on) -> d.outcome(on).hasTag(tag.key(), tag.value()),
                    null,
                    earlier.ofTag(key, tag.value(), Precedence.RULE));
        }

        /** Of a tag that somebody else gave. */
        Since ofGiven(Row tag) {
            return of(
                    () -> given,
                    (d, on) ->
                            on >= d.firstSeenOn()
                                    && Decider.given(d, on).stream()
                                            .anyMatch(row -> isSame(row, tag)),
                    null,
                    earlier.ofTag(tag.text(KEY), tag.text(VALUE), tag.text(SOURCE)));
        }

        /**
         * @param previous what stood on a day, null where nobody asks
         * @param run what was found of it earlier, or null
         */
        private Since of(
                Supplier<Strand> rulesOf,
                BiPredicate<MemberDays, Integer> stands,
                Function<Outcome, String> previous,
                Earlier.Run run) {
            int floor = day - LOOK_BACK;
            int known = Math.min(earlier.until(), day - 1);
            boolean isKnown = run != null && known >= floor;
            boolean wasAbsent = run == null && earlier.tellsOf(known);
            int from = isKnown ? known + 2 : floor + 1;
            if (from <= day) {
                Strand strand = rulesOf.get();
                MemberDays its = days.computeIfAbsent(strand, s -> s.days(history, memo));
                int[] turns = points(strand);
                for (int i = turns.length - 1; i >= 0 && turns[i] >= from; i--) {
                    int before = turns[i] - 1;
                    if ((wasAbsent && before == known) || !stands.test(its, before)) {
                        return new Since(
                                turns[i],
                                previous == null ? null : previous.apply(its.outcome(before)));
                    }
                }
            }
            return isKnown && run.since() > floor
                    ? new Since(run.since(), run.previous())
                    : new Since(floor, null);
        }

        private int[] points(Strand strand) {
            return points.computeIfAbsent(strand, s -> s.points(history, day - LOOK_BACK + 1, day));
        }
    }

    private static boolean isSame(Row tag, Row other) {
        return tag.text(KEY).equals(other.text(KEY))
                && tag.text(VALUE).equals(other.text(VALUE))
                && tag.text(SOURCE).equals(other.text(SOURCE));
    }

    private void lookAhead(
            MemberHistory history, Memo memo, int day, Outcome now, int[] nextOn, Outcome[] after) {
        for (int model = 0; model < models.size(); model++) {
            if (models.get(model).kind() == Model.Kind.STAGE && now.value(model) >= 0) {
                Strand strand = strandOfModel(model);
                MemberDays days = strand.days(history, memo);
                for (int point : strand.points(history, day + 1, day + LOOK_AHEAD)) {
                    Outcome later = days.outcome(point);
                    if (later.value(model) != now.value(model)) {
                        nextOn[model] = point;
                        after[model] = later;
                        break;
                    }
                }
            }
        }
    }

    private List<TagStanding> tags(
            MemberHistory history, MemberDays days, int day, Outcome now, LookBack past) {
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
        List<Row> others = day < days.firstSeenOn() ? List.of() : given(days, day);
        List<Row> all = new ArrayList<>(others);
        all.addAll(ofRules);
        List<TagStanding> tags = new ArrayList<>();
        for (Row row : all) {
            String key = row.text(KEY);
            int known = rules.catalogue().indexOfTag(key);
            boolean stands =
                    others.isEmpty()
                            || Precedence.winners(ofKey(others, key), ofKey(ofRules, key))
                                    .contains(row);
            RuleTag rule = ruleOf.get(row);
            tags.add(
                    new TagStanding(
                            key,
                            known < 0 ? null : rules.catalogue().tags().get(known),
                            row.text(VALUE),
                            row.text(SOURCE),
                            stands,
                            (rule == null ? past.ofGiven(row) : past.ofTag(rule)).day(),
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
        return whole.firstPoint(tableTurningPoints, history, day + 1, day + LOOK_AHEAD);
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
