package io.memberflow.job.config;

import java.io.Serializable;

/**
 * What tells a live job which day it is (facts.md §3).
 *
 * @param kind what it goes by
 * @param ticks where the instants of {@link Kind#TICKS} are, files or a topic; else null
 */
public record LiveClock(Kind kind, EventPlace ticks) implements Serializable {

    /** Today, in the shop's zone. */
    public static final LiveClock WALL = new LiveClock(Kind.WALL, null);

    /** What a clock can go by. */
    public enum Kind {
        /** The wall clock: quiet nights move members too. */
        WALL,
        /** The greatest event time seen, less the allowed disorder; it stands still in silence. */
        EVENTS,
        /** Instants that come as a stream of their own. */
        TICKS
    }
}
