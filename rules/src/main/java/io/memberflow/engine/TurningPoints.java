package io.memberflow.engine;

import io.memberflow.facts.ChangeDays;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import java.util.NavigableSet;
import java.util.Set;
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

    /** The days on which a rule could decide otherwise. */
    static TurningPoints ofRules(CompiledRules rules, Scoring scoring) {
        Reads reads = rules.reads();
        return new TurningPoints(
                reads, new ChangeDays(rules.schema(), reads.wanted(), reads.steps(), scoring));
    }

    /** Those, and the days on which any number of the tables changes, read by a rule or not. */
    static TurningPoints ofTables(CompiledRules rules, Scoring scoring) {
        Reads reads = rules.reads();
        return new TurningPoints(
                reads,
                new ChangeDays(
                        rules.schema(),
                        reads.wanted(Set.copyOf(rules.schema().facts())),
                        reads.steps(),
                        scoring));
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
