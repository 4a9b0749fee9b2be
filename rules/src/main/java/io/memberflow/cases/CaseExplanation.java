package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Expectation;
import io.memberflow.cases.CalendarCase.Step;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Reason;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleTag;
import io.memberflow.member.Fact;
import io.memberflow.member.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Says of an expectation that is not met what there is instead, and which rules made it so. */
final class CaseExplanation {
    /** Of more rules that could have given a value no more is said. */
    private static final int MOST_RULES = 5;

    private final CompiledRules rules;
    private final CalendarCase of;
    private final Step step;
    private final Seen seen;
    private final Inspection inspection;
    private final List<String> whyZh = new ArrayList<>();
    private final List<String> whyEn = new ArrayList<>();

    CaseExplanation(
            CompiledRules rules, CalendarCase of, Step step, Seen seen, Inspection inspection) {
        this.rules = rules;
        this.of = of;
        this.step = step;
        this.seen = seen;
        this.inspection = inspection;
    }

    CaseMiss explain(Expectation missed) {
        whyZh.clear();
        whyEn.clear();
        if (missed instanceof Expectation.Value v) {
            return value(v);
        } else if (missed instanceof Expectation.Tag t) {
            return tag(t);
        } else if (missed instanceof Expectation.Absent a) {
            return absent(a);
        } else if (missed instanceof Expectation.Because b) {
            return because(b);
        }
        return number((Expectation.FactValue) missed);
    }

    /** Two rules of one salience gave a member different values. */
    CaseMiss ties() {
        int ties = inspection.outcome().ties();
        for (int model = 0; model < rules.catalogue().models().size(); model++) {
            int number = model;
            List<Integer> fired =
                    rules(r -> gives(rules.rules().get(r), number, null) && inspection.fired(r));
            if (fired.size() > 1) {
                sayThoseThatStand(fired);
            }
        }
        return new CaseMiss(
                of.place(),
                of.name(),
                step.asOf(),
                "有 " + ties + " 处由同一优先级的规则给出不同的值，请改条件或 salience。",
                "Rules of the same salience gave different values in "
                        + ties
                        + " places. Change their conditions or their salience.",
                List.copyOf(whyZh),
                List.copyOf(whyEn));
    }

    private CaseMiss value(Expectation.Value v) {
        int model = rules.catalogue().indexOf(v.model());
        int wanted = rules.catalogue().models().get(model).indexOf(v.value());
        int stands = inspection.outcome().rule(model);
        sayWhyNot(rules(r -> gives(rules.rules().get(r), model, wanted)), stands);
        if (stands >= 0) {
            sayThoseThatStand(List.of(stands));
        }
        String is = seen.value(v.model());
        return miss(v, v.model(), v.value(), is == null ? List.of() : List.of(is));
    }

    private CaseMiss tag(Expectation.Tag t) {
        int key = rules.catalogue().indexOfTag(t.key());
        sayWhyNot(
                rules(
                        r ->
                                rules.rules().get(r).tags().stream()
                                        .anyMatch(
                                                gift ->
                                                        gift.key() == key
                                                                && (gift.from() != null
                                                                        || gift.value()
                                                                                .equals(
                                                                                        t
                                                                                                .value())))),
                -1);
        return miss(
                t, t.key(), t.value(), List.copyOf(seen.tags().getOrDefault(t.key(), Set.of())));
    }

    private CaseMiss absent(Expectation.Absent a) {
        List<String> present = CaseCheck.present(a, seen);
        if (a.isModel()) {
            int rule = inspection.outcome().rule(rules.catalogue().indexOf(a.name()));
            if (rule >= 0) {
                sayThoseThatStand(List.of(rule));
            }
        } else {
            int key = rules.catalogue().indexOfTag(a.name());
            Set<Integer> given = new TreeSet<>();
            for (RuleTag tag : inspection.outcome().tags()) {
                if (tag.key() == key && present.contains(tag.value())) {
                    given.add(tag.rule());
                }
            }
            sayThoseThatStand(List.copyOf(given));
            if (given.isEmpty()) {
                why("不是规则给的标签", "No rule gave it");
            }
        }
        return new CaseMiss(
                a.place(),
                of.name(),
                step.asOf(),
                a.name()
                        + " 不应有"
                        + (a.value() == null ? "值" : " " + a.value())
                        + "，实际是 "
                        + String.join("、", present),
                a.name()
                        + " should not be "
                        + (a.value() == null ? "there" : a.value())
                        + "; it is "
                        + String.join(", ", present),
                List.copyOf(whyZh),
                List.copyOf(whyEn));
    }

    private CaseMiss because(Expectation.Because b) {
        List<String> names = CaseCheck.names(seen.because(b.isModel(), b.name()));
        return new CaseMiss(
                b.place(),
                of.name(),
                step.asOf(),
                b.name()
                        + " 的原因应提到 "
                        + b.fact()
                        + "，实际"
                        + (names.isEmpty() ? "没有原因" : "提到 " + String.join("、", names)),
                "The reason of "
                        + b.name()
                        + " should name "
                        + b.fact()
                        + "; "
                        + (names.isEmpty()
                                ? "there is no reason"
                                : "it names " + String.join(", ", names)),
                List.of(),
                List.of());
    }

