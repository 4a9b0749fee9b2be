package io.memberflow.engine;

import io.memberflow.facts.ChangeDays;
import io.memberflow.facts.Wanted;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The days on which a member's facts can cross a constant of the rules, as known from its orders:
 * between two of them nothing can change. Some of them change nothing; none is missing.
 */
final class TurningPoints {
    private final Reads reads;
    private final ChangeDays changeDays;

    private TurningPoints(Reads reads, ChangeDays changeDays) {
        this.reads = reads;
        this.changeDays = changeDays;
    }

    /**
     * The days on which something that is wanted changes, or a rule could decide otherwise.
     *
     * @param wanted at least what the rules read
     */
    static TurningPoints of(CompiledRules rules, Wanted wanted, Scoring scoring) {
        Reads reads = rules.reads();
        return new TurningPoints(
                reads, new ChangeDays(rules.schema(), wanted, reads.steps(), scoring));
    }

    /** The turning points of a member from {@code from} to {@code to}, both included. */
    NavigableSet<Integer> between(MemberHistory history, int from, int to) {
        NavigableSet<Integer> days = new TreeSet<>(changeDays.between(history, from, to));
        for (int date : reads.dates()) {
            if (date >= from && date <= to) {
                days.add(date);
            }
        }
        if (reads.everyDay()) {
            for (int day = from; day <= to; day++) {
                days.add(day);
            }
        }
        return days;
    }
}
