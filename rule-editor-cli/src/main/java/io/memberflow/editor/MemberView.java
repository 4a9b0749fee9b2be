package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Reason;
import io.memberflow.engine.Rule;
import io.memberflow.engine.Standing;
import io.memberflow.engine.Verdict;
import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One member on one day: what stands, and how far the rest is. */
final class MemberView {
    private final CompiledRules rules;
    private final Language language;
    private final Verdict verdict;
    private final Inspection inspection;
    private final LocalDate asOf;

    MemberView(CompiledRules rules, MemberHistory history, LocalDate asOf, Language language) {
        this.rules = rules;
        this.language = language;
        this.asOf = asOf;
        int day = (int) asOf.toEpochDay();
        Decider decider = new Decider(rules, rules.catalogue().scores());
        this.verdict = decider.decide(history, day);
        this.inspection = decider.inspect(history, day);
    }

    Verdict verdict() {
        return verdict;
    }

    Inspection inspection() {
        return inspection;
    }

    Optional<Standing> standing(Model model) {
        return verdict.standings().stream()
                .filter(s -> s.model().id().equals(model.id()))
                .findFirst();
    }

    /** {@code 12 天后（2025-07-12）进入 流失期}; empty when nothing is in sight. */
    Optional<String> next(Standing standing) {
        if (standing.nextOn() == null) {
            return Optional.empty();
        }
        long days = standing.nextOn() - asOf.toEpochDay();
        String date = LocalDate.ofEpochDay(standing.nextOn()).toString();
        return Optional.of(
                standing.nextValue() == null
                        ? Message.LEAVES_IN.in(language, days, date)
                        : Message.ENTERS_IN.in(language, days, date, standing.nextValue()));
    }

    /** How far a rule that does not hold is from holding, in words, one condition each. */
    List<String> missing(int rule) {
        List<String> missing = new ArrayList<>();
        for (Inspection.Near near : inspection.missed(rule)) {
            missing.add(missing(near));
        }
        return missing;
    }

    private String missing(Inspection.Near near) {
        String is = near.is() == null ? Message.IS_NOTHING.in(language) : near.is();
        if (near.gap() == null) {
            return Message.NEEDS.in(language, near.what(), near.needs(), is);
        }
        String unit = unit(near.what());
        Message how =
                near.needs().startsWith("<")
                        ? Message.TOO_MUCH_BY
                        : near.needs().startsWith(">") ? Message.SHORT_BY : Message.OFF_BY;
        return how.in(language, (near.gap() + " " + unit).strip(), near.what(), near.needs(), is);
    }

    /** {@code 单} of numbers of orders, else the unit's name. */
    private String unit(String what) {
        if (what.endsWith(".orders")) {
            return Message.ORDERS_UNIT.in(language);
        }
        return rules.schema()
                .find(what)
                .map(Fact::unit)
                .filter(unit -> unit == Unit.MONEY || unit == Unit.DAYS)
                .map(unit -> Units.name(unit, language))
                .orElse("");
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
