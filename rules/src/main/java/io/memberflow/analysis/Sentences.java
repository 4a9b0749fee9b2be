package io.memberflow.analysis;

import io.memberflow.engine.Finding;
import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;

/** What is said of one model: what is wrong, a member who shows it, and what to do. */
final class Sentences {
    private final Model model;
    private final List<Rule> giving;

    Sentences(Model model, List<Rule> giving) {
        this.model = model;
        this.giving = giving;
    }

    Fault notGiven(List<String> values) {
        String zh = String.join("、", values);
        String en = String.join(", ", values);
        return ofModel(
                Fault.Kind.NOT_GIVEN,
                List.of(),
                "没有规则给出模型 "
                        + model.id()
                        + " 的值："
                        + zh
                        + "。请补上规则，或从 rulebook.yaml 里删掉这个值；参数可能使它没有人时写 optional: true。",
                "No rule gives these values of the model "
                        + model.id()
                        + ": "
                        + en
                        + ". Add a rule, or take the value out of rulebook.yaml; if a parameter may"
                        + " leave it no room, write optional: true.");
    }

    Fault never(Rule rule) {
        return ofRules(
                Fault.Kind.NEVER,
                List.of(rule),
                List.of(),
                "规则 " + rule.name() + " 的条件互相矛盾，没有会员能同时满足。请更正条件，或删掉这条规则。",
                "The conditions of the rule "
                        + rule.name()
                        + " contradict each other: no member can meet them. Correct them, or remove"
                        + " the rule.");
    }

    Fault hidden(Rule rule, List<Rule> stronger, List<Example> examples) {
        String names = String.join(", ", stronger.stream().map(Rule::name).toList());
        return ofRules(
                Fault.Kind.HIDDEN,
                List.of(rule),
                examples,
                "规则 "
                        + rule.name()
                        + " 从不起作用：满足它的会员都被 salience 更大的规则（"
                        + names
                        + "）拿走"
                        + examples(examples, true)
                        + "。请缩小更强的规则，或调整 salience，或删掉这条规则。",
                "The rule "
                        + rule.name()
                        + " never counts: whoever meets it also meets a rule of greater salience ("
                        + names
                        + ")"
                        + examples(examples, false)
                        + ". Narrow the stronger rule, change salience, or remove the rule.");
    }

    private static String examples(List<Example> examples, boolean chinese) {
        return examples.isEmpty()
                ? ""
                : (chinese ? "，例如 " : ", for example ") + examples.get(0).text(chinese);
    }

    Fault overlap(Rule rule, Rule other, Words where, Example example) {
        return ofRules(
                Fault.Kind.OVERLAP,
                List.of(rule, other),
                List.of(example),
                "规则 "
                        + rule.name()
                        + " 和 "
                        + other.name()
                        + "（"
                        + other.file()
                        + ":"
                        + other.line()
                        + "）重叠，salience 相同而值不同："
                        + (where.isEmpty() ? "所有会员" : where.zh())
                        + "。例如 "
                        + example.text(true)
                        + "。请移动其中一条的界线，或用 salience 定先后。",
                "The rules "
                        + rule.name()
                        + " and "
                        + other.name()
                        + " ("
                        + other.file()
                        + ":"
                        + other.line()
                        + ") overlap with equal salience and different values: "
                        + (where.isEmpty() ? "all members" : where.en())
                        + ". For example "
                        + example.text(false)
                        + ". Move a bound of one of them, or say by salience which comes first.");
    }

    Fault gap(Words where, Example example) {
        return ofModel(
                Fault.Kind.GAP,
                List.of(example),
                "模型 "
                        + model.id()
                        + " 有空档："
                        + (where.isEmpty() ? "所有会员" : where.zh())
                        + " 时没有规则成立。例如 "
                        + example.text(true)
                        + "。请补一条规则或移动相邻规则的界线；可以没有值时，改 rulebook.yaml 里的 complete。",
                "The model "
                        + model.id()
                        + " has a gap: no rule holds for "
                        + (where.isEmpty() ? "all members" : where.en())
                        + ". For example "
                        + example.text(false)
                        + ". Add a rule or move a bound of its neighbours; if members may have no"
                        + " value here, change complete in rulebook.yaml.");
    }

    Fault hole(Fact fact, Words where, Example without, Example less, Example more) {
        return ofModel(
                Fault.Kind.HOLE,
                List.of(without, less, more),
                "模型 "
                        + model.id()
                        + " 中间有空档："
                        + where.zh()
                        + " 时没有值，"
                        + fact.name()
                        + " 更小和更大时却有。例如 "
                        + without.text(true)
                        + "。请移动相邻规则的界线，或补一条规则。",
                "The model "
                        + model.id()
                        + " has a hole: no value for "
                        + where.en()
                        + ", though there is one for less and for more "
                        + fact.name()
                        + ". For example "
                        + without.text(false)
                        + ". Move a bound of its neighbours, or add a rule.");
    }

