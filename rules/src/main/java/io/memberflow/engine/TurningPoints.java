package io.memberflow.engine;

import io.memberflow.facts.ChangeDays;
import io.memberflow.facts.DaysBetween;
import io.memberflow.facts.Wanted;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;

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

    /** Adds the turning points of a member to {@code days}, as far as they lie between its ends. */
    void addTo(DaysBetween days, MemberHistory history) {
        changeDays.addTo(days, history);
        for (int date : reads.dates()) {
            days.add(date);
        }
        if (reads.everyDay()) {
            for (int day = days.from(); day <= days.to(); day++) {
                days.add(day);
            }
        }
    }
}
