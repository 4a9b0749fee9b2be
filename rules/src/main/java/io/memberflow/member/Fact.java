package io.memberflow.member;

/**
 * One number a rule can read of a member.
 *
 * @param index where its value stands in a {@code long[]} of values
 * @param name its one name everywhere: rules, reasons, commands, JSON; {@code d365.orders}
 * @param unit what the number means
 * @param window days of the window whose orders it comes from, {@link #LIFE} for the whole life, 0
 *     when it is the newest order alone
 */
public record Fact(int index, String name, Unit unit, int window) {
    /** The window of facts over the whole life. */
    public static final int LIFE = Integer.MAX_VALUE;

    /** The value of a fact that a member has not; every condition on it is false. */
    public static final long ABSENT = Long.MIN_VALUE;
}
