package io.memberflow.registry;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Who changes a channel, why, and from when on: what {@code rule_audit} keeps of it.
 *
 * @param who a person or a program, at most 128 characters, not blank
 * @param why in their words, may be empty
 * @param changePercent the share of members that will change by what was looked at before, 0 to
 *     100, or null
 * @param effectiveAt not before this instant, by the database's clock; null: at once
 */
public record Stamp(String who, String why, BigDecimal changePercent, Instant effectiveAt) {
    static final int LONGEST_WHO = 128;
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /**
     * @throws RegistryRefusal when one of them cannot be written
     */
    public Stamp {
        checkName(who);
        if (changePercent != null
                && (changePercent.signum() < 0 || changePercent.compareTo(HUNDRED) > 0)) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "变动比例 " + changePercent + " 不在 0 到 100 之间，请更正。",
                    "The share of change "
                            + changePercent
                            + " is not between 0 and 100. Give it in percent.");
        }
    }

    public static Stamp of(String who, String why) {
        return new Stamp(who, why, null, null);
    }

    /** The same, not before an instant. */
    public Stamp from(Instant instant) {
        return new Stamp(who, why, changePercent, instant);
    }

    /** The same, with the share of members that will change. */
    public Stamp changing(BigDecimal percent) {
        return new Stamp(who, why, percent, effectiveAt);
    }

    static void checkName(String who) {
        if (who.isBlank() || who.codePointCount(0, who.length()) > LONGEST_WHO) {
            throw new RegistryRefusal(
                    RegistryRefusal.Kind.WRONG_USE,
                    "操作人“" + who + "”为空或超过 " + LONGEST_WHO + " 个字符，请写明是谁。",
                    "The name \""
                            + who
                            + "\" is empty or longer than "
                            + LONGEST_WHO
                            + " characters. Say who it is.");
        }
    }
}
