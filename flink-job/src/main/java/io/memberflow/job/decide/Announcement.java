package io.memberflow.job.decide;

import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.rfm.CutPoints;
import io.memberflow.rulebook.Release;

/**
 * What every decider has to know: what becomes of the rules, or the cut points of a day.
 *
 * @param command what is to be done with rules, or null
 * @param cutPoints the population's cut points from now on, or null
 */
public record Announcement(ReleaseCommand command, CutPoints cutPoints) {

    /** These rules decide. */
    public static Announcement of(Release release) {
        return of(ReleaseCommand.fixed(release));
    }

    public static Announcement of(ReleaseCommand command) {
        return new Announcement(command, null);
    }

    public static Announcement of(CutPoints cutPoints) {
        return new Announcement(null, cutPoints);
    }
}
