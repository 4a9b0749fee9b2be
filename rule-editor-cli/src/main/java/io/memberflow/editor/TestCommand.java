package io.memberflow.editor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.memberflow.cases.CalendarCase;
import io.memberflow.cases.CaseMiss;
import io.memberflow.cases.CaseReader;
import io.memberflow.cases.CaseReport;
import io.memberflow.cases.CaseRunner;
import io.memberflow.cases.Coverage;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleCompiler;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rule-editor test}: whether members made up on a calendar get what is expected. */
@Command(name = "test")
final class TestCommand extends EditorCommand {
    private static final int ALL = 100;

    @Option(names = "--run", paramLabel = "NAME", descriptionKey = "test.run")
    private String run;

    @Option(names = "--min-coverage", paramLabel = "PERCENT", descriptionKey = "test.minCoverage")
    private double minCoverage;

    @Option(names = "--watch", descriptionKey = "test.watch")
    private boolean watch;

    @Override
    Set<Format> formats() {
        return EnumSet.allOf(Format.class);
    }

    @Override
    int run() throws IOException {
        if (minCoverage < 0 || minCoverage > ALL) {
            throw Stop.wrongUse(Message.NO_PERCENT, Double.toString(minCoverage));
        }
        if (!watch) {
            return once();
        }
        // Before the first run, or what changes during it would not be seen.
        try (FolderWatch changes = FolderWatch.of(folder())) {
            int exit = once();
            while (changes.next()) {
                exit = once();
            }
            return exit;
        }
    }

    private int once() {
        Rulebook rulebook = rulebook();
        RuleCompiler.Result compiled = RuleCompiler.compile(rulebook.release(), Rulebook.SCHEMA);
        if (!compiled.findings().isEmpty()) {
            return broken(rulebook, compiled.findings());
        }
        try (CompiledRules rules = compiled.rules()) {
            CaseReader.Result read =
                    CaseReader.read(rulebook.release(), rules.catalogue(), Rulebook.SCHEMA);
            if (!read.findings().isEmpty()) {
                return broken(rulebook, read.findings());
            }
            List<CalendarCase> chosen =
                    read.cases().stream()
                            .filter(one -> run == null || one.name().contains(run))
                            .toList();
            if (chosen.isEmpty() && run != null) {
                throw Stop.wrongUse(Message.NO_CASE, run);
            }
            return report(rulebook, chosen, new CaseRunner(rules).run(chosen));
        }
    }

    /** A rulebook or case that cannot be read fails like a case. */
    private int broken(Rulebook rulebook, List<Finding> findings) {
        List<Problem> problems =
                findings.stream().map(finding -> Problem.of(finding, language())).toList();
        if (isJson()) {
            ObjectNode json = json(0, problems);
            json.putNull("coverage");
            print(Json.text(json));
        } else {
            print(rulebook, List.of(), problems);
        }
        note(Message.FINDINGS, folder(), problems.size());
        return Exit.FINDINGS;
    }

    private int report(Rulebook rulebook, List<CalendarCase> cases, CaseReport report) {
        List<Problem> problems = report.misses().stream().map(this::problem).toList();
        Coverage coverage = report.coverage();
        double covered = percent(coverage);
        if (isJson()) {
            ObjectNode json = json(cases.size(), problems);
            put(coverage, covered, json.putObject("coverage"));
            print(Json.text(json));
        } else {
            print(rulebook, cases.stream().map(CalendarCase::name).toList(), problems);
            if (format() == Format.TEXT && run == null) {
                coverage.text(language().isChinese()).forEach(this::print);
            }
        }
        boolean tooLittle = covered < minCoverage;
        if (problems.isEmpty()) {
            note(Message.CASES_MET, folder(), cases.size());
        } else {
            note(Message.CASES_MISSED, folder(), cases.size(), problems.size());
        }
        if (tooLittle) {
            note(Message.COVERED_TOO_LITTLE, covered, minCoverage);
        }
        return problems.isEmpty() && !tooLittle ? Exit.FINE : Exit.FINDINGS;
    }

    private void print(Rulebook rulebook, List<String> cases, List<Problem> problems) {
        if (format() == Format.TEXT) {
            new TextProblems(console(), rulebook).print(problems, out());
        } else {
            new ProblemReport("test", cases, problems).write(format(), folder().toString(), out());
        }
        out().flush();
    }

    private Problem problem(CaseMiss miss) {
        return new Problem(
                miss.place().file(),
                miss.place().line(),
                miss.place().column(),
                miss.name(),
                miss.name() + " (" + miss.asOf() + "): " + choose(miss.zh(), miss.en()),
                language().isChinese() ? miss.whyZh() : miss.whyEn());
    }

    /** Of all rules, values and sides of bounds, how many are tried, in percent. */
    static double percent(Coverage coverage) {
        int all = coverage.rules() + coverage.values().size() + coverage.sides();
        int without =
                coverage.silentRules().size()
                        + coverage.missingValues().size()
                        + coverage.untried().stream().mapToInt(u -> u.sides().size()).sum();
        return all == 0 ? ALL : Math.floor(1_000.0 * (all - without) / all) / 10;
    }

    private ObjectNode json(int cases, List<Problem> problems) {
        ObjectNode json = Json.object();
        json.put("rulebook", folder().toString());
        json.put("cases", cases);
        ArrayNode failures = json.putArray("failures");
        for (Problem problem : problems) {
            ObjectNode one = failures.addObject();
            one.put("case", problem.of());
            Json.put(problem, one);
            problem.details().forEach(one.putArray("why")::add);
        }
        return json;
    }

    private static void put(Coverage coverage, double percent, ObjectNode json) {
        json.put("percent", percent);
        json.put("rules", coverage.rules());
        ArrayNode silent = json.putArray("neverFired");
        coverage.silentRules().forEach(rule -> silent.add(rule.name()));
        json.put("values", coverage.values().size());
        coverage.missingValues().forEach(json.putArray("neverGiven")::add);
        json.put("sidesOfBounds", coverage.sides());
        ArrayNode untried = json.putArray("notTried");
        for (Coverage.Untried one : coverage.untried()) {
            ObjectNode bound = untried.addObject();
            bound.put("rule", one.rule().name());
            bound.put("bound", one.bound().text());
            ArrayNode steps = bound.putArray("steps");
            one.sides().forEach(side -> steps.add(side - 1));
        }
    }
}
