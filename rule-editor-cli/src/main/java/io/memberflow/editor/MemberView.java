package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Reason;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleTag;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Turn;
import io.memberflow.engine.Verdict;
import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.Unit;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Model;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One member on one day: what stands, and how far the rest is. */
final class MemberView {
    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int SOURCE = 2;

    private final CompiledRules rules;
    private final Language language;
    private final Inspection inspection;
    private final MemberHistory history;
    private final LocalDate asOf;
    private final Map<String, Stands> standings = new HashMap<>();
    private final List<Tag> tags = new ArrayList<>();

    private MemberView(
            CompiledRules rules,
            Inspection inspection,
            MemberHistory history,
            LocalDate asOf,
            Language language) {
        this.rules = rules;
        this.inspection = inspection;
        this.history = history;
        this.asOf = asOf;
        this.language = language;
    }

    /**
     * A value that stands.
     *
     * @param since null when that is not known
     * @param nextOn null when nothing is in sight, or that is not known
     */
    record Stands(String value, LocalDate since, String rule, LocalDate nextOn, String nextValue) {}

    /**
     * A tag of the member.
     *
     * @param stands whether no stronger source has the key
     * @param since null when that is not known
     */
    record Tag(String key, String value, String source, boolean stands, LocalDate since) {}

    /** Of a member whose whole history is known. */
    static MemberView of(
            CompiledRules rules, MemberHistory history, LocalDate asOf, Language language) {
        int day = (int) asOf.toEpochDay();
        Decider decider = new Decider(rules, rules.catalogue().scores());
        MemberView view =
                new MemberView(rules, decider.inspect(history, day), history, asOf, language);
        Verdict verdict = decider.decide(history, day);
        for (Standing one : verdict.standings()) {
            view.standings.put(
                    one.model().id(),
                    new Stands(
                            one.value(),
                            LocalDate.ofEpochDay(one.since()),
                            one.rule().name(),
                            one.nextOn() == null ? null : LocalDate.ofEpochDay(one.nextOn()),
                            one.nextValue()));
        }
        for (TagStanding tag : verdict.tags()) {
            view.tags.add(
                    new Tag(
                            tag.name(),
                            tag.value(),
                            tag.source(),
                            tag.stands(),
                            LocalDate.ofEpochDay(tag.since())));
        }
        return view;
    }

    /**
     * Of a member of whom only the facts of a day are known.
     *
     * @param written what the job says, which knows since when and what comes next
     */
    static MemberView of(
            CompiledRules rules,
            Inspection inspection,
            List<MemberFacts.Standing> written,
            LocalDate asOf,
            Language language) {
        MemberView view = new MemberView(rules, inspection, null, asOf, language);
        for (int number = 0; number < rules.catalogue().models().size(); number++) {
            Model model = rules.catalogue().models().get(number);
            int position = inspection.outcome().value(number);
            if (position >= 0) {
                String value = model.values().get(position).value();
                String rule = rules.rules().get(inspection.outcome().rule(number)).name();
                view.standings.put(
                        model.id(),
                        written.stream()
                                .filter(w -> w.model().equals(model.id()))
                                .filter(w -> w.value().equals(value))
                                .findFirst()
                                .map(
                                        w ->
                                                new Stands(
                                                        value,
                                                        w.since(),
                                                        rule,
                                                        w.nextOn(),
                                                        w.nextValue()))
                                .orElse(new Stands(value, null, rule, null, null)));
            }
        }
        Map<String, Set<String>> standing = inspection.tags();
        for (Row given : inspection.givenTags()) {
            view.add(standing, given.text(KEY), given.text(VALUE), given.text(SOURCE));
        }
        for (RuleTag tag : inspection.outcome().tags()) {
            String key = rules.catalogue().tags().get(tag.key()).key();
            view.add(standing, key, tag.value(), "RULE");
        }
        return view;
    }

    private void add(Map<String, Set<String>> standing, String key, String value, String source) {
        boolean stands = standing.getOrDefault(key, Set.of()).contains(value);
        tags.add(new Tag(key, value, source, stands, null));
    }

    Inspection inspection() {
        return inspection;
    }

    LocalDate asOf() {
        return asOf;
    }

    List<Tag> tags() {
        return tags;
    }

    /**
     * How everything came and went in the year before.
     *
     * @throws Stop when only the facts of one day are known
     */
    List<Turn> timeline() {
        if (history == null) {
            throw Stop.wrongUse(Message.NO_TIMELINE);
        }
        int day = (int) asOf.toEpochDay();
        return new Decider(rules, rules.catalogue().scores())
                .turns(history, day - Decider.LOOK_BACK, day);
    }

