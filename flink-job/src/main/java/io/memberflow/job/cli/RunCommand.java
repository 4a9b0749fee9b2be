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

/** {@code memberflow run}: the job, in this process, to the end of its input. */
@Command(
        name = "run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"Reads orders from files and writes the members' tables.", ""},
        footer = {
            "",
            "Ends with exit code 0 when all is written, 1 when the job failed, 2 for wrong use.",
            "",
            "Examples:",
            "  memberflow run --orders orders.jsonl.gz --as-of 2025-06-30",
            "  memberflow run --orders 'history/*.csv' --cut-points population \\",
            "      --jdbc-url jdbc:postgresql://db/shop --jdbc-user shop \\",
            "      --jdbc-password-file /run/secrets/db --migrate"
        })
final class RunCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec private CommandSpec spec;
    @Mixin private final JobOptions options = new JobOptions();
    @Mixin private final ConfigOptions configOptions = new ConfigOptions();

    RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (configOptions.isPrintConfig()) {
            PrintedConfig.of(spec.commandLine().getParseResult(), shell.sources())
                    .forEach(shell.out()::println);
            return 0;
        }
        JobConfig config = options.toConfig(shell.clock());
        ProgressPrinter progress = shell.progress(config.zone());
        RunSummary summary;
        try {
            if (config.isLive()) {
                new LiveRun(shell.parts()).execute(config, progress);
                return 0;
            }
            summary = new BoundedRun(shell.parts()).execute(config, progress);
        } finally {
            progress.close();
        }
        summary.lines().forEach(shell.out()::println);
        return 0;
    }
}
