package io.memberflow.benchmarks.job;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures whole jobs; see {@code benchmarks/job.sh}. */
@Command(
        name = "benchmarks/job.sh",
        mixinStandardHelpOptions = true,
        subcommands = {LiveCommand.class, SinksCommand.class},
        description = "Measures whole jobs in this process.")
public final class JobBenchmarks {
    public static void main(String... words) {
        System.exit(new CommandLine(new JobBenchmarks()).execute(words));
    }
}
