package io.memberflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.cases.CalendarCase.Expectation;
import io.memberflow.cases.CalendarCase.Step;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Inspection;
import io.memberflow.engine.Rule;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.Threshold;
import io.memberflow.member.FactSchema;
import io.memberflow.rfm.Bands;
import io.memberflow.rfm.FixedScores;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.Scoring;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Each bound of the shipped rulebook, moved by one step down or up, makes a shipped case fail. The
 * rules are interpreted, as they are where {@code why} looks into them, since 400 rulebooks take
 * Drools minutes.
 */
class MutationTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    /** The rest are bounds nobody can notice, for another condition of the rule says as much. */
    private static final double MUST_BE_NOTICED = 0.95;

    private static CompiledRules rules;
    private static List<Trial> trials;

    /** A day of a case. */
    private record Trial(
            Step step, Scoring scoring, MemberHistory history, int day, Inspection before) {}

    @BeforeAll
    static void runCases() {
        Release release = RulebookFiles.shipped();
        rules = RuleCompiler.compile(release, SCHEMA).orThrow();
        trials = new ArrayList<>();
        for (CalendarCase one : CaseReader.read(release, rules.catalogue(), SCHEMA).cases()) {
            Scoring scoring = one.scoring() == null ? rules.catalogue().scores() : one.scoring();
            Decider decider = new Decider(rules, scoring);
            for (Step step : one.steps()) {
                MemberHistory history = CaseHistory.of(one.events(), step.asOf()).history();
                int day = (int) step.asOf().toEpochDay();
                Inspection before = decider.inspect(history, day);
                trials.add(new Trial(step, scoring, history, day, before));
            }
        }
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void movedBoundsAreNoticed(TestReporter reporter) {
        Set<String> tried = namesInCases();
        List<String> survivors = new ArrayList<>();
        int mutants = 0;
        for (Threshold bound : Threshold.of(rules.rules())) {
            Rule rule = rules.rules().get(bound.rule());
            if (given(rule).stream().noneMatch(tried::contains)) {
                continue;
            }
            for (int steps : new int[] {-1, 1}) {
                mutants++;
                CompiledRules moved = rules.moved(bound, steps);
                if (trials.stream().noneMatch(trial -> notices(trial, moved, bound.rule()))) {
                    survivors.add(
                            rule.name() + ": " + bound.text() + (steps < 0 ? " - 1" : " + 1"));
                }
            }
        }
        reporter.publishEntry("of " + mutants + " mutants unnoticed", String.join("; ", survivors));
        assertThat(mutants).isPositive();
        assertThat((double) survivors.size() / mutants)
                .as("of %d mutants nobody noticed %d:%n%s", mutants, survivors.size(), survivors)
                .isLessThanOrEqualTo(1 - MUST_BE_NOTICED);
    }

    @Test
    void movedScoresAreNoticed() {
        Map<String, FixedScores> mutants = movedScores(rules.catalogue().scores());
        List<String> survivors = new ArrayList<>();
        CaseCheck check = new CaseCheck(SCHEMA);
        mutants.forEach(
                (name, scores) -> {
                    Decider decider = new Decider(rules, scores);
                    boolean noticed =
                            trials.stream()
                                    .filter(trial -> trial.scoring() instanceof FixedScores)
                                    .anyMatch(trial -> !isMet(trial, decider, check));
                    if (!noticed) {
                        survivors.add(name);
                    }
                });
        assertThat(survivors).isEmpty();
    }

    /** Facts of a wrong score are seen in the verdict only. */
    private static boolean isMet(Trial trial, Decider decider, CaseCheck check) {
        Seen seen = Seen.of(decider.decide(trial.history(), trial.day()));
        return trial.step().expectations().stream().allMatch(e -> check.isMet(e, seen));
    }

    /**
     * Whether a case fails by a moved rule. A rule that fires as before changes nothing on the day;
     * one that keeps what it gave may have fired otherwise before.
     */
    private static boolean notices(Trial trial, CompiledRules moved, int number) {
        Rule rule = moved.rules().get(number);
        if (rule.keepDays() <= 1 && trial.before().isSame(number, rule)) {
            return false;
        }
        Inspection after =
                new Decider(moved, trial.scoring()).inspect(trial.history(), trial.day());
        if (after.outcome().ties() > 0) {
            return true;
        }
        Seen seen = Seen.of(moved, after);
        CaseCheck check = new CaseCheck(SCHEMA);
        return trial.step().expectations().stream()
                .filter(expectation -> !(expectation instanceof Expectation.FactValue))
                .anyMatch(expectation -> !check.isMet(expectation, seen));
    }

    /** The models and keys that some case expects something of. */
    private static Set<String> namesInCases() {
        Set<String> names = new HashSet<>();
        for (Trial trial : trials) {
            for (Expectation expectation : trial.step().expectations()) {
                if (expectation instanceof Expectation.Value v) {
                    names.add(v.model());
                } else if (expectation instanceof Expectation.Tag t) {
                    names.add(t.key());
                }
            }
        }
        return names;
    }

    private static Collection<String> given(Rule rule) {
        Catalogue catalogue = rules.catalogue();
        List<String> names = new ArrayList<>();
        rule.gives().forEach(gift -> names.add(catalogue.models().get(gift.model()).id()));
        rule.tags().forEach(gift -> names.add(catalogue.tags().get(gift.key()).key()));
        return names;
    }

    private static Map<String, FixedScores> movedScores(FixedScores s) {
        Map<String, FixedScores> moved = new LinkedHashMap<>();
        for (int by : new int[] {-1, 1}) {
            moved.put(
                    "recency high " + by,
                    with(s, s.recency(), s.frequency(), s.monetary(), by, 0, 0));
            moved.put(
                    "frequency high " + by,
                    with(s, s.recency(), s.frequency(), s.monetary(), 0, by, 0));
            moved.put(
                    "monetary high " + by,
                    with(s, s.recency(), s.frequency(), s.monetary(), 0, 0, by));
            for (int i = 0; i < s.recency().below().size(); i++) {
                Bands bands = moved(s.recency(), i, by);
                moved.put("recency " + bands, with(s, bands, s.frequency(), s.monetary(), 0, 0, 0));
            }
            for (int i = 0; i < s.monetary().below().size(); i++) {
                Bands bands = moved(s.monetary(), i, by);
                moved.put("monetary " + bands, with(s, s.recency(), s.frequency(), bands, 0, 0, 0));
            }
            // Neighbouring bounds of orders are one apart, so that one alone cannot move: all do.
            List<Long> all = s.frequency().below().stream().map(bound -> bound + by).toList();
            Bands bands = new Bands(all, s.frequency().scores());
            moved.put("frequency " + bands, with(s, s.recency(), bands, s.monetary(), 0, 0, 0));
        }
        return moved;
    }

    private static Bands moved(Bands bands, int which, int by) {
        List<Long> below =
                IntStream.range(0, bands.below().size())
                        .mapToObj(i -> bands.below().get(i) + (i == which ? by : 0))
                        .toList();
        return new Bands(below, bands.scores());
    }

    private static FixedScores with(
            FixedScores s, Bands r, Bands f, Bands m, int rHigh, int fHigh, int mHigh) {
        return new FixedScores(
                r,
                f,
                m,
                s.recencyHighBelow() + rHigh,
                s.frequencyHighFrom() + fHigh,
                s.monetaryHighFrom() + mHigh);
    }
}
