package io.memberflow.engine;

import io.memberflow.member.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * On which side of every constant of the rules each fact is. Rules only compare facts with
 * constants, so members that agree in this agree in every comparison, hence in the outcome: it is
 * the key under which outcomes are remembered.
 */
final class Regions {
    private final int[] facts;
    private final long[][] constants;

    Regions(List<Rule> rules) {
        Map<Integer, TreeSet<Long>> byFact = new TreeMap<>();
        for (Rule rule : rules) {
            rule.when()
                    .forEachLeaf(
                            leaf -> {
                                if (leaf instanceof Condition.Compare c) {
                                    byFact.computeIfAbsent(c.fact().index(), i -> new TreeSet<>())
                                            .add(c.constant());
                                }
                            });
        }
        facts = byFact.keySet().stream().mapToInt(Integer::intValue).toArray();
        constants =
                byFact.values().stream()
                        .map(set -> set.stream().mapToLong(Long::longValue).toArray())
                        .toArray(long[][]::new);
    }

    /** The key of a member's values. */
    Key of(long[] values) {
        short[] regions = new short[facts.length];
        for (int i = 0; i < facts.length; i++) {
            regions[i] = region(values[facts[i]], constants[i]);
        }
        return new Key(regions);
    }

    /** The facts compared at all, by index. */
    List<Integer> facts() {
        List<Integer> list = new ArrayList<>();
        for (int fact : facts) {
            list.add(fact);
        }
        return list;
    }

    /** Even between constants, odd on one; -1 when the member has not the fact. */
    private static short region(long value, long[] constants) {
        if (value == Fact.ABSENT) {
            return -1;
        }
        int i = 0;
        while (i < constants.length && constants[i] < value) {
            i++;
        }
        return (short) (i < constants.length && constants[i] == value ? 2 * i + 1 : 2 * i);
    }

    /** A region for each compared fact. */
    static final class Key {
        private final short[] regions;
        private final int hash;

        Key(short[] regions) {
            this.regions = regions;
            this.hash = Arrays.hashCode(regions);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(regions, key.regions);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
