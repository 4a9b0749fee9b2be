package io.memberflow.editor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rule-editor analyze}: whether the models of a rulebook mean what its catalogue says. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = {
            "Looks for members between two rules or under two, for rules that never count, and for",
            "labels in the wrong order, each with an example member. Says what is proved instead.",
            ""
        },
        footer = {"", "Exit code: 0 nothing found, 1 findings, 2 wrong use or a failure."})
final class AnalyzeCommand implements Callable<Integer> {

    private final Analyses analyses;

    @Spec private CommandSpec spec;
    @Mixin private final CommonOptions options = new CommonOptions();

    AnalyzeCommand(Analyses analyses) {
        this.analyses = analyses;
    }

    @Override
    public Integer call() {
        Language language = options.language();
        Path folder = options.folder();
        Analyses.Analysed analysed = analyses.analyse(folder, language);
        PrintWriter out = spec.commandLine().getOut();
        analysed.findings().forEach(out::println);
        analysed.unproved().forEach(what -> out.println(Message.NOT_PROVED.in(language, what)));
        analysed.proved().forEach(model -> out.println(Message.PROVED.in(language, model)));
        out.flush();
        int findings = analysed.findings().size();
        spec.commandLine()
                .getErr()
                .println(
                        findings == 0
                                ? Message.NO_FINDINGS.in(language, folder)
                                : Message.FINDINGS.in(language, folder, findings));
        return findings == 0 ? 0 : 1;
    }
}
