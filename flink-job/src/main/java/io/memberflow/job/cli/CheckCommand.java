package io.memberflow.job.cli;

import io.memberflow.job.config.ConfigOptions;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.JobOptions;
import io.memberflow.job.config.PrintedConfig;
import io.memberflow.job.config.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code memberflow check}: everything that {@code run} checks before it starts, and no more. */
@Command(
        name = "check",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Checks the options, the input and its topics, the rules, the database and its tables;"
                    + " changes nothing unless --migrate is given.",
            ""
        },
        footer = {"", "Example: memberflow check --config job.yaml"})
final class CheckCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec private CommandSpec spec;
    @Mixin private final JobOptions options = new JobOptions();
    @Mixin private final ConfigOptions configOptions = new ConfigOptions();

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (configOptions.isPrintConfig()) {
            PrintedConfig.of(spec.commandLine().getParseResult(), shell.sources())
                    .forEach(shell.out()::println);
            return 0;
        }
        JobConfig config = options.toConfig(shell.clock());
        new StartUp(shell.parts()).check(config, shell.progress(config.zone()));
        shell.out().println("all checks passed");
        return 0;
    }
}
