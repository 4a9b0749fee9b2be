package io.memberflow.testdata;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What facts depend on besides events: the shop's calendar and the tables of its rulebook.
 *
 * @param awayDays how many days without an order make the next one a return
 * @param samples SKUs that are samples
 * @param words by the list's name: what each word stands for, {@code ""} for nothing
 * @param singleTags tag keys that hold one value of a source at a time
 */
public record OracleShop(
        ZoneId zone,
        int awayDays,
        List<Campaign> campaigns,
        Set<String> samples,
        Map<String, Map<String, String>> words,
        Set<String> singleTags) {

    /** A campaign; both days are part of it. */
    public record Campaign(String name, String kind, LocalDate from, LocalDate to) {}

    boolean isCampaignDay(long day) {
        for (Campaign campaign : campaigns) {
            if (campaign.from().toEpochDay() <= day && day <= campaign.to().toEpochDay()) {
                return true;
            }
        }
        return false;
    }

    /** The local date of an instant, as epoch day. */
    int dayOf(Instant instant) {
        return (int) instant.atZone(zone).toLocalDate().toEpochDay();
    }
}
