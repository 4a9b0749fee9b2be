package io.memberflow.engine;

import java.util.List;

/**
 * How much a condition asks of the reader and of the engine.
 *
 * @param conditions single comparisons and looks at a value
 * @param depth groups (and, or, not) within groups
 * @param ways alternatives that the engine tries one by one: an {@code or} that reaches beyond one
 *     Member adds them up, an {@code and} of such multiplies them
 */
record Complexity(int conditions, int depth, long ways) {
    /** More conditions in one rule are refused. */
    static final int MAX_CONDITIONS = 30;

    /** Deeper nesting is refused. */
    static final int MAX_DEPTH = 4;

    /** More alternatives over all rules are refused; each can fire once for a member. */
    static final int MAX_WAYS = 1_000;

    private static final long MANY = 1_000_000;

    static Complexity of(Condition condition) {
        if (condition instanceof Condition.All all) {
            return group(all.of(), false);
        } else if (condition instanceof Condition.Any any) {
            return group(any.of(), !condition.isOverMember());
        } else if (condition instanceof Condition.Not not) {
            Complexity of = of(not.of());
            return new Complexity(of.conditions, of.depth + 1, of.ways);
        }
        return new Complexity(1, 0, 1);
    }

    private static Complexity group(List<Condition> conditions, boolean alternatives) {
        int count = 0;
        int depth = 0;
        long sum = 0;
        long product = 1;
        for (Condition condition : conditions) {
            Complexity of = of(condition);
            count += of.conditions;
            depth = Math.max(depth, of.depth);
            sum = Math.min(MANY, sum + of.ways);
            product = Math.min(MANY, product * of.ways);
        }
        boolean isGroup = conditions.size() > 1;
        return new Complexity(count, depth + (isGroup ? 1 : 0), alternatives ? sum : product);
    }
}
