package io.memberflow.editor;

import io.memberflow.analysis.Analysis;
import io.memberflow.analysis.Report;
import io.memberflow.cases.CaseReader;
import io.memberflow.cases.CaseReport;
import io.memberflow.cases.CaseRunner;
import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The analyst's program: {@code bin/rule-editor}. */
@Command(
        name = "rule-editor",
        mixinStandardHelpOptions = true,
        version = "rule-editor 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Works on the rulebook: the rules that put members into groups.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Example: rule-editor check -C rules/rulebook --lang zh",
            "",
            "Exit codes: 0 fine, 1 findings, 2 wrong use or a failure."
        })
public final class RuleEditor implements Callable<Integer> {

    private static final int WRONG = 2;

    private static final FactSchema SCHEMA = new FactSchema(List.of());

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        CommandLine program =
                commandLine(
                        RuleEditor::findings,
                        RuleEditor::analyse,
                        RuleEditor::runCases,
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err));
        System.exit(program.execute(arguments));
    }

    static CommandLine commandLine(
            Rulebooks rulebooks,
            Analyses analyses,
            CaseRuns runs,
            PrintWriter out,
            PrintWriter err) {
        Language machine = Language.of(Locale.getDefault());
        return new CommandLine(new RuleEditor())
                .addSubcommand(new CheckCommand(rulebooks))
                .addSubcommand(new AnalyzeCommand(analyses))
                .addSubcommand(new TestCommand(runs))
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(
                        (e, arguments) -> {
                            String what = e.getMessage().lines().findFirst().orElse("");
                            err.println(Message.WRONG_USE.in(machine, what));
                            return WRONG;
                        })
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> {
                            err.println(
                                    e instanceof WrongUse
                                            ? e.getMessage()
                                            : Message.FAILED.in(machine, e));
                            return WRONG;
                        });
    }

    private static List<String> findings(Path folder, Language language) {
        RuleCompiler.Result result = compile(folder);
        if (result.rules() != null) {
            result.rules().close();
        }
        return texts(result.findings(), language);
    }

    private static Analyses.Analysed analyse(Path folder, Language language) {
        RuleCompiler.Result result = compile(folder);
        if (!result.findings().isEmpty()) {
            return new Analyses.Analysed(texts(result.findings(), language), List.of(), List.of());
        }
        try (CompiledRules rules = result.rules()) {
            Report report = Analysis.of(rules);
            return new Analyses.Analysed(
                    texts(report.findings(), language),
                    report.proved().stream().map(Report.Proved::model).toList(),
                    report.unproved().stream()
                            .map(u -> u.model() + ": " + (language.isChinese() ? u.zh() : u.en()))
                            .toList());
        }
    }

    private static CaseRuns.Ran runCases(Path folder, Language language) {
        Release release = release(folder);
        RuleCompiler.Result result = RuleCompiler.compile(release, SCHEMA);
        if (!result.findings().isEmpty()) {
            return new CaseRuns.Ran(0, texts(result.findings(), language), List.of());
        }
        try (CompiledRules rules = result.rules()) {
            CaseReader.Result read = CaseReader.read(release, rules.catalogue(), SCHEMA);
            if (!read.findings().isEmpty()) {
                return new CaseRuns.Ran(0, texts(read.findings(), language), List.of());
            }
            boolean chinese = language.isChinese();
            CaseReport report = new CaseRunner(rules).run(read.cases());
            return new CaseRuns.Ran(
                    report.cases(),
                    report.misses().stream().map(miss -> miss.text(chinese)).toList(),
                    report.coverage().text(chinese));
        }
    }

    private static RuleCompiler.Result compile(Path folder) {
        return RuleCompiler.compile(release(folder), SCHEMA);
    }

    private static Release release(Path folder) {
        try {
            return RulebookFiles.folder(folder);
        } catch (RulebookProblem e) {
            throw new WrongUse(e.getMessage());
        }
    }

    private static List<String> texts(List<Finding> findings, Language language) {
        return findings.stream().map(f -> f.text(language.isChinese())).toList();
    }

    @Override
    public Integer call() {
        throw new WrongUse(Message.NO_COMMAND.in(Language.of(Locale.getDefault())));
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
