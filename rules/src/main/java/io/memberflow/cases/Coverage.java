package io.memberflow.cases;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Rule;
import io.memberflow.engine.Threshold;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a rulebook the members of cases try: rules that fire, values that stand, and each bound
 * one step below, at it, and one step above.
 */
public final class Coverage {
    private static final String[] SIDES_ZH = {"低一步", "等于", "高一步"};
    private static final String[] SIDES_EN = {"one below", "at", "one above"};

    private final CompiledRules rules;
    private final BitSet fired = new BitSet();
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> given = new LinkedHashSet<>();
    private final List<Threshold> bounds;
    private final boolean[][] tried;

    Coverage(CompiledRules rules) {
        this.rules = rules;
        this.bounds = Threshold.of(rules.rules());
        this.tried = new boolean[bounds.size()][SIDES_EN.length];
        for (Model model : rules.catalogue().models()) {
            model.values().stream()
                    .filter(value -> !value.optional())
                    .forEach(value -> values.add(model.id() + "=" + value.value()));
        }
        for (TagKey key : rules.catalogue().tags()) {
            if (rules.catalogue().isOn(key)) {
                key.values().forEach(value -> values.add(key.key() + "=" + value.value()));
                if (key.open()) {
                    values.add(key.key());
                }
            }
        }
    }

    void add(Seen seen, Inspection inspection) {
        for (int rule = 0; rule < rules.rules().size(); rule++) {
            if (inspection.fired(rule)) {
                fired.set(rule);
            }
        }
        for (Model model : rules.catalogue().models()) {
            given.add(model.id() + "=" + seen.value(model.id()));
        }
        seen.tags()
                .forEach(
                        (key, all) -> {
                            given.add(key);
                            all.forEach(value -> given.add(key + "=" + value));
                        });
        for (int i = 0; i < bounds.size(); i++) {
            Threshold bound = bounds.get(i);
            for (long value : inspection.tried(bound)) {
                long off = value - bound.constant();
                if (Math.abs(off) <= bound.step()) {
                    tried[i][1 + Long.signum(off)] = true;
                }
            }
        }
    }

    /** How many rules there are. */
    public int rules() {
        return rules.rules().size();
    }

    /** Rules that no case's member fires. */
    public List<Rule> silentRules() {
        List<Rule> silent = new ArrayList<>();
        for (int rule = 0; rule < rules(); rule++) {
            if (!fired.get(rule)) {
                silent.add(rules.rules().get(rule));
            }
        }
        return silent;
    }

    /** Every value that the catalogue lists, as {@code name=value}; open keys by name. */
    public Set<String> values() {
        return Collections.unmodifiableSet(values);
    }

    /** Those of them that no case's member has. */
    public List<String> missingValues() {
        return values.stream().filter(value -> !given.contains(value)).toList();
    }

    /** How many sides of bounds there are to try: three of each. */
    public int sides() {
        return bounds.size() * SIDES_EN.length;
    }

    /**
     * A bound, and on which sides of it no case's member stands.
     *
     * @param sides of 0 for one below, 1 for at it, 2 for one above
     */
    public record Untried(Rule rule, Threshold bound, List<Integer> sides) {}

    /** The bounds that are not tried on every side. */
    public List<Untried> untried() {
        List<Untried> untried = new ArrayList<>();
        for (int i = 0; i < bounds.size(); i++) {
            List<Integer> sides = new ArrayList<>();
            for (int side = 0; side < SIDES_EN.length; side++) {
                if (!tried[i][side]) {
                    sides.add(side);
                }
            }
            if (!sides.isEmpty()) {
                Rule rule = rules.rules().get(bounds.get(i).rule());
                untried.add(new Untried(rule, bounds.get(i), sides));
            }
        }
        return untried;
    }

    /** The report as lines for a person: three sums, and under each what is missing. */
    public List<String> text(boolean chinese) {
        List<String> lines = new ArrayList<>();
        List<Rule> silent = silentRules();
        lines.add(sum(chinese ? "触发过的规则" : "rules fired", rules() - silent.size(), rules()));
        silent.forEach(
                rule ->
                        lines.add(
                                (chinese ? "  从未触发：" : "  never fired: ")
                                        + rule.name()
                                        + " ("
                                        + rule.file()
                                        + ":"
                                        + rule.line()
                                        + ")"));
        List<String> missing = missingValues();
        lines.add(
                sum(
                        chinese ? "出现过的值" : "values given",
                        values.size() - missing.size(),
                        values.size()));
        missing.forEach(value -> lines.add((chinese ? "  从未出现：" : "  never given: ") + value));
        List<Untried> untried = untried();
        int without = untried.stream().mapToInt(u -> u.sides().size()).sum();
        lines.add(
                sum(
                        chinese ? "试过的界线（低一步、等于、高一步）" : "bounds tried (one below, at, one above)",
                        sides() - without,
                        sides()));
        for (Untried one : untried) {
            List<String> sides =
                    one.sides().stream()
                            .map(side -> chinese ? SIDES_ZH[side] : SIDES_EN[side])
                            .toList();
            lines.add(
                    (chinese ? "  没有试过：" : "  not tried: ")
                            + one.rule().name()
                            + ": "
                            + one.bound().text()
                            + ": "
                            + String.join(chinese ? "、" : ", ", sides));
        }
        return lines;
    }

    private static String sum(String what, int have, int of) {
        return what + ": " + have + " / " + of;
    }
}
