package io.memberflow.order;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the cleaning of events depends on besides the events (facts.md §2).
 *
 * @param zone the shop's zone: local times are read in it, dates are dates in it
 * @param currency the one currency that is counted
 * @param guestIds member ids that stand for nobody; kept trimmed and normalised as members' ids are
 * @param asOf the as-of date of a bounded run: a time dated after it is FUTURE, and nothing is
 *     TOO_OLD; null in a live run, where the processing clock decides both
 * @param retentionDays live only: an order whose day is this many days or more before today is
 *     TOO_OLD; {@link #UNLIMITED} while history is being read
 * @param behaviourDays live only: a behaviour dated more days than this before today is TOO_OLD
 */
public record Cleaning(
        ZoneId zone,
        String currency,
        Set<String> guestIds,
        LocalDate asOf,
        int retentionDays,
        int behaviourDays)
        implements Serializable {

    /** A retention that nothing is too old for. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public Cleaning {
        Set<String> normalised = new LinkedHashSet<>();
        for (String id : guestIds) {
            String normal = Texts.normaliseId(id);
            if (normal != null && !normal.isEmpty()) {
                normalised.add(normal);
            }
        }
        guestIds = Set.copyOf(normalised);
    }

    /** The cleaning of a bounded run as of {@code asOf}. */
    public static Cleaning bounded(
            ZoneId zone, String currency, Set<String> guestIds, LocalDate asOf) {
        return new Cleaning(zone, currency, guestIds, asOf, UNLIMITED, UNLIMITED);
    }

    /** The cleaning of a live run. */
    public static Cleaning live(
            ZoneId zone,
            String currency,
            Set<String> guestIds,
            int retentionDays,
            int behaviourDays) {
        return new Cleaning(zone, currency, guestIds, null, retentionDays, behaviourDays);
    }
}