    Optional<Stands> standing(Model model) {
        return Optional.ofNullable(standings.get(model.id()));
    }

    /** {@code 12 天后（2025-07-12）进入 流失期}; empty when nothing is in sight. */
    Optional<String> next(Stands standing) {
        if (standing.nextOn() == null) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(asOf, standing.nextOn());
        return Optional.of(
                standing.nextValue() == null
                        ? Message.LEAVES_IN.in(language, days, standing.nextOn())
                        : Message.ENTERS_IN.in(
                                language, days, standing.nextOn(), standing.nextValue()));
    }

    /** How far a rule that does not hold is from holding: on each way, in words, its conditions. */
    List<List<String>> ways(int rule) {
        List<List<String>> ways = new ArrayList<>();
        for (List<Inspection.Near> way : inspection.ways(rule)) {
            ways.add(way.stream().map(this::missing).toList());
        }
        return ways;
    }

    /** The same in one sentence. */
    String missing(List<List<String>> ways) {
        String and = Message.AND.in(language);
        return ways.stream()
                .map(way -> String.join(and, way))
                .collect(Collectors.joining(Message.OR.in(language)));
    }

    private String missing(Inspection.Near near) {
        String is = near.is() == null ? Message.IS_NOTHING.in(language) : near.is();
        if (near.gap() == null) {
            return Message.NEEDS.in(language, near.what(), near.needs(), is);
        }
        String unit = unit(near.what(), near.gap());
        Message how =
                near.needs().startsWith("<")
                        ? Message.TOO_MUCH_BY
                        : near.needs().startsWith(">") ? Message.SHORT_BY : Message.OFF_BY;
        return how.in(language, (near.gap() + " " + unit).strip(), near.what(), near.needs(), is);
    }

    /** {@code 单} of numbers of orders, else the unit's name. */
    private String unit(String what, String gap) {
        if (what.endsWith(".orders")) {
            return Message.ORDERS_UNIT.in(language, gap);
        }
        Unit unit = rules.schema().find(what).map(Fact::unit).orElse(Unit.COUNT);
        return switch (unit) {
            case MONEY -> Units.name(unit, language);
            case DAYS -> Message.DAYS_UNIT.in(language, gap);
            default -> "";
        };
    }

    /** The conditions that a rule holds by, in words. */
    List<String> holding(int rule) {
        return inspection.because(rule, true).stream().map(MemberView::text).toList();
    }

    static String text(Reason.Because because) {
        if (because instanceof Reason.FactBecause f) {
            Unit unit = f.fact().unit();
            return f.fact().name()
                    + " = "
                    + (f.is() == Fact.ABSENT ? "null" : unit.text(f.is()))
                    + " ("
                    + (f.not() ? "not " : "")
                    + f.comparison().symbol()
                    + " "
                    + unit.text(f.needs())
                    + ")";
        } else if (because instanceof Reason.ModelBecause m) {
            return "segment." + m.model() + " = " + m.is() + " (" + m.needs() + ")";
        }
        Reason.RowBecause row = (Reason.RowBecause) because;
        return row.type() + (row.is() == null ? "" : " " + row.is()) + " (" + row.needs() + ")";
    }

    /** The rules that give a model another value than the one that stands, in their order. */
    List<Integer> others(int model) {
        int value = inspection.outcome().value(model);
        List<Integer> others = new ArrayList<>();
        for (int rule = 0; rule < rules.rules().size(); rule++) {
            Rule one = rules.rules().get(rule);
            boolean gives =
                    one.gives().stream().anyMatch(g -> g.model() == model && g.value() != value);
            if (gives && !inspection.fired(rule)) {
                others.add(rule);
            }
        }
        return others;
    }

    /** What a rule gives a model. */
    String gift(int rule, int model) {
        return rules.rules().get(rule).gives().stream()
                .filter(g -> g.model() == model && g.value() >= 0)
                .map(g -> rules.catalogue().models().get(model).values().get(g.value()).value())
                .findFirst()
                .orElse(rules.rules().get(rule).title());
    }

    /** How far apart in the catalogue the value that a rule gives is; the greater ones first. */
    int distance(int rule, int model, int value) {
        return rules.rules().get(rule).gives().stream()
                .filter(g -> g.model() == model)
                .mapToInt(g -> value < 0 ? -g.value() : Math.abs(g.value() - value))
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
