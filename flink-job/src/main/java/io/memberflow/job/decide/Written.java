package io.memberflow.job.decide;

import io.memberflow.engine.Decider;
import io.memberflow.engine.Earlier;
import io.memberflow.engine.Rule;
import io.memberflow.engine.Standing;
import io.memberflow.engine.TagStanding;
import io.memberflow.engine.Verdict;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a live job last wrote of a member, and when it looks at it again: enough to tell whether
 * there is something new to write, and since when what stood has stood.
 *
 * @param attempt the start of the attempt that wrote it
 * @param digest of the rows, without {@code since} and {@code previous_value}
 * @param standing what stood, values and then tags, {@link #FIELDS} texts each: kind, name, value,
 *     source, rule
 * @param since of each of them, epoch days
 * @param previous the value before each of them, by position in its model, -1 for none and of tags
 * @param asOf the epoch day on which all this was found
 * @param sameUntil the last epoch day on which all this is so if nothing happens
 * @param timer event time of the timer set for it, {@link Long#MAX_VALUE} for none
 * @param basis what the member was decided by, see {@link Rulings#basis}
 * @param rowVersion of the rows, {@link RowVersions#NONE} before any
 */
public record Written(
        long attempt,
        long digest,
        String[] standing,
        int[] since,
        int[] previous,
        int asOf,
        int sameUntil,
        long timer,
        long basis,
        long rowVersion) {
    static final int FIELDS = 5;
    static final String TAG = "TAG";

    /** The kind of a tag that nobody is told of. */
    static final String SECRET = "SECRET";

    static final Written NOTHING =
            new Written(
                    RowVersions.NONE,
                    0,
                    new String[0],
                    new int[0],
                    new int[0],
                    Integer.MAX_VALUE,
                    Integer.MIN_VALUE,
                    Long.MAX_VALUE,
                    RowVersions.NONE,
                    RowVersions.NONE);

    /**
     * What is written when this verdict is.
     *
     * @param facts as they stand in their table
     */
    static Written of(long attempt, long basis, Decider decider, Verdict verdict, String facts) {
        List<String> standing = new ArrayList<>();
        for (Standing one : verdict.standings()) {
            Model model = one.model();
            add(standing, model.kind().name(), model.id(), one.value(), "", one.rule());
        }
        for (TagStanding tag : verdict.tags()) {
            boolean open = tag.key() != null && !tag.key().sensitive();
            add(standing, open ? TAG : SECRET, tag.name(), tag.value(), tag.source(), tag.rule());
        }
        List<Standing> standings = verdict.standings();
        return new Written(
                attempt,
                Digests.of(decider, verdict, facts),
                standing.toArray(String[]::new),
                IntStream.concat(
                                standings.stream().mapToInt(Standing::since),
                                verdict.tags().stream().mapToInt(TagStanding::since))
                        .toArray(),
                IntStream.concat(
                                standings.stream()
                                        .mapToInt(s -> s.model().indexOf(s.previousValue())),
                                verdict.tags().stream().mapToInt(tag -> -1))
                        .toArray(),
                verdict.asOf(),
                (verdict.nextCheckOn() == null
                                ? verdict.asOf() + Decider.LOOK_AHEAD + 1
                                : verdict.nextCheckOn())
                        - 1,
                Long.MAX_VALUE,
                basis,
                RowVersions.NONE);
    }

    private static void add(
            List<String> standing,
            String kind,
            String name,
            String value,
            String source,
            Rule rule) {
        standing.addAll(List.of(kind, name, value, source, rule == null ? "" : rule.name()));
    }

    Written with(long instant, long writtenAs) {
        return new Written(
                attempt, digest, standing, since, previous, asOf, sameUntil, instant, basis,
                writtenAs);
    }

    /** The same, when the member's days from that one on may be others than these tell of. */
    Written changedFrom(int day) {
        return day > sameUntil
                ? this
                : new Written(
                        attempt,
                        digest,
                        standing,
                        since,
                        previous,
                        asOf,
                        day == Integer.MIN_VALUE ? day : day - 1,
                        timer,
                        basis,
                        rowVersion);
    }

    /**
     * What this tells whoever decides the member again.
     *
     * @param by what the member is decided by now
     */
    Earlier earlier(long by, Catalogue catalogue) {
        if (basis != by) {
            return Earlier.NOTHING;
        }
        Earlier earlier = new Earlier(asOf, sameUntil);
        for (int i = 0; i < since.length; i++) {
            String kind = standing[FIELDS * i];
            String name = standing[FIELDS * i + 1];
            String value = standing[FIELDS * i + 2];
            if (kind.equals(TAG) || kind.equals(SECRET)) {
                earlier.tag(name, value, standing[FIELDS * i + 3], since[i]);
            } else {
                Model model = catalogue.models().get(catalogue.indexOf(name));
                earlier.value(
                        name,
                        value,
                        since[i],
                        previous[i] < 0 ? null : model.values().get(previous[i]).value());
            }
        }
        return earlier;
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
