package io.memberflow.engine;

import io.memberflow.member.Member;
import java.util.Optional;

/** The comparisons a rule may make between a fact and a constant. */
public enum Comparison {
    EQ("==", "eq"),
    NE("!=", "ne"),
    LT("<", "lt"),
    LE("<=", "le"),
    GT(">", "gt"),
    GE(">=", "ge");

    private final String symbol;
    private final String method;

    Comparison(String symbol, String method) {
        this.symbol = symbol;
        this.method = method;
    }

    /** How it is written in a rule. */
    public String symbol() {
        return symbol;
    }

    /** The method of {@link Member} that makes it. */
    String method() {
        return method;
    }

    static Optional<Comparison> of(String symbol) {
        for (Comparison comparison : values()) {
            if (comparison.symbol.equals(symbol)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    /** The comparison that holds with the sides swapped: {@code 3 < x} is {@code x > 3}. */
    Comparison swapped() {
        return switch (this) {
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
            case EQ, NE -> this;
        };
    }

    /** The comparison that holds exactly when this one does not, of a fact that is there. */
    Comparison negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case LE -> GT;
            case GT -> LE;
            case GE -> LT;
        };
    }

    boolean holds(Member member, int fact, long constant) {
        return switch (this) {
            case EQ -> member.eq(fact, constant);
            case NE -> member.ne(fact, constant);
            case LT -> member.lt(fact, constant);
            case LE -> member.le(fact, constant);
            case GT -> member.gt(fact, constant);
            case GE -> member.ge(fact, constant);
        };
    }

    /** Of two numbers that are there. */
    boolean holds(long value, long other) {
        return switch (this) {
            case EQ -> value == other;
            case NE -> value != other;
            case LT -> value < other;
            case LE -> value <= other;
            case GT -> value > other;
            case GE -> value >= other;
        };
    }

    /**
     * On which of the values {@code constant} and {@code constant + 1} the answer differs from that
     * for the value before, as the fact grows: what a fact that grows by one a day can change on.
     */
    public long[] steps(long constant) {
        return switch (this) {
            case LT, GE -> new long[] {constant};
            case LE, GT -> new long[] {constant + 1};
            case EQ, NE -> new long[] {constant, constant + 1};
        };
    }
}
