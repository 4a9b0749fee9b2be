package io.memberflow.engine;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules that fired for one member, and with which values where they give what they read. Two
 * members with the same have the same verdict.
 */
final class Fired {
    /** More ways of one rule than this are left out; the least values stay. */
    static final int MAX_WAYS_OF_RULE = 100;

    private static final Comparator<List<String>> VALUES =
            (a, b) -> {
                for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                    int by = a.get(i).compareTo(b.get(i));
                    if (by != 0) {
                        return by;
                    }
                }
                return Integer.compare(a.size(), b.size());
            };

    private final BitSet rules = new BitSet();
    private final Map<Integer, TreeSet<List<String>>> values = new TreeMap<>();

    /** A rule fired. */
    void add(int rule) {
        rules.set(rule);
    }

    /** A rule fired with these values for what it gives of matched rows, in their order. */
    void add(int rule, List<String> read) {
        rules.set(rule);
        if (!read.isEmpty()) {
            TreeSet<List<String>> ways = values.computeIfAbsent(rule, r -> new TreeSet<>(VALUES));
            ways.add(List.copyOf(read));
            if (ways.size() > MAX_WAYS_OF_RULE) {
                ways.pollLast();
            }
        }
    }

    /** Everything that fired there, too. */
    void addAll(Fired other) {
        rules.or(other.rules);
        other.values.forEach((rule, ways) -> ways.forEach(way -> add(rule, way)));
    }

    /** Of what fired there, what is of these rules. */
    void addAll(Fired other, BitSet of) {
        BitSet some = (BitSet) other.rules.clone();
        some.and(of);
        rules.or(some);
        other.values.forEach(
                (rule, ways) -> {
                    if (of.get(rule)) {
                        ways.forEach(way -> add(rule, way));
                    }
                });
    }

    /** Whether any of these rules fired. */
    boolean hasAny(BitSet of) {
        return rules.intersects(of);
    }

    /** What is of these rules. */
    Fired only(BitSet of) {
        Fired some = new Fired();
        some.addAll(this, of);
        return some;
    }

    boolean has(int rule) {
        return rules.get(rule);
    }

    /** The values a rule fired with: of a rule without values, none, once. */
    Set<List<String>> ways(int rule) {
        TreeSet<List<String>> ways = values.get(rule);
        return ways != null ? ways : rules.get(rule) ? Set.of(List.of()) : Set.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fired f && rules.equals(f.rules) && values.equals(f.values);
    }

    @Override
    public int hashCode() {
        return rules.hashCode() * 31 + values.hashCode();
    }

    @Override
    public String toString() {
        return rules + " " + values;
    }
}
