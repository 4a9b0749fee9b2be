package io.memberflow.job.release;

import io.memberflow.registry.Mode;
import io.memberflow.rulebook.Release;

/**
 * What every decider is told of a change of the channel. First to prepare it: compile what comes
 * with it and say so in {@code rule_activation}, going on to decide as before. Then, when all have
 * said so, to use it. After a restart both come again for what is active, so whatever has been done
 * for a sequence number need not be done again; a smaller one than that in use is to be ignored.
 *
 * <p>A change need not bring other releases: freezing a channel raises its number too.
 *
 * @param seq the channel's sequence number, under which all of it becomes active at once
 * @param kind what to do
 * @param active the release that decides; null with ACTIVATE if it came with PREPARE
 * @param candidate the release that is tried beside it, null for none and with ACTIVATE
 * @param mode how the candidate is tried
 * @param percent of {@link Mode#CANARY}: the share of members that the candidate decides
 */
public record ReleaseCommand(
        long seq, Kind kind, Release active, Release candidate, Mode mode, int percent) {

    /** What to do. */
    public enum Kind {
        PREPARE,
        ACTIVATE
    }

    /** The rules of a folder, which decide from the beginning to the end. */
    public static ReleaseCommand fixed(Release release) {
        return new ReleaseCommand(0, Kind.ACTIVATE, release, null, Mode.FULL, 0);
    }

    /** The command to use what this one prepares. */
    ReleaseCommand activate() {
        return new ReleaseCommand(seq, Kind.ACTIVATE, null, null, mode, percent);
    }
}
