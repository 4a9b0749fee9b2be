package io.memberflow.job.config;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * The options of the job without a command before them, as they follow the jar on a cluster: the
 * very same ones that {@code memberflow run} takes.
 */
@Command(
        name = "memberflow-job",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "The Memberflow job for a Flink cluster; its options follow the jar.")
public final class JobArguments {

    @Mixin private final JobOptions options = new JobOptions();
    @Mixin private final ConfigOptions configOptions = new ConfigOptions();

    private final OptionSources sources;
    private final CommandLine commandLine;

    private JobArguments(OptionSources sources) {
        this.sources = sources;
        this.commandLine = new CommandLine(this).setDefaultValueProvider(sources);
    }

    /**
     * Reads the arguments, and for what they leave out the environment and the configuration file.
     *
     * @throws WrongUse with one sentence on the first thing that cannot be understood
     */
    public static JobArguments read(Map<String, String> environment, String... arguments) {
        JobArguments job = new JobArguments(OptionSources.of(environment, arguments));
        try {
            job.commandLine.parseArgs(arguments);
        } catch (ParameterException e) {
            throw new WrongUse(UsageError.sentence(e, job.sources), e);
        }
        return job;
    }

    /** The configuration that the arguments ask for; the shortest way to one, for tests. */
    public static JobConfig parse(String... arguments) {
        return read(System.getenv(), arguments).toConfig(Clock.systemUTC());
    }

    /**
     * The complete configuration.
     *
     * @throws WrongUse with one sentence on the first option that cannot be used
     */
    public JobConfig toConfig(Clock clock) {
        return options.toConfig(clock);
    }

    /** Whether {@code --parallelism} was given at all. */
    public boolean isParallelismGiven() {
        return options.isParallelismGiven();
    }

    /** Whether only help, version or the configuration was asked for, which is then printed. */
    public boolean isAnswered(PrintStream out) {
        if (configOptions.isPrintConfig()) {
            PrintedConfig.of(commandLine.getParseResult(), sources).forEach(out::println);
            return true;
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(out);
            return true;
        }
        if (commandLine.isVersionHelpRequested()) {
            commandLine.printVersionHelp(out);
            return true;
        }
        return false;
    }
}
