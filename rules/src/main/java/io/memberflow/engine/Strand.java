package io.memberflow.engine;

import io.memberflow.facts.DayFactsOf;
import io.memberflow.facts.DaysBetween;
import io.memberflow.facts.Wanted;
import io.memberflow.member.DayFacts;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Rules with the days and the facts that matter to them: all rules of a release, or those that one
 * model or one tag key comes from, so that what stood on another day is known from few rules, few
 * facts and few days.
 */
final class Strand {
    /** After how many days without an order the next one is a return, if no parameter says so. */
    private static final int AWAY_DAYS = 90;

    private final CompiledRules rules;
    private final Scoring scoring;
    private final DayFactsOf facts;
    private final TurningPoints turns;
    private final Set<Integer> keeps = new TreeSet<>();

    /**
     * @param wanted at least what the rules read
     */
    Strand(CompiledRules rules, Wanted wanted, Scoring scoring) {
        this.rules = rules;
        this.scoring = scoring;
        this.facts = facts(rules, wanted);
        this.turns = TurningPoints.of(rules, wanted, scoring);
        rules.inForce().stream()
                .map(rule -> rules.rules().get(rule).keepDays())
                .filter(keep -> keep > 1)
                .forEach(keeps::add);
    }

    /** Works out facts as the release's parameters and catalogue say. */
    static DayFactsOf facts(CompiledRules rules, Wanted wanted) {
        return new DayFactsOf(
                rules.schema(),
                wanted,
                rules.tables(),
                rules.days("awayDays", AWAY_DAYS),
                key -> {
                    int known = rules.catalogue().indexOfTag(key);
                    return known >= 0 && rules.catalogue().tags().get(known).single();
                });
    }

    CompiledRules rules() {
        return rules;
    }

    /** A member's days, as far as these rules look. */
    MemberDays days(MemberHistory history, Memo memo) {
        return days(history, day -> facts(history, day, memo), memo);
    }

    /**
     * The same with the facts of some days worked out otherwise.
     *
     * @param factsOf at least what {@link #facts} gives
     */
    MemberDays days(MemberHistory history, IntFunction<DayFacts> factsOf, Memo memo) {
        return new MemberDays(
                rules,
                history.firstSeenOn(),
                factsOf,
                (from, to) -> points(history, from, to),
                memo);
    }

    /** What these rules read, at the end of a day. */
    DayFacts facts(MemberHistory history, int day, Memo memo) {
        return facts.compute(history, scoring, day, memo.rows());
    }

    /** The days on which these rules could say something else, ascending. */
    int[] points(MemberHistory history, int from, int to) {
        DaysBetween days = DaysBetween.all(from, to);
        addPoints(turns, history, days);
        return days.ascending();
    }

    /** The first turning point, or the first day on which something kept runs out; or null. */
    Integer firstPoint(TurningPoints of, MemberHistory history, int from, int to) {
        DaysBetween days = DaysBetween.first(from, to);
        addPoints(of, history, days);
        return days.first();
    }

    /** The turning points, and the days on which something kept runs out. */
    private void addPoints(TurningPoints of, MemberHistory history, DaysBetween days) {
        of.addTo(days, history);
        for (int keep : keeps) {
            DaysBetween kept = DaysBetween.all(days.from() - keep + 1, days.to() - keep + 1);
            of.addTo(kept, history);
            for (int point : kept.ascending()) {
                days.add(point + keep - 1);
            }
        }
    }
}
