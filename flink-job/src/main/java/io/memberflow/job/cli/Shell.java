package io.memberflow.job.cli;

import io.memberflow.job.config.OptionSources;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands share of the process they run in.
 *
 * @param environment the environment's variables
 * @param sources gives the options that the command line leaves out
 * @param terminal what the person sees
 * @param out for data
 * @param err for notes and progress
 * @param clock tells today's date
 * @param parts the orders, the rules and the pipeline
 */
record Shell(
        Map<String, String> environment,
        OptionSources sources,
        Terminal terminal,
        PrintStream out,
        PrintStream err,
        Clock clock,
        JobParts parts) {

    /** The folder of this installation, if a launcher started us. */
    Optional<Path> home() {
        return Optional.ofNullable(environment.get("MEMBERFLOW_HOME")).map(Path::of);
    }

    ProgressPrinter progress(ZoneId zone) {
        return new ProgressPrinter(err, terminal.err(), zone);
    }
}
