package io.memberflow.editor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rule-editor test}: whether members made up on a calendar get what is expected. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the cases in tests/*.yaml. A failed one says which condition of which rule missed",
            "and by how much. Lists the rules, values and bounds that no case tries.",
            ""
        },
        footer = {"", "Exit code: 0 all as expected, 1 failures, 2 wrong use or a failure."})
final class TestCommand implements Callable<Integer> {

    private final CaseRuns runs;

    @Spec private CommandSpec spec;
    @Mixin private final CommonOptions options = new CommonOptions();

    TestCommand(CaseRuns runs) {
        this.runs = runs;
    }

    @Override
    public Integer call() {
        Language language = options.language();
        Path folder = options.folder();
        CaseRuns.Ran ran = runs.run(folder, language);
        PrintWriter out = spec.commandLine().getOut();
        ran.failures().forEach(out::println);
        ran.coverage().forEach(out::println);
        out.flush();
        int failures = ran.failures().size();
        spec.commandLine()
                .getErr()
                .println(
                        failures == 0
                                ? Message.CASES_MET.in(language, folder, ran.cases())
                                : Message.CASES_MISSED.in(language, folder, ran.cases(), failures));
        return failures == 0 ? 0 : 1;
    }
}
