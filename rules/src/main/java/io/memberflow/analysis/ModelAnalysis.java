package io.memberflow.analysis;

import io.memberflow.engine.Comparison;
import io.memberflow.engine.Rule;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks every question there is about one model. */
final class ModelAnalysis {
    /** Gaps told of one model; who closes these finds the others. */
    private static final int MAX_GAPS = 5;

    private final Catalogue catalogue;
    private final List<Rule> rules;
    private final FactSchema schema;
    private final Background background;
    private final int position;
    private final Model model;
    private final List<Rule> giving;
    private final Sentences sentences;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Report.Unproved> unproved = new ArrayList<>();
    private final Problem problem;
    private final MemberVariables member;
    private final Formulas formulas;
    private Set<Fact> read = Set.of();

    ModelAnalysis(Catalogue catalogue, List<Rule> rules, FactSchema schema, int model) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.schema = schema;
        this.background = new Background(schema);
        this.position = model;
        this.model = catalogue.models().get(model);
        this.giving =
                rules.stream()
                        .filter(r -> r.gives().stream().anyMatch(g -> g.model() == model))
                        .toList();
        this.sentences = new Sentences(this.model, giving);
        this.problem = new Problem(catalogue, rules, background);
        this.member = problem.member();
        this.formulas = problem.formulas(member);
    }

    List<Fault> faults() {
        return faults;
    }

    List<Report.Unproved> unproved() {
        return unproved;
    }

    /** How many conditions were taken as on or off. */
    int taken() {
        return problem.switches();
    }

    void run() {
        if (formulas.readsValues(position)) {
            unproved.add(sentences.readsValues());
            return;
        }
        values();
        if (giving.isEmpty()) {
            return;
        }
        formulas.hasValue(position);
        read = new LinkedHashSet<>(member.facts().keySet());
        for (Rule rule : giving) {
            if (fires(rule)) {
                counts(rule);
            }
        }
        giving.forEach(this::overlaps);
        gaps();
        order();
    }

    private void values() {
        List<String> missing = new ArrayList<>();
        for (int value = 0; value < model.values().size(); value++) {
            Rule.Gift gift = new Rule.Gift(position, value, null);
            boolean given = giving.stream().anyMatch(r -> r.gives().contains(gift));
            if (!given && !model.values().get(value).optional()) {
                missing.add(model.values().get(value).value());
            }
        }
        if (!missing.isEmpty()) {
            faults.add(sentences.notGiven(missing));
        }
    }

    /** Whether some member can meet the rule's conditions; a fault when none can. */
    private boolean fires(Rule rule) {
        try {
            if (problem.find(formulas.meets(rule), false).isPresent()) {
                return true;
            }
            if (!isOptional(rule)) {
                faults.add(sentences.never(rule));
            }
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch(rule));
        }
        return false;
    }

    /** A fault when whoever meets the rule's conditions meets those of a stronger rule. */
    private void counts(Rule rule) {
        try {
            int unbeaten =
                    problem.circuit()
                            .all(
                                    formulas.holds(rule),
                                    problem.circuit().not(formulas.outranked(position, rule)));
            if (problem.find(unbeaten, false).isPresent() || isOptional(rule)) {
                return;
            }
            Optional<Box> hidden = problem.find(formulas.holds(rule), true);
            List<Example> examples = new ArrayList<>();
            List<Rule> stronger = giving.stream().filter(r -> outranks(r, rule)).toList();
            if (hidden.isPresent()) {
                Example example = example(member, hidden.get());
                examples.add(example);
                List<Rule> holding =
                        stronger.stream().filter(r -> isTrue(r, hidden.get())).toList();
                stronger = holding.isEmpty() ? stronger : holding;
            }
            faults.add(sentences.hidden(rule, stronger, examples));
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch(rule));
        }
    }

    /** Whether all that the rule gives may be left no room. */
    private boolean isOptional(Rule rule) {
        return rule.tags().isEmpty()
                && rule.gives().stream()
                        .allMatch(
                                gift ->
                                        gift.from() == null
                                                && catalogue
                                                        .models()
                                                        .get(gift.model())
                                                        .values()
                                                        .get(gift.value())
                                                        .optional());
    }

    private static boolean outranks(Rule rule, Rule other) {
        return rule.salience() > other.salience();
    }

    private boolean isTrue(Rule rule, Box box) {
        return problem.circuit().evaluate(formulas.holds(rule), box) == Truth.TRUE;
    }

    /** The later rules that contradict this one, unless a stronger rule settles it. */
    private void overlaps(Rule rule) {
        List<Rule> others = new ArrayList<>();
        for (Rule other : giving.subList(giving.indexOf(rule) + 1, giving.size())) {
            if (other.salience() == rule.salience() && !gifts(other).equals(gifts(rule))) {
                others.add(other);
            }
        }
        try {
            int unsettled =
                    problem.circuit()
                            .all(
                                    formulas.holds(rule),
                                    problem.circuit().not(formulas.outranked(position, rule)));
            while (!others.isEmpty()) {
                List<Integer> any = others.stream().map(formulas::holds).toList();
                int both = problem.circuit().all(unsettled, problem.circuit().any(any));
                Optional<Box> found = find(both, sentences.overlapOpen(rule));
                if (found.isEmpty()) {
                    return;
                }
                Box box = found.get();
                Rule other = others.stream().filter(r -> isTrue(r, box)).findFirst().orElseThrow();
                int pair = problem.circuit().all(unsettled, formulas.holds(other));
                faults.add(sentences.overlap(rule, other, where(pair, box), example(member, box)));
                others.remove(other);
            }
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch(rule));
        }
    }

    private List<Integer> gifts(Rule rule) {
        return rule.gives().stream()
                .filter(g -> g.model() == position)
                .map(Rule.Gift::value)
                .sorted()
                .toList();
    }

    private void gaps() {
        Optional<Integer> audience = audience();
        if (audience.isEmpty()) {
            ofMember().forEach(this::hole);
            return;
        }
        try {
            Circuit circuit = problem.circuit();
            int without = circuit.not(formulas.hasValue(position));
            int gap = circuit.all(audience.get(), without);
            for (int told = 0; told < MAX_GAPS; told++) {
                Optional<Box> found = find(gap, sentences.gapOpen());
                if (found.isEmpty()) {
                    return;
                }
                Box wide = problem.widened(without, found.get());
                faults.add(
                        sentences.gap(where(without, found.get()), example(member, found.get())));
                gap = circuit.all(gap, circuit.not(inside(without, wide)));
            }
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch());
        }
    }

    /** For whom the model is complete, as a statement; empty when it need not be. */
    private Optional<Integer> audience() {
        return switch (model.promise().complete()) {
            case NO -> Optional.empty();
            case EVERYONE -> Optional.of(problem.circuit().all());
            case BUYERS -> {
                Optional<Fact> orders = schema.find(model.promise().window() + ".orders");
                if (orders.isEmpty()) {
                    faults.add(sentences.noWindow(model.promise().window()));
                }
                yield orders.map(
                        fact -> problem.circuit().compare(member.variable(fact), Comparison.GE, 1));
            }
        };
    }

    /** The statement that the member lies in a box. */
    private int inside(int statement, Box box) {
        Circuit circuit = problem.circuit();
        Box all = problem.everything();
        List<Integer> parts = new ArrayList<>();
        circuit.variables(statement).stream()
                .forEach(
                        variable -> {
                            int present =
                                    circuit.compare(variable, Comparison.GE, all.low(variable));
                            if (!box.mayBePresent(variable)) {
                                parts.add(circuit.not(present));
                                return;
                            }
                            List<Integer> within = new ArrayList<>();
                            within.add(circuit.compare(variable, Comparison.GE, box.low(variable)));
                            within.add(
                                    circuit.compare(variable, Comparison.LE, box.high(variable)));
                            int bounds = circuit.all(within);
                            parts.add(
                                    box.mayBeAbsent(variable)
                                            ? circuit.any(List.of(bounds, circuit.not(present)))
                                            : bounds);
                        });
        return circuit.all(parts);
    }

    /** A member without a value, between two that have one and differ in this fact alone. */
    private void hole(Fact fact) {
        Problem three = new Problem(catalogue, rules, background);
        MemberVariables middle = three.member();
        Set<Fact> shared = without(fact);
        MemberVariables less = three.memberLike(middle, shared);
        MemberVariables more = three.memberLike(middle, shared);
        Circuit circuit = three.circuit();
        int below = three.less(less.variable(fact), middle.variable(fact));
        int above = three.less(middle.variable(fact), more.variable(fact));
        int without = circuit.not(three.formulas(middle).hasValue(position));
        int statement =
                circuit.all(
                        without,
                        below,
                        above,
                        three.formulas(less).hasValue(position),
                        three.formulas(more).hasValue(position));
        try {
            Optional<Box> found = find(three, statement, sentences.holeOpen(fact));
            if (found.isPresent()) {
                Box box = found.get();
                Region region = new Region(circuit, without, three.everything(), middle.facts());
                Box wide = three.widened(without, box);
                faults.add(
                        sentences.hole(
                                fact,
                                region.of(wide, fact),
                                example(middle, box),
                                example(less, box),
                                example(more, box)));
            }
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch());
        }
    }

    /**
     * What is read of the member; the day is none of it, and rules may well come and go with it.
     */
    private Stream<Fact> ofMember() {
        return read.stream().filter(fact -> !fact.name().equals(FactSchema.AS_OF));
    }

    private void order() {
        Map<Fact, Boolean> declared = new LinkedHashMap<>();
        model.promise().rising().forEach(name -> declare(declared, name, true));
        model.promise().falling().forEach(name -> declare(declared, name, false));
        if (!declared.isEmpty()) {
            declared.forEach(this::direction);
            return;
        }
        if (problem.switches() > 0) {
            return;
        }
        // Nothing is claimed: values made of ranges of one fact must still run in one direction.
        List<Fact> running = ofMember().filter(f -> runs(f, true) || runs(f, false)).toList();
        if (running.size() == 1) {
            Fact fact = running.get(0);
            Optional<Boolean> named = Degrees.rising(model, fact);
            if (named.isPresent()) {
                direction(fact, named.get());
            } else if (runs(fact, true) && runs(fact, false)) {
                direction(fact, true);
            }
        }
    }

    private void declare(Map<Fact, Boolean> declared, String name, boolean rising) {
        Optional<Fact> fact = schema.find(name);
        if (fact.isEmpty()) {
            faults.add(sentences.noFact(name));
        } else {
            declared.put(fact.get(), rising);
        }
    }

    /** Whether the fact, as it grows, can move the value on, or back. */
    private boolean runs(Fact fact, boolean on) {
        Neighbours neighbours = new Neighbours(fact);
        try {
            return neighbours.asked.find(neighbours.moves(on), false).isPresent();
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch());
            return false;
        }
    }

    /** A fault when the values run against the direction. */
    private void direction(Fact fact, boolean rising) {
        Neighbours neighbours = new Neighbours(fact);
        int moves = neighbours.moves(!rising);
        try {
            find(neighbours.asked, moves, sentences.orderOpen(fact))
                    .ifPresent(box -> faults.add(neighbours.fault(rising, box)));
        } catch (Search.TooMuch e) {
            unproved.add(sentences.tooMuch());
        }
    }

    /** Two members who differ, of the facts that are read, in one alone. */
    private final class Neighbours {
        private final Fact fact;
        private final Problem asked = new Problem(catalogue, rules, background);
        private final MemberVariables less = asked.member();
        private final MemberVariables more;
        private final Formulas before;
        private final Formulas after;

        Neighbours(Fact fact) {
            this.fact = fact;
            this.more = asked.memberLike(less, without(fact));
            this.before = asked.formulas(less);
            this.after = asked.formulas(more);
        }

        /** The statement that the fact is greater and the value further on, or further back. */
        int moves(boolean on) {
            int apart = asked.less(less.variable(fact), more.variable(fact));
            int moves = on ? before.movesOn(position, after) : after.movesOn(position, before);
            return asked.circuit().all(apart, moves);
        }

        Fault fault(boolean rising, Box box) {
            return sentences.order(
                    fact,
                    rising,
                    value(asked, before, box),
                    example(less, box),
                    value(asked, after, box),
                    example(more, box));
        }
    }

    private Set<Fact> without(Fact fact) {
        Set<Fact> others = new LinkedHashSet<>(read);
        others.remove(fact);
        return others;
    }

    private int value(Problem asked, Formulas of, Box box) {
        for (int value = 0; value < model.values().size(); value++) {
            if (asked.circuit().evaluate(of.stands(position, value), box) == Truth.TRUE) {
                return value;
            }
        }
        throw new IllegalStateException("No value of " + model.id() + " stands");
    }

    private Optional<Box> find(int statement, Report.Unproved open) throws Search.TooMuch {
        return find(problem, statement, open);
    }

    /**
     * A member who shows a fault whatever the conditions turn out to be that nothing is known of;
     * when they would have to turn out one way, the question stays open.
     */
    private Optional<Box> find(Problem asked, int statement, Report.Unproved open)
            throws Search.TooMuch {
        Optional<Box> possible = asked.find(statement, false);
        if (possible.isEmpty() || asked.switches() == 0) {
            return possible;
        }
        Optional<Box> certain = asked.find(statement, true);
        if (certain.isEmpty() && !unproved.contains(open)) {
            unproved.add(open);
        }
        return certain;
    }

    private Words where(int statement, Box box) {
        return new Region(problem.circuit(), statement, problem.everything(), member.facts())
                .of(problem.widened(statement, box));
    }

    private Example example(MemberVariables of, Box box) {
        Map<Fact, Long> told = new LinkedHashMap<>();
        Map<Fact, Long> behind = new LinkedHashMap<>();
        for (Fact fact : of.facts().keySet()) {
            int variable = of.variable(fact);
            long number = box.mayBePresent(variable) ? box.low(variable) : Fact.ABSENT;
            (read.contains(fact) ? told : behind).put(fact, number);
        }
        return new Example(told, behind);
    }
}
