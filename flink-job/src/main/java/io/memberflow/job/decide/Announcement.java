package io.memberflow.job.decide;

import io.memberflow.rfm.CutPoints;
import io.memberflow.rulebook.Release;

/**
 * What every decider has to know: a release of rules, or the cut points of a day.
 *
 * @param release the rules that decide from now on, or null
 * @param cutPoints the population's cut points from now on, or null
 */
public record Announcement(Release release, CutPoints cutPoints) {

    public static Announcement of(Release release) {
        return new Announcement(release, null);
    }

    public static Announcement of(CutPoints cutPoints) {
        return new Announcement(null, cutPoints);
    }
}
