package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.Row;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells which rules fire, many rules at a time: their comparisons with constants are bits that are
 * looked up by the member's numbers and by its rows, and only what is left of a rule then goes to
 * {@link Solver}. What it says is what the solver says of each rule.
 */
final class Foresight {
    private final LayerRules[] layers;
    private final Map<RowType, RowMasks> rows = new EnumMap<>(RowType.class);

    Foresight(List<Rule> rules, Layers of) {
        Map<RowType, RowMasks.Builder> builders = new EnumMap<>(RowType.class);
        this.layers = new LayerRules[of.count()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerRules(of.rulesOf(layer), rules, builders);
        }
        builders.forEach((type, builder) -> rows.put(type, builder.build()));
    }

    /** The patterns that have a row, worked out once for a member's day. */
    final class Found {
        private final Scene scene;
        private final long[][] found = new long[RowType.values().length][];

        Found(Scene scene) {
            this.scene = scene;
        }

        /** What earlier layers gave is there now. */
        void given() {
            found[RowType.TAG.ordinal()] = null;
            found[RowType.SEGMENT.ordinal()] = null;
        }

        private boolean has(RowType type, int pattern) {
            long[] bits = found[type.ordinal()];
            if (bits == null) {
                bits = scene.found(rows.get(type), type);
                found[type.ordinal()] = bits;
            }
            return Bits.has(bits, pattern);
        }
    }

    Found found(Scene scene) {
        return new Found(scene);
    }

    /** The rules of a layer that fire by themselves. */
    Fired fire(int layer, Scene scene, Found found) {
        return layers[layer].fire(scene, found);
    }

    /** That some row matches, or none does. */
    private record Need(RowType type, int pattern, boolean some) {}

    /** The rules of one layer. */
    private static final class LayerRules {
        private final int[] numbers;
        private final Rule[] rules;
        private final boolean[] givesWhatItReads;
        private final Need[][] needs;

        /** What is left of each rule for the solver, null for nothing. */
        private final Condition[] rest;

        private final int[] facts;
        private final NumberMasks[] ofFacts;
        private final int[] models;
        private final NumberMasks[] ofModels;

        LayerRules(List<Integer> of, List<Rule> all, Map<RowType, RowMasks.Builder> rows) {
            this.numbers = of.stream().mapToInt(Integer::intValue).toArray();
            this.rules = of.stream().map(all::get).toArray(Rule[]::new);
            this.givesWhatItReads = new boolean[rules.length];
            this.needs = new Need[rules.length][];
            this.rest = new Condition[rules.length];
            Map<Integer, NumberMasks.Builder> byFact = new LinkedHashMap<>();
            Map<Integer, NumberMasks.Builder> byModel = new LinkedHashMap<>();
            for (int bit = 0; bit < rules.length; bit++) {
                new Reader(bit, rules[bit], byFact, byModel, rows).read();
            }
            this.facts = byFact.keySet().stream().mapToInt(Integer::intValue).toArray();
            this.ofFacts = build(byFact);
            this.models = byModel.keySet().stream().mapToInt(Integer::intValue).toArray();
            this.ofModels = build(byModel);
        }

        private NumberMasks[] build(Map<Integer, NumberMasks.Builder> builders) {
            return builders.values().stream()
                    .map(builder -> builder.build(rules.length))
                    .toArray(NumberMasks[]::new);
        }

        Fired fire(Scene scene, Found found) {
            Fired fired = new Fired();
            long[] alive = Bits.all(rules.length);
            for (int i = 0; i < facts.length; i++) {
                Bits.and(alive, ofFacts[i].of(scene.number(facts[i])));
            }
            for (int i = 0; i < models.length; i++) {
                Bits.and(alive, ofModels[i].of(scene.valueOf(models[i])));
            }
            Solver solver = null;
            for (int bit = Bits.next(alive, 0); bit >= 0; bit = Bits.next(alive, bit + 1)) {
                if (!areMet(needs[bit], found)) {
                    continue;
                }
                if (rest[bit] == null) {
                    fired.add(numbers[bit]);
                    continue;
                }
                if (solver == null) {
                    solver = new Solver(scene);
                }
                ask(bit, solver, fired);
            }
            return fired;
        }

        private static boolean areMet(Need[] needs, Found found) {
            for (Need need : needs) {
                if (found.has(need.type(), need.pattern()) != need.some()) {
                    return false;
                }
            }
            return true;
        }

        private void ask(int bit, Solver solver, Fired fired) {
            Rule rule = rules[bit];
            if (!givesWhatItReads[bit]) {
                if (solver.holds(rest[bit])) {
                    fired.add(numbers[bit]);
                }
                return;
            }
            Row[] bound = new Row[Complexity.MAX_SLOTS];
            solver.each(
                    rest[bit],
                    () -> {
                        for (int slot = 0; slot < bound.length; slot++) {
                            bound[slot] = solver.bound(slot);
                        }
                        fired.add(numbers[bit], Decision.read(rule, bound));
                        return false;
                    });
        }

