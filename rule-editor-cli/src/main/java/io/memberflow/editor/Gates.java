package io.memberflow.editor;

import io.memberflow.analysis.Analysis;
import io.memberflow.analysis.Report;
import io.memberflow.cases.CaseMiss;
import io.memberflow.cases.CaseReader;
import io.memberflow.cases.CaseReport;
import io.memberflow.cases.CaseRunner;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.rulebook.Release;
import java.util.List;

/** What a rulebook has to pass before it is published: check, analyze, test, coverage. */
final class Gates {
    private Gates() {}

    /**
     * The rules of a release, compiled as jobs compile them.
     *
     * @param minCoverage percent
     * @throws Stop with {@link Exit#FINDINGS}, saying which gate and what to do
     */
    static CompiledRules pass(Release release, double minCoverage) {
        RuleCompiler.Result result = RuleCompiler.compile(release, Rulebook.SCHEMA);
        refuseErrors(result.findings());
        CompiledRules rules = result.rules();
        try {
            CaseReader.Result cases = CaseReader.read(release, rules.catalogue(), Rulebook.SCHEMA);
            refuseErrors(cases.findings());
            refuseFaults(Analysis.of(rules));
            refuseMisses(new CaseRunner(rules).run(cases.cases()), minCoverage);
            return rules;
        } catch (RuntimeException e) {
            rules.close();
            throw e;
        }
    }

    private static void refuseErrors(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw refused(Message.HAS_ERRORS, findings);
        }
    }

    private static void refuseFaults(Report report) {
        if (!report.faults().isEmpty()) {
            throw refused(Message.HAS_FAULTS, report.findings());
        }
    }

    private static Stop refused(Message message, List<Finding> findings) {
        Finding first = findings.get(0);
        return Stop.said(
                Exit.FINDINGS,
                message.in(Language.ZH, findings.size(), first.text(true)),
                message.in(Language.EN, findings.size(), first.text(false)));
    }

    private static void refuseMisses(CaseReport report, double minCoverage) {
        if (!report.misses().isEmpty()) {
            CaseMiss first = report.misses().get(0);
            int misses = report.misses().size();
            throw Stop.said(
                    Exit.FINDINGS,
                    Message.HAS_MISSES.in(Language.ZH, misses, first.name() + "：" + first.zh()),
                    Message.HAS_MISSES.in(Language.EN, misses, first.name() + ": " + first.en()));
        }
        double covered = TestCommand.percent(report.coverage());
        if (covered < minCoverage) {
            throw Stop.said(
                    Exit.FINDINGS,
                    Message.COVERED_TOO_LITTLE.in(Language.ZH, covered, minCoverage),
                    Message.COVERED_TOO_LITTLE.in(Language.EN, covered, minCoverage));
        }
    }
}
