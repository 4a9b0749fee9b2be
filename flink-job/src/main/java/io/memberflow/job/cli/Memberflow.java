package io.memberflow.job.cli;

import io.memberflow.job.config.OptionSources;
import io.memberflow.job.config.UsageError;
import io.memberflow.job.config.Version;
import io.memberflow.job.config.WrongUse;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The operator's program: {@code bin/memberflow}. */
@Command(
        name = "memberflow",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Turns orders into members with exact RFM figures, segments and stages.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  memberflow demo                      an invented shop, from orders to segments",
            "  memberflow run --orders orders.jsonl.gz --as-of 2025-06-30",
            "  memberflow run --help                all options and their defaults"
        })
public final class Memberflow implements Callable<Integer> {

    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;
    private final JobParts parts;

    Memberflow(
            Map<String, String> environment,
            Terminal terminal,
            PrintStream out,
            PrintStream err,
            Clock clock,
            JobParts parts) {
        this.environment = environment;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.parts = parts;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        LogManager.getLogManager().reset(); // drivers that log by java.util.logging print to stderr
        Map<String, String> environment = System.getenv();
        Memberflow program =
                new Memberflow(
                        environment,
                        Terminal.of(System.getProperties(), environment),
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err),
                        Clock.systemUTC(),
                        new MemberJob());
        System.exit(program.run(arguments));
    }

    /** Runs one command; 0 when fine, 1 when it failed, 2 for wrong use. */
    int run(String... arguments) {
        try {
            OptionSources sources = OptionSources.of(environment, arguments);
            return commandLine(sources).execute(arguments);
        } catch (WrongUse e) {
            return wrongUse(e);
        }
    }

    /** No command was given. */
    @Override
    public Integer call() {
        throw new WrongUse(
                "no command is given: 'memberflow --help' lists them, 'memberflow demo' shows what"
                        + " they do.");
    }

    CommandLine commandLine(OptionSources sources) {
        Shell shell = new Shell(environment, sources, terminal, out, err, clock, parts);
        CommandLine program = new CommandLine(this);
        program.addSubcommand(new DemoCommand(shell));
        for (Object command :
                List.of(
                        new RunCommand(shell),
                        new CheckCommand(shell),
                        new MigrateCommand(shell),
                        new ReplayCommand(shell))) {
            program.addSubcommand(new CommandLine(command).setDefaultValueProvider(sources));
        }
        program.addSubcommand(new GenerateCommand());
        program.addSubcommand(new JobJarCommand(shell));
        program.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        program.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        program.setUsageHelpWidth(terminal.columns());
        program.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        program.setParameterExceptionHandler(
                (e, args) -> wrongUse(new WrongUse(UsageError.sentence(e, sources), e)));
        program.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        return program;
    }

    private int failed(Exception e) {
        if (e instanceof WrongUse wrong) {
            return wrongUse(wrong);
        }
        if (e instanceof JobFailed failed) {
            err.println(failed.getMessage());
        } else {
            err.println("memberflow failed: " + RootCause.sentence(e));
        }
        // Not earlier: a command may still decide where the log goes.
        LoggerFactory.getLogger(Memberflow.class).error("The command failed", e);
        err.println("More is in the log: " + LogFile.path());
        return FAILED;
    }

    private int wrongUse(WrongUse e) {
        err.println(e.getMessage());
        return WRONG_USE;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