        /** Takes a rule's condition apart. */
        private final class Reader {
            private final int bit;
            private final Rule rule;
            private final Map<Integer, NumberMasks.Builder> byFact;
            private final Map<Integer, NumberMasks.Builder> byModel;
            private final Map<RowType, RowMasks.Builder> rows;
            private final Set<Integer> slotsUsed = new TreeSet<>();
            private final List<Need> needed = new ArrayList<>();
            private final List<Condition> left = new ArrayList<>();

            Reader(
                    int bit,
                    Rule rule,
                    Map<Integer, NumberMasks.Builder> byFact,
                    Map<Integer, NumberMasks.Builder> byModel,
                    Map<RowType, RowMasks.Builder> rows) {
                this.bit = bit;
                this.rule = rule;
                this.byFact = byFact;
                this.byModel = byModel;
                this.rows = rows;
                rule.boundGifts().forEach(gift -> slotsUsed.add(gift.slot()));
                rule.when().forEachLeaf(leaf -> slotsUsed.addAll(slotsReadBy(leaf)));
            }

            void read() {
                givesWhatItReads[bit] = !rule.boundGifts().isEmpty();
                take(rule.when());
                needs[bit] = needed.toArray(Need[]::new);
                rest[bit] =
                        left.isEmpty()
                                ? null
                                : left.size() == 1 ? left.get(0) : new Condition.All(left);
            }

            private void take(Condition condition) {
                if (condition instanceof Condition.All all) {
                    all.of().forEach(this::take);
                } else if (condition instanceof Condition.Not not
                        && not.of() instanceof Condition.Any any) {
                    any.of().forEach(one -> take(new Condition.Not(one)));
                } else if (isOverOne(condition)) {
                    ofNumber(condition);
                } else if (condition instanceof Condition.Matches matches) {
                    matches(matches);
                } else if (condition instanceof Condition.Not not
                        && not.of() instanceof Condition.Matches matches
                        && slotsReadBy(matches).isEmpty()) {
                    needed.add(need(matches.pattern(), false));
                } else {
                    left.add(condition);
                }
            }

            private void matches(Condition.Matches matches) {
                RowPattern pattern = matches.pattern();
                needed.add(need(pattern, true));
                boolean isAll = slotsReadBy(matches).isEmpty();
                if (!isAll || (pattern.isBound() && slotsUsed.contains(pattern.slot()))) {
                    left.add(matches);
                }
            }

            private Need need(RowPattern pattern, boolean some) {
                return new Need(
                        pattern.type(),
                        rows.computeIfAbsent(pattern.type(), RowMasks.Builder::new).number(pattern),
                        some);
            }

            /** Whether it asks of one number, or of one model's value, and of nothing else. */
            private boolean isOverOne(Condition condition) {
                Set<Object> read = new HashSet<>();
                condition.forEachLeaf(leaf -> read.add(readBy(leaf)));
                return read.size() == 1 && !(read.iterator().next() instanceof Condition);
            }

            private static Object readBy(Condition leaf) {
                if (leaf instanceof Condition.Compare compare) {
                    return compare.fact();
                }
                return leaf instanceof Condition.HasValue value ? (Object) value.model() : leaf;
            }

            private void ofNumber(Condition condition) {
                List<Long> turns = new ArrayList<>();
                int[] read = new int[1];
                boolean[] isFact = new boolean[1];
                condition.forEachLeaf(
                        leaf -> {
                            if (leaf instanceof Condition.Compare c) {
                                read[0] = c.fact().index();
                                isFact[0] = true;
                                for (long step : c.comparison().steps(c.constant())) {
                                    turns.add(step);
                                }
                            } else if (leaf instanceof Condition.HasValue value) {
                                read[0] = value.model();
                                turns.add(0L);
                                for (int one : value.values()) {
                                    turns.add((long) one);
                                    turns.add(one + 1L);
                                }
                            }
                        });
                (isFact[0] ? byFact : byModel)
                        .computeIfAbsent(read[0], r -> new NumberMasks.Builder())
                        .add(bit, value -> holds(condition, value), turns);
            }
        }
    }

    /** Whether a condition over one number, or over one model's value, holds of it. */
    private static boolean holds(Condition condition, long value) {
        if (condition instanceof Condition.Compare c) {
            return value != Fact.ABSENT && c.comparison().holds(value, c.constant());
        } else if (condition instanceof Condition.HasValue has) {
            return value >= 0 && has.values().contains((int) value) == has.in();
        } else if (condition instanceof Condition.Not not) {
            return !holds(not.of(), value);
        } else if (condition instanceof Condition.All all) {
            return all.of().stream().allMatch(one -> holds(one, value));
        }
        return ((Condition.Any) condition).of().stream().anyMatch(one -> holds(one, value));
    }

    /** The slots of earlier rows that a look at rows compares with. */
    private static Set<Integer> slotsReadBy(Condition leaf) {
        Set<Integer> slots = new TreeSet<>();
        RowPattern pattern =
                leaf instanceof Condition.Matches matches
                        ? matches.pattern()
                        : leaf instanceof Condition.Accumulates accumulates
                                ? accumulates.of()
                                : null;
        if (pattern != null) {
            for (RowTest test : pattern.tests()) {
                test.forEachLeaf(
                        one -> {
                            if (one.with() != null) {
                                slots.add(one.with().slot());
                            }
                        });
            }
        }
        return slots;
    }
}
