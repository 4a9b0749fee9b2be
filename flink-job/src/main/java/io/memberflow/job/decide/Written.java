package io.memberflow.job.decide;

import io.memberflow.engine.Decider;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.job.sink.RowVersions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a live job last wrote of a member, and when it looks at it again: enough to tell whether
 * there is something new to write.
 *
 * @param attempt the start of the attempt that wrote it
 * @param digest of the rows, without {@code since} and {@code previous_value}
 * @param since of each value and then each tag that stood, epoch days
 * @param previous the value before each of them, by position in its model, -1 for none and of tags
 * @param timer event time of the timer set for it, {@link Long#MAX_VALUE} for none
 * @param basis what the member was decided by, see {@link Rulings#basis}
 * @param standing what stood, as {@link Journal#standing} gives it
 * @param rowVersion of the rows, {@link RowVersions#NONE} before any
 */
public record Written(
        long attempt,
        long digest,
        int[] since,
        int[] previous,
        long timer,
        long basis,
        String[] standing,
        long rowVersion) {
    static final Written NOTHING =
            new Written(
                    RowVersions.NONE,
                    0,
                    new int[0],
                    new int[0],
                    Long.MAX_VALUE,
                    RowVersions.NONE,
                    new String[0],
                    RowVersions.NONE);

    /**
     * What is written when this verdict is.
     *
     * @param facts as they stand in their table
     */
    static Written of(long attempt, long basis, Decider decider, Verdict verdict, String facts) {
        List<Standing> standings = verdict.standings();
        return new Written(
                attempt,
                Digests.of(decider, verdict, facts),
                IntStream.concat(
                                standings.stream().mapToInt(Standing::since),
                                verdict.tags().stream().mapToInt(TagStanding::since))
                        .toArray(),
                IntStream.concat(
                                standings.stream()
                                        .mapToInt(s -> s.model().indexOf(s.previousValue())),
                                verdict.tags().stream().mapToInt(tag -> -1))
                        .toArray(),
                Long.MAX_VALUE,
                basis,
                Journal.standing(verdict),
                RowVersions.NONE);
    }

    Written with(long instant, long writtenAs) {
        return new Written(attempt, digest, since, previous, instant, basis, standing, writtenAs);
    }

    /**
     * Whether its rows may stay as they are when these would be written on a later day. A run of
     * days that reaches back further than is looked is not another one because days pass: then its
     * row may go on naming the day it began. And nothing may stay that another attempt wrote: rows
     * written between its last checkpoint and its end are not known here.
     */
    boolean stands(Written now, int day) {
        if (attempt != now.attempt || digest != now.digest || since.length != now.since.length) {
            return false;
        }
        int floor = day - Decider.LOOK_BACK;
        for (int i = 0; i < since.length; i++) {
            boolean open = now.since[i] == floor;
            if (now.since[i] != Math.max(since[i], floor)
                    || (!open && previous[i] != now.previous[i])) {
                return false;
            }
        }
        return true;
    }
}
