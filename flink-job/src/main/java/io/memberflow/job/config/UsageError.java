package io.memberflow.job.config;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what the parser found wrong into one sentence with the cure. */
public final class UsageError {

    private UsageError() {}

    /**
     * The sentence.
     *
     * @param sources where values came from that the command line did not give
     */
    public static String sentence(ParameterException e, OptionSources sources) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice: give it once.";
        }
        if (e instanceof MissingParameterException missing) {
            return missing.getMissing().stream()
                    .findFirst()
                    .map(a -> name(a) + " needs a value: give " + a.paramLabel() + " after it.")
                    .orElse("an argument is missing: see --help.");
        }
        if (e.getArgSpec() != null && e.getCause() instanceof IllegalArgumentException reason) {
            return "%s %s%s %s."
                    .formatted(
                            name(e.getArgSpec()),
                            Secrets.mask(String.valueOf(e.getValue())),
                            origin(e, sources),
                            reason.getMessage())
                    .replaceFirst("\\?\\.$", "?");
        }
        if (e.getArgSpec() != null && e.getArgSpec().isMultiValue()) {
            return "%s%s must be written %s."
                    .formatted(
                            name(e.getArgSpec()), origin(e, sources), e.getArgSpec().paramLabel());
        }
        return e.getMessage().lines().findFirst().orElse("wrong use") + ": see --help.";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String typed = e.getUnmatched().get(0);
        if (typed.startsWith("-")) {
            String name = typed.replaceFirst("=.*", "");
            List<String> known =
                    command.options().stream()
                            .flatMap(o -> Stream.of(o.names()))
                            .filter(n -> n.startsWith("--"))
                            .toList();
            return UnknownOption.sentence(name, known, command.qualifiedName(" "));
        }
        if (!command.subcommands().isEmpty()) {
            return "there is no command %s: %s"
                    .formatted(
                            typed,
                            NearestName.of(typed, command.subcommands().keySet())
                                    .map(n -> "did you mean " + n + "?")
                                    .orElse(
                                            "there are "
                                                    + String.join(
                                                            ", ", command.subcommands().keySet())
                                                    + "."));
        }
        return "%s is one argument too many: every value follows the name of its option."
                .formatted(typed);
    }

    private static String origin(ParameterException e, OptionSources sources) {
        boolean given =
                e.getCommandLine().getParseResult() != null
                        && e.getArgSpec() instanceof OptionSpec option
                        && e.getCommandLine().getParseResult().hasMatchedOption(option);
        if (given || !(e.getArgSpec() instanceof OptionSpec option)) {
            return "";
        }
        String from = sources.describe(option);
        return from.equals("default") ? "" : " (from " + from + ")";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
