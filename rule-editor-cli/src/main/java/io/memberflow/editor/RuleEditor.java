package io.memberflow.editor;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The analyst's program: {@code bin/rule-editor}. */
@Command(
        name = RuleEditor.NAME,
        mixinStandardHelpOptions = true,
        version = "rule-editor 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class RuleEditor implements Runnable {

    static final String NAME = "rule-editor";

    private final Console console;

    RuleEditor(Console console) {
        this.console = console;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs one command. */
    static int run(Console console, String... arguments) {
        return commandLine(
                        console,
                        Language.askedFor(arguments),
                        program -> Subcommands.addThoseOf(arguments, program))
                .execute(arguments);
    }

    /** The program with all that is known of every command. */
    static CommandLine commandLine(Console console, Language language) {
        return commandLine(console, language, Subcommands::addAll);
    }

    private static CommandLine commandLine(
            Console console, Language language, Consumer<CommandLine> commands) {
        CommandLine program = new CommandLine(new RuleEditor(console));
        commands.accept(program);
        program.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF))
                // The Chinese word for usage is wider than picocli counts it.
                .setUsageHelpWidth(Console.COLUMNS - 3)
                .setParameterExceptionHandler(
                        (e, arguments) -> {
                            console.err()
                                    .println(Message.WRONG_USE.in(language, wrongUse(e, language)));
                            return Exit.WRONG;
                        })
                .setExecutionExceptionHandler((e, command, parsed) -> failed(console, language, e));
        program.setResourceBundle(language.texts());
        return program;
    }

    private static int failed(Console console, Language language, Exception e) {
        console.out().flush();
        if (e instanceof Stop stop) {
            console.err().println(stop.in(language));
            return stop.exit();
        }
        console.err().println(Message.FAILED.in(language, e));
        return Exit.WRONG;
    }

    private static String wrongUse(ParameterException e, Language language) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String written = unmatched.getUnmatched().get(0);
            List<String> meant = unmatched.getSuggestions();
            return meant.isEmpty()
                    ? Message.UNKNOWN_ARGUMENT.in(language, written)
                    : Message.UNKNOWN_ARGUMENT_MEANT.in(language, written, meant.get(0));
        } else if (e instanceof MissingParameterException missing) {
            return Message.MISSING_ARGUMENT.in(
                    language,
                    missing.getMissing().stream()
                            .map(
                                    one ->
                                            one.isOption()
                                                    ? ((CommandLine.Model.OptionSpec) one)
                                                            .longestName()
                                                    : one.paramLabel())
                            .reduce((a, b) -> a + " " + b)
                            .orElse(""));
        } else if (e.getArgSpec() != null && e.getValue() != null) {
            return Message.BAD_VALUE.in(
                    language,
                    e.getValue(),
                    e.getArgSpec().isOption()
                            ? ((CommandLine.Model.OptionSpec) e.getArgSpec()).longestName()
                            : e.getArgSpec().paramLabel());
        }
        return e.getMessage().lines().findFirst().orElse("").strip();
    }

    Console console() {
        return console;
    }

    @Override
    public void run() {
        throw Stop.wrongUse(Message.NO_COMMAND);
    }
}
