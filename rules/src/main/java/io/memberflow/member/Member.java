package io.memberflow.member;

/**
 * A member as the rule engine sees it: numbers by index, and the six comparisons a rule may make. A
 * comparison with a fact that the member has not is false, whichever it is.
 */
public final class Member {
    private final long[] values;

    /** A member with these values, indexed as its {@link FactSchema} says. */
    public Member(long[] values) {
        this.values = values;
    }

    public boolean eq(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] == constant;
    }

    public boolean ne(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] != constant;
    }

    public boolean lt(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] < constant;
    }

    public boolean le(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] <= constant;
    }

    public boolean gt(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] > constant;
    }

    public boolean ge(int fact, long constant) {
        return values[fact] != Fact.ABSENT && values[fact] >= constant;
    }
}
