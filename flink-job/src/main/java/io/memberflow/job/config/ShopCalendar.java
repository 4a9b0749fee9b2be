package io.memberflow.job.config;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which day it is for the job. A bounded run stands on its as-of date from first to last; a live
 * one goes with the watermark, in the shop's zone.
 *
 * @param zone the shop's zone
 * @param asOf the as-of date of a bounded run, null in a live one
 */
public record ShopCalendar(ZoneId zone, LocalDate asOf) implements Serializable {

    public boolean isBounded() {
        return asOf != null;
    }

    /** The epoch day on which decisions are made when the watermark stands at {@code watermark}. */
    public int today(long watermark) {
        return (int)
                (asOf != null ? asOf : Instant.ofEpochMilli(watermark).atZone(zone).toLocalDate())
                        .toEpochDay();
    }

    /** The last millisecond of the as-of date: nothing of a bounded run happens later. */
    public long endOfAsOf() {
        return startOf((int) asOf.toEpochDay() + 1) - 1;
    }

    /**
     * The first millisecond of a local date; where midnight does not exist, the first that does.
     */
    public long startOf(int epochDay) {
        return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
