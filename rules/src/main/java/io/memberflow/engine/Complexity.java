package io.memberflow.engine;

import java.util.List;

/**
 * How much a condition asks of the reader and of the engine.
 *
 * @param conditions single comparisons and looks at a value
 * @param depth groups (and, or, not) within groups
 * @param ways alternatives that the engine tries one by one: an {@code or} that reaches beyond one
 *     Member adds them up, an {@code and} of such multiplies them
 * @param loops how many times over all rows of a member are gone through, one within the other
 */
record Complexity(int conditions, int depth, long ways, int loops) {
    /** More conditions in one rule are refused. */
    static final int MAX_CONDITIONS = 30;

    /** Deeper nesting is refused. */
    static final int MAX_DEPTH = 4;

    /** More alternatives over all rules are refused; each can fire once for a member. */
    static final int MAX_WAYS = 1_000;

    /** More rows that a rule remembers for later conditions are refused. */
    static final int MAX_SLOTS = 3;

    /** More loops within one another are refused. */
    static final int MAX_LOOPS = 2;

    private static final long MANY = 1_000_000;

    static Complexity of(Condition condition) {
        if (condition instanceof Condition.All all) {
            return group(all.of(), false);
        } else if (condition instanceof Condition.Any any) {
            return group(any.of(), !condition.isOverMember());
        } else if (condition instanceof Condition.Not not) {
            Complexity of = of(not.of());
            return new Complexity(of.conditions, of.depth + 1, of.ways, of.loops);
        } else if (condition instanceof Condition.Matches matches) {
            return of(matches.pattern(), 0);
        } else if (condition instanceof Condition.Accumulates accumulates) {
            return of(accumulates.of(), accumulates.totals().size());
        }
        return new Complexity(1, 0, 1, 0);
    }

    private static Complexity of(RowPattern pattern, int more) {
        int[] leaves = {more};
        int[] loops = {isMany(pattern) ? 1 : 0};
        pattern.tests().forEach(test -> test.forEachLeaf(leaf -> leaves[0]++));
        return new Complexity(
                Math.max(1, leaves[0]),
                pattern.tests().stream().mapToInt(Complexity::depth).max().orElse(0),
                1,
                loops[0]);
    }

    /** Whether a member has many rows of the type, or few. */
    private static boolean isMany(RowPattern pattern) {
        return switch (pattern.type()) {
            case ORDER, PURCHASE, PREFERENCE, BEHAVIOUR -> true;
            case MEMBER, TAG, SEGMENT, CAMPAIGN, WORD -> false;
        };
    }

    private static int depth(RowTest test) {
        List<RowTest> of =
                test instanceof RowTest.AllOf all
                        ? all.of()
                        : test instanceof RowTest.AnyOf any ? any.of() : List.of();
        return of.isEmpty() ? 0 : 1 + of.stream().mapToInt(Complexity::depth).max().orElse(0);
    }

    private static Complexity group(List<Condition> conditions, boolean alternatives) {
        int count = 0;
        int depth = 0;
        long sum = 0;
        long product = 1;
        int outer = 0;
        int loops = 0;
        for (Condition condition : conditions) {
            Complexity of = of(condition);
            count += of.conditions;
            depth = Math.max(depth, of.depth);
            sum = Math.min(MANY, sum + of.ways);
            product = Math.min(MANY, product * of.ways);
            loops = Math.max(loops, outer + of.loops);
            boolean goesOn =
                    condition instanceof Condition.Matches matches && matches.pattern().isBound();
            outer += goesOn && !alternatives ? of.loops : 0;
        }
        boolean isGroup = conditions.size() > 1;
        return new Complexity(
                count, depth + (isGroup ? 1 : 0), alternatives ? sum : product, loops);
    }
}
