package io.memberflow.job.metrics;

import java.util.Locale;

/** How far an event is behind the clock when it arrives; each begins where the one before ends. */
public enum Age {
    HOUR(1),
    DAY(24),
    WEEK(7 * 24),
    MONTH(30 * 24),
    OLDER(Long.MAX_VALUE);

    private static final long MILLIS_AN_HOUR = 3_600_000;

    private final long hours;

    Age(long hours) {
        this.hours = hours;
    }

    /**
     * The least age that covers so many milliseconds; what is ahead of the clock is of the first.
     */
    public static Age of(long millisBehind) {
        for (Age age : values()) {
            if (age == OLDER || millisBehind <= age.hours * MILLIS_AN_HOUR) {
                return age;
            }
        }
        throw new IllegalStateException("The last age has no end");
    }

    /** As it stands in a query. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
