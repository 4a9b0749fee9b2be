package io.memberflow.registry;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A row of {@code rule_channel}: which releases the jobs of a channel decide with.
 *
 * @param name the channel
 * @param seq grows with every change; jobs take changes in this order and never go back
 * @param activeVersion the release that decides
 * @param candidateVersion the release that is tried beside it, or null
 * @param mode how it is tried
 * @param percent of {@link Mode#CANARY}: the share of members, 0 to 100; else 0
 * @param effectiveAt not before this instant, by the database's clock
 * @param frozen whether every change but {@link Registry#unfreeze} is refused
 * @param updatedBy who made the last change
 * @param updatedAt when
 * @param readAt what the database's clock said when this row was read
 */
public record Channel(
        String name,
        long seq,
        int activeVersion,
        Integer candidateVersion,
        Mode mode,
        int percent,
        Instant effectiveAt,
        boolean frozen,
        String updatedBy,
        Instant updatedAt,
        Instant readAt) {

    /** The channel of jobs that were not given one. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Whether a new channel may be called so: letters, digits, dots, _ and -. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether its time has come, as of when the row was read. */
    public boolean isEffective() {
        return !effectiveAt.isAfter(readAt);
    }
}
