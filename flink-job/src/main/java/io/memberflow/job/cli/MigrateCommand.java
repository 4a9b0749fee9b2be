package io.memberflow.job.cli;

import io.memberflow.job.config.ConfigOptions;
import io.memberflow.job.config.DatabaseOptions;
import io.memberflow.job.config.PrintedConfig;
import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.Tables;
import io.memberflow.order.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code memberflow migrate}: creates or upgrades the tables. */
@Command(
        name = "migrate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"Creates the tables, or upgrades them to this version.", ""},
        footer = {
            "",
            "Example: memberflow migrate --jdbc-url jdbc:postgresql://db/shop --jdbc-user shop \\",
            "             --jdbc-password-file /run/secrets/db"
        })
final class MigrateCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec private CommandSpec spec;
    @Mixin private final DatabaseOptions options = new DatabaseOptions();
    @Mixin private final ConfigOptions configOptions = new ConfigOptions();

    MigrateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (configOptions.isPrintConfig()) {
            PrintedConfig.of(spec.commandLine().getParseResult(), shell.sources())
                    .forEach(shell.out()::println);
            return 0;
        }
        DatabaseConfig database = options.toDatabase();
        int steps;
        try {
            steps = new Tables(database).migrate();
        } catch (DatabaseProblem e) {
            throw WrongUse.because(e);
        }
        shell.out()
                .println(
                        steps == 0
                                ? "The tables are up to date."
                                : "The tables were created or upgraded in %s."
                                        .formatted(Counted.of(steps, "step", "steps")));
        return 0;
    }
}
