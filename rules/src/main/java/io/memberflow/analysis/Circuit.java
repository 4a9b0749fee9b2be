package io.memberflow.analysis;

import io.memberflow.engine.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Statements about variables, built from comparisons by and, or, not. Equal statements are one; a
 * statement's number is greater than those of its parts.
 */
final class Circuit {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();
    private final Map<Integer, int[]> cones = new HashMap<>();

    private sealed interface Node {}

    private record Compare(int variable, Comparison comparison, long constant) implements Node {}

    private record All(List<Integer> of) implements Node {}

    private record Any(List<Integer> of) implements Node {}

    private record Not(int of) implements Node {}

    int compare(int variable, Comparison comparison, long constant) {
        return number(new Compare(variable, comparison, constant));
    }

    /** All of them; none at all is true. */
    int all(List<Integer> of) {
        return of.size() == 1 ? of.get(0) : number(new All(List.copyOf(of)));
    }

    int all(Integer... of) {
        return all(Arrays.asList(of));
    }

    /** At least one of them. */
    int any(List<Integer> of) {
        return of.size() == 1 ? of.get(0) : number(new Any(List.copyOf(of)));
    }

    int not(int of) {
        return nodes.get(of) instanceof Not not ? not.of() : number(new Not(of));
    }

    private int number(Node node) {
        Integer known = numbers.putIfAbsent(node, nodes.size());
        if (known != null) {
            return known;
        }
        nodes.add(node);
        return nodes.size() - 1;
    }

    /** What is known of a statement over a box. */
    Truth evaluate(int root, Box box) {
        return truths(root, box)[root];
    }

    /**
     * A comparison that {@code root} depends on and that is not decided over the box, -1 when there
     * is none. Never one of a variable that is {@code fixed}.
     */
    int undecided(int root, Box box, BitSet fixed) {
        Truth[] truths = truths(root, box);
        return undecided(root, truths, fixed, new BitSet());
    }

    private int undecided(int number, Truth[] truths, BitSet fixed, BitSet seen) {
        if (truths[number] != Truth.UNKNOWN || seen.get(number)) {
            return -1;
        }
        seen.set(number);
        if (nodes.get(number) instanceof Compare compare) {
            return fixed.get(compare.variable()) ? -1 : number;
        }
        for (int part : parts(nodes.get(number))) {
            int found = undecided(part, truths, fixed, seen);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** The variable of a comparison. */
    int variable(int comparison) {
        return ((Compare) nodes.get(comparison)).variable();
    }

    /** The numbers at which a comparison answers differently than one below. */
    long[] steps(int comparison) {
        Compare compare = (Compare) nodes.get(comparison);
        return compare.comparison().steps(compare.constant());
    }

    /** The constants that {@code root} compares a variable with. */
    Set<Long> constants(int root, int variable) {
        TreeSet<Long> constants = new TreeSet<>();
        for (int number : cone(root)) {
            if (nodes.get(number) instanceof Compare c && c.variable() == variable) {
                constants.add(c.constant());
            }
        }
        return constants;
    }

    /** The numbers of a variable at which {@code root} can change. */
    Set<Long> steps(int root, int variable) {
        TreeSet<Long> steps = new TreeSet<>();
        for (int number : cone(root)) {
            if (nodes.get(number) instanceof Compare c && c.variable() == variable) {
                for (long step : steps(number)) {
                    steps.add(step);
                }
            }
        }
        return steps;
    }

    /** The variables that {@code root} speaks of. */
    BitSet variables(int root) {
        BitSet variables = new BitSet();
        for (int number : cone(root)) {
            if (nodes.get(number) instanceof Compare c) {
                variables.set(c.variable());
            }
        }
        return variables;
    }

    private Truth[] truths(int root, Box box) {
        Truth[] truths = new Truth[root + 1];
        for (int number : cone(root)) {
            truths[number] = truth(nodes.get(number), truths, box);
        }
        return truths;
    }

    private static Truth truth(Node node, Truth[] truths, Box box) {
        if (node instanceof Compare c) {
            return compare(c, box);
        } else if (node instanceof Not not) {
            return truths[not.of()].not();
        }
        Truth deciding = node instanceof All ? Truth.FALSE : Truth.TRUE;
        Truth truth = deciding.not();
        for (int part : parts(node)) {
            if (truths[part] == deciding) {
                return deciding;
            }
            if (truths[part] == Truth.UNKNOWN) {
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }

    private static Truth compare(Compare c, Box box) {
        if (!box.mayBePresent(c.variable())) {
            return Truth.FALSE;
        }
        long low = box.low(c.variable());
        long high = box.high(c.variable());
        Truth present =
                switch (c.comparison()) {
                    case LT -> below(low, high, c.constant());
                    case LE -> below(low, high, c.constant() + 1);
                    case GE -> below(low, high, c.constant()).not();
                    case GT -> below(low, high, c.constant() + 1).not();
                    case EQ -> equal(low, high, c.constant());
                    case NE -> equal(low, high, c.constant()).not();
                };
        return present == Truth.TRUE && box.mayBeAbsent(c.variable()) ? Truth.UNKNOWN : present;
    }

    private static Truth below(long low, long high, long bound) {
        return high < bound ? Truth.TRUE : low >= bound ? Truth.FALSE : Truth.UNKNOWN;
    }

    private static Truth equal(long low, long high, long constant) {
        if (constant < low || constant > high) {
            return Truth.FALSE;
        }
        return low == high ? Truth.TRUE : Truth.UNKNOWN;
    }

    /** The statements that {@code root} is made of, itself last. */
    private int[] cone(int root) {
        return cones.computeIfAbsent(
                root,
                r -> {
                    BitSet cone = new BitSet();
                    cone.set(r);
                    for (int i = r; i >= 0; i = cone.previousSetBit(i - 1)) {
                        parts(nodes.get(i)).forEach(cone::set);
                    }
                    return cone.stream().toArray();
                });
    }

    private static List<Integer> parts(Node node) {
        if (node instanceof All all) {
            return all.of();
        } else if (node instanceof Any any) {
            return any.of();
        }
        return node instanceof Not not ? List.of(not.of()) : List.of();
    }
}
