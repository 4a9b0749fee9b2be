package io.memberflow.testdata;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * What a hostile stream is generated from; equal settings give equal streams.
 *
 * @param seed to be printed when a test fails, and to replay it
 * @param asOf the as-of date D of the bounded run; valid orders are dated no later
 * @param zone the shop's zone
 * @param currency the run's currency
 * @param members about how many members, at least 1
 * @param events how many lines, blank and dirty ones among them
 * @param guestIds the run's {@code --guest-ids}; may be empty
 * @param focus local times near which a part of the orders lie; may be empty
 */
public record StreamSettings(
        long seed,
        LocalDate asOf,
        ZoneId zone,
        String currency,
        int members,
        int events,
        List<String> guestIds,
        List<LocalDateTime> focus) {

    public StreamSettings {
        guestIds = List.copyOf(guestIds);
        focus = List.copyOf(focus);
        if (members < 1 || events < 0) {
            throw new IllegalArgumentException(
                    "a stream needs at least 1 member and 0 events, not "
                            + members
                            + " and "
                            + events);
        }
    }

    public static StreamSettings of(
            long seed, LocalDate asOf, ZoneId zone, int members, int events) {
        return new StreamSettings(seed, asOf, zone, "CNY", members, events, List.of(), List.of());
    }

    /** A shop in Shanghai. */
    public static StreamSettings shanghai(long seed, int members, int events) {
        return of(seed, LocalDate.of(2025, 3, 1), ZoneId.of("Asia/Shanghai"), members, events);
    }

    /**
     * America/Sao_Paulo, where 4 November 2018 had no midnight and 17 February 2018 had the hour
     * from 23:00 twice. D is 3 December: the day without midnight has age 29, the one before 30.
     */
    public static StreamSettings saoPaulo2018(long seed, int members, int events) {
        return of(seed, LocalDate.of(2018, 12, 3), ZoneId.of("America/Sao_Paulo"), members, events)
                .near(
                        LocalDateTime.of(2018, 11, 3, 23, 59, 59, 999_999_000),
                        LocalDateTime.of(2018, 11, 4, 0, 0),
                        LocalDateTime.of(2018, 11, 4, 0, 30),
                        LocalDateTime.of(2018, 11, 4, 1, 0),
                        LocalDateTime.of(2018, 2, 17, 23, 30),
                        LocalDateTime.of(2018, 2, 18, 0, 0));
    }

    /**
     * Pacific/Apia, where 30 December 2011 did not exist. D is 28 January 2012: the missing day
     * would have age 29, the one before it has 30.
     */
    public static StreamSettings apia2011(long seed, int members, int events) {
        return of(seed, LocalDate.of(2012, 1, 28), ZoneId.of("Pacific/Apia"), members, events)
                .near(
                        LocalDateTime.of(2011, 12, 29, 23, 59, 59, 999_999_000),
                        LocalDateTime.of(2011, 12, 30, 0, 0),
                        LocalDateTime.of(2011, 12, 30, 12, 0),
                        LocalDateTime.of(2011, 12, 31, 0, 0),
                        LocalDateTime.of(2011, 12, 31, 8, 0));
    }

    public StreamSettings near(LocalDateTime... localTimes) {
        return new StreamSettings(
                seed, asOf, zone, currency, members, events, guestIds, List.of(localTimes));
    }

    public StreamSettings withCurrency(String other) {
        return new StreamSettings(seed, asOf, zone, other, members, events, guestIds, focus);
    }

    public StreamSettings withGuests(String... ids) {
        return new StreamSettings(seed, asOf, zone, currency, members, events, List.of(ids), focus);
    }

    /** The last microsecond of D. */
    Instant endOfAsOf() {
        return asOf.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000);
    }
}
