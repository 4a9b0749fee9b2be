package io.memberflow.cases;

import io.memberflow.cases.CalendarCase.Expectation;
import io.memberflow.cases.CalendarCase.Step;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.Inspection;
import io.memberflow.rfm.MemberHistory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs cases through the ledgers and the engine of the job, as a bounded run as of each of their
 * days would.
 */
public final class CaseRunner {
    private final CompiledRules rules;
    private final Decider fixed;
    private final CaseCheck check;

    public CaseRunner(CompiledRules rules) {
        this.rules = rules;
        this.fixed = new Decider(rules, rules.catalogue().scores());
        this.check = new CaseCheck(rules.schema());
    }

    /**
     * Runs all of them.
     *
     * @return what was missed, and what the cases cover
     */
    public CaseReport run(List<CalendarCase> cases) {
        Coverage coverage = new Coverage(rules);
        List<CaseMiss> misses = new ArrayList<>();
        for (CalendarCase one : cases) {
            Decider decider = one.scoring() == null ? fixed : new Decider(rules, one.scoring());
            for (Step step : one.steps()) {
                run(one, step, decider, coverage, misses);
            }
        }
        return new CaseReport(cases.size(), List.copyOf(misses), coverage);
    }

    private void run(
            CalendarCase one,
            Step step,
            Decider decider,
            Coverage coverage,
            List<CaseMiss> misses) {
        MemberHistory history = CaseHistory.of(one.events(), step.asOf()).history();
        int day = (int) step.asOf().toEpochDay();
        Seen seen = Seen.of(decider.decide(history, day));
        Inspection inspection = decider.inspect(history, day);
        coverage.add(seen, inspection);
        CaseExplanation explanation = new CaseExplanation(rules, one, step, seen, inspection);
        for (Expectation expectation : step.expectations()) {
            if (!check.isMet(expectation, seen)) {
                misses.add(explanation.explain(expectation));
            }
        }
        if (inspection.outcome().ties() > 0) {
            misses.add(explanation.ties());
        }
    }
}
