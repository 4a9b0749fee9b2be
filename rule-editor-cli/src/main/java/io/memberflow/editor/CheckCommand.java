package io.memberflow.editor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rule-editor check}: every error of a rulebook at once. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Compiles the rulebook and lists everything that is wrong, as file:line:column: what.",
            ""
        },
        footer = {"", "Exit code: 0 nothing found, 1 findings, 2 wrong use or a failure."})
final class CheckCommand implements Callable<Integer> {

    private final Rulebooks rulebooks;

    @Spec private CommandSpec spec;
    @Mixin private final CommonOptions options = new CommonOptions();

    CheckCommand(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    @Override
    public Integer call() {
        Language language = options.language();
        Path folder = options.folder();
        List<String> findings = rulebooks.findings(folder, language);
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        out.flush();
        spec.commandLine()
                .getErr()
                .println(
                        findings.isEmpty()
                                ? Message.NO_FINDINGS.in(language, folder)
                                : Message.FINDINGS.in(language, folder, findings.size()));
        return findings.isEmpty() ? 0 : 1;
    }
}
