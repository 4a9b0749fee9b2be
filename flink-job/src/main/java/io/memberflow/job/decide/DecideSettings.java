package io.memberflow.job.decide;

import io.memberflow.job.config.ShopCalendar;
import io.memberflow.job.sink.TablesBefore;
import java.io.Serializable;
import java.util.List;

/**
 * How to decide.
 *
 * @param calendar which day it is
 * @param population whether scores wait for the population's cut points
 * @param extraWindows windows beyond the standard ones, in days
 * @param historyDays how many days of changes to write, 0 for none; bounded runs only
 * @param before what the tables held when the job was started
 * @param midnightSpread milliseconds over which members are spread after midnight; live jobs only
 */
public record DecideSettings(
        ShopCalendar calendar,
        boolean population,
        List<Integer> extraWindows,
        int historyDays,
        TablesBefore before,
        long midnightSpread)
        implements Serializable {

    /** The settings of a live job that lets nobody wait after midnight. */
    public static DecideSettings live(ShopCalendar calendar, boolean population) {
        return new DecideSettings(calendar, population, List.of(), 0, TablesBefore.EMPTY, 0);
    }
}