    private CaseMiss number(Expectation.FactValue n) {
        Fact fact = rules.schema().get(n.fact());
        Unit unit = fact.unit();
        long is = new CaseCheck(rules.schema()).number(n, seen);
        boolean measurable = is != Fact.ABSENT && n.value() != null && unit != Unit.FLAG;
        String off =
                !measurable
                        ? null
                        : unit == Unit.DATE
                                ? Long.toString(Math.abs(is - n.value()))
                                : unit.text(Math.abs(is - n.value()));
        String isText = is == Fact.ABSENT ? null : unit.text(is);
        String wants = n.value() == null ? null : unit.text(n.value());
        return new CaseMiss(
                n.place(),
                of.name(),
                step.asOf(),
                n.fact()
                        + " 应"
                        + (wants == null ? "没有" : "为 " + wants)
                        + "，实际"
                        + (isText == null ? "没有" : "为 " + isText)
                        + (off == null ? "" : "，差 " + off),
                n.fact()
                        + " should be "
                        + (wants == null ? "absent" : wants)
                        + "; it is "
                        + (isText == null ? "absent" : isText)
                        + (off == null ? "" : ", off by " + off),
                List.of(),
                List.of());
    }

    private CaseMiss miss(Expectation at, String name, String wanted, List<String> is) {
        return new CaseMiss(
                at.place(),
                of.name(),
                step.asOf(),
                name
                        + " 应为 "
                        + wanted
                        + "，实际"
                        + (is.isEmpty() ? "没有值" : "为 " + String.join("、", is)),
                name
                        + " should be "
                        + wanted
                        + "; it "
                        + (is.isEmpty() ? "has no value" : "is " + String.join(", ", is)),
                List.copyOf(whyZh),
                List.copyOf(whyEn));
    }

    private List<Integer> rules(IntPredicate which) {
        List<Integer> found = new ArrayList<>();
        for (int rule = 0; rule < rules.rules().size(); rule++) {
            if (which.test(rule)) {
                found.add(rule);
            }
        }
        return found;
    }

    /**
     * @param value null for any
     */
    private static boolean gives(Rule rule, int model, Integer value) {
        return rule.gives().stream()
                .anyMatch(
                        gift ->
                                gift.model() == model
                                        && (value == null
                                                || gift.from() != null
                                                || gift.value() == value));
    }

    /** Of each rule that could have given the value, what kept it from that. */
    private void sayWhyNot(List<Integer> could, int stands) {
        if (could.isEmpty()) {
            why("没有规则给这个值", "No rule gives this value");
        }
        for (int number : could.subList(0, Math.min(could.size(), MOST_RULES))) {
            Rule rule = rules.rules().get(number);
            if (inspection.fired(number)) {
                String by = stands < 0 ? "" : rules.rules().get(stands).name();
                why(
                        place(rule) + " 成立" + (stands < 0 ? "，但给的值不同或不在目录里" : "，但 " + by + " 优先"),
                        place(rule)
                                + " holds, but "
                                + (stands < 0
                                        ? "gives another value or one the catalogue has not"
                                        : by + " comes first"));
                continue;
            }
            List<String> zh = new ArrayList<>();
            List<String> en = new ArrayList<>();
            for (Inspection.Near near : inspection.missed(number)) {
                zh.add(
                        near.what()
                                + (near.is() == null ? " 没有" : " 是 " + near.is())
                                + "，要求 "
                                + near.needs()
                                + (near.gap() == null ? "" : "，差 " + near.gap()));
                en.add(
                        near.what()
                                + (near.is() == null ? " is not there" : " is " + near.is())
                                + ", needs "
                                + near.needs()
                                + (near.gap() == null ? "" : ", misses by " + near.gap()));
            }
            why(
                    place(rule) + " 不成立：" + String.join("；", zh),
                    place(rule) + " does not hold: " + String.join("; ", en));
        }
    }

    private void sayThoseThatStand(List<Integer> numbers) {
        for (int number : numbers) {
            Rule rule = rules.rules().get(number);
            List<String> held = new ArrayList<>();
            for (Reason.Because because : inspection.because(number, true)) {
                held.add(held(because));
            }
            String text = held.isEmpty() ? "" : "：" + String.join("；", held);
            why(
                    place(rule) + " 成立" + text,
                    place(rule)
                            + " holds"
                            + (held.isEmpty() ? "" : ": " + String.join("; ", held)));
        }
    }

    private static String held(Reason.Because because) {
        if (because instanceof Reason.FactBecause f) {
            Unit unit = f.fact().unit();
            return f.fact().name()
                    + " = "
                    + (f.is() == Fact.ABSENT ? "null" : unit.text(f.is()))
                    + (f.not() ? " (not " : " (")
                    + f.comparison().symbol()
                    + " "
                    + unit.text(f.needs())
                    + ")";
        } else if (because instanceof Reason.ModelBecause m) {
            return "segment." + m.model() + " = " + m.is() + " (" + m.needs() + ")";
        }
        Reason.RowBecause row = (Reason.RowBecause) because;
        return row.type() + " = " + row.is() + " (" + row.needs() + ")";
    }

    private static String place(Rule rule) {
        return rule.name() + " (" + rule.file() + ":" + rule.line() + ")";
    }

    private void why(String zh, String en) {
        whyZh.add(zh);
        whyEn.add(en);
    }
}
