package io.memberflow.job.generate;

import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What the invented shop is like. Nothing is checked here.
 *
 * @param seed the same seed and plan give the same bytes
 * @param members how many members there can be; the least active ones may never buy
 * @param orders how many orders are placed
 * @param from the first day of business
 * @param to the last day of business; nothing is dated after it
 * @param zone the shop's zone
 * @param skew how unevenly members buy, 1 for evenly: the most active share p of them places about
 *     p^(1/skew) of the orders
 * @param late share of events that arrive up to three days late and then once more
 * @param dirty share of extra lines that no one can accept
 * @param hotShare share of all orders that one single member places
 * @param cast whether the members of {@link Cast} are there too, beside {@code members} others
 */
public record ShopPlan(
        long seed,
        int members,
        long orders,
        LocalDate from,
        LocalDate to,
        ZoneId zone,
        double skew,
        double late,
        double dirty,
        double hotShare,
        boolean cast) {

    /** Days of business. */
    int days() {
        return (int) (to.toEpochDay() - from.toEpochDay()) + 1;
    }

    /** The first second after the last day. */
    long end() {
        return to.plusDays(1).atStartOfDay(zone).toEpochSecond();
    }
}