    Fault order(
            Fact fact, boolean rising, int value, Example example, int next, Example following) {
        String one = model.values().get(value).value();
        String other = model.values().get(next).value();
        String zhOrder = String.join("、", model.values().stream().map(Model.Value::value).toList());
        String enOrder =
                String.join(", ", model.values().stream().map(Model.Value::value).toList());
        return ofModel(
                Fault.Kind.ORDER,
                List.of(example, following),
                "模型 "
                        + model.id()
                        + " 的值和界线顺序相反：按 "
                        + zhOrder
                        + " 的顺序，"
                        + fact.name()
                        + (rising ? " 应从小到大" : " 应从大到小")
                        + "，可是 "
                        + example.text(true)
                        + " 是 "
                        + one
                        + "，"
                        + following.text(true)
                        + " 是 "
                        + other
                        + "。请对调标签或界线；顺序本来如此时，改 rulebook.yaml 里的 rising 或 falling。",
                "The labels of the model "
                        + model.id()
                        + " are inverted: in the order "
                        + enOrder
                        + ", "
                        + fact.name()
                        + (rising ? " should rise" : " should fall")
                        + ", but "
                        + example.text(false)
                        + " is "
                        + one
                        + " and "
                        + following.text(false)
                        + " is "
                        + other
                        + ". Exchange the labels or the bounds; if it is meant so, change rising or"
                        + " falling in rulebook.yaml.");
    }

    Fault noFact(String name) {
        return ofCatalogue(
                "模型 " + model.id() + " 的 rising 或 falling 里没有 " + name + " 这个事实，请更正。",
                "rising or falling of the model "
                        + model.id()
                        + " names "
                        + name
                        + ", which is no fact. Correct it.");
    }

    Fault noWindow(String window) {
        return ofCatalogue(
                "模型 " + model.id() + " 的 complete 用了窗口 " + window + "，没有这个窗口，请更正，或用 --windows 加上。",
                "complete of the model "
                        + model.id()
                        + " names the window "
                        + window
                        + ", which is not kept. Correct it, or add it with --windows.");
    }

    Report.Unproved readsValues() {
        return unproved(
                "有规则把读到的内容作为值，事先不知道是哪个值",
                "a rule gives what it reads as the value: which one is not known beforehand");
    }

    Report.Unproved gapOpen() {
        return unproved(
                "不能证明没有空档：要看那些不是事实比较的条件怎样",
                "that there is no gap depends on conditions that are no comparisons of facts");
    }

    Report.Unproved holeOpen(Fact fact) {
        return unproved(
                "不能证明 " + fact.name() + " 上没有空档：要看那些不是事实比较的条件怎样",
                "that there is no hole along "
                        + fact.name()
                        + " depends on conditions that are no comparisons of facts");
    }

    Report.Unproved overlapOpen(Rule rule) {
        return unproved(
                "不能证明规则 " + rule.name() + " 不和别的规则重叠：要看那些不是事实比较的条件怎样",
                "that the rule "
                        + rule.name()
                        + " overlaps no other depends on conditions that are no comparisons of"
                        + " facts");
    }

    Report.Unproved orderOpen(Fact fact) {
        return unproved(
                "不能证明 " + fact.name() + " 变大时值按顺序走：要看那些不是事实比较的条件怎样",
                "that the values run in order as "
                        + fact.name()
                        + " grows depends on conditions that are no comparisons of facts");
    }

    Report.Unproved tooMuch(Rule rule) {
        return unproved(
                "规则 " + rule.name() + " 的情形太多，没有查完",
                "the rule " + rule.name() + " has too many cases: not all were searched");
    }

    Report.Unproved tooMuch() {
        return unproved("情形太多，没有查完", "there are too many cases: not all were searched");
    }

    private Report.Unproved unproved(String zh, String en) {
        return new Report.Unproved(model.id(), zh, en);
    }

    /** A fault of the model as a whole, told where its first rule stands. */
    private Fault ofModel(Fault.Kind kind, List<Example> examples, String zh, String en) {
        Finding finding =
                giving.isEmpty()
                        ? new Finding(RulebookFiles.CATALOGUE, 1, 1, zh, en)
                        : new Finding(giving.get(0).file(), giving.get(0).line(), 1, zh, en);
        return new Fault(kind, model.id(), List.of(), examples, finding);
    }

    private Fault ofRules(
            Fault.Kind kind, List<Rule> rules, List<Example> examples, String zh, String en) {
        Rule rule = rules.get(0);
        return new Fault(
                kind,
                model.id(),
                rules,
                examples,
                new Finding(rule.file(), rule.line(), 1, zh, en));
    }

    private Fault ofCatalogue(String zh, String en) {
        return new Fault(
                Fault.Kind.CATALOGUE,
                model.id(),
                List.of(),
                List.of(),
                new Finding(RulebookFiles.CATALOGUE, 1, 1, zh, en));
    }
}
