package io.memberflow.job.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * Gives the options that the command line leaves out: from the environment variable {@code
 * MEMBERFLOW_<OPTION>}, else from the configuration file, else nothing, so that the built-in
 * default stands.
 */
public final class OptionSources implements IDefaultValueProvider {

    private static final String PREFIX = "MEMBERFLOW_";
    private static final Set<String> COMMAND_LINE_ONLY = Set.of("config", "print-config");

    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final String fileName;

    private OptionSources(
            Map<String, String> environment, Map<String, String> file, String fileName) {
        this.environment = environment;
        this.file = file;
        this.fileName = fileName;
    }

    /**
     * Finds the configuration file that the arguments or the environment name, and reads it.
     *
     * @throws WrongUse if the file cannot be used
     */
    public static OptionSources of(Map<String, String> environment, String... arguments) {
        String named = ConfigArgument.find(arguments);
        String file = named != null ? named : environment.get(variable("config"));
        Map<String, String> values =
                file == null ? Map.of() : ConfigFile.read(Path.of(file), names());
        return new OptionSources(environment, values, file);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = nameOf(option);
        if (COMMAND_LINE_ONLY.contains(name)) {
            return null;
        }
        String value = environment.get(variable(name));
        return value != null ? value : file.get(name);
    }

    /** Where an option's value comes from when the command line does not give it. */
    public String describe(OptionSpec option) {
        String name = nameOf(option);
        if (environment.containsKey(variable(name))) {
            return "environment " + variable(name);
        }
        return file.containsKey(name) ? "file " + fileName : "default";
    }

    /** The names of all options that can be set, without dashes. */
    static Set<String> names() {
        return CommandSpec.forAnnotatedObject(new JobOptions()).options().stream()
                .map(OptionSources::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String nameOf(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Looks for {@code --config} alone, before the other arguments can be understood. */
    private static final class ConfigArgument {
        @Option(names = "--config")
        private List<String> config;

        @Unmatched private List<String> others;

        static String find(String... arguments) {
            ConfigArgument found = new ConfigArgument();
            try {
                new CommandLine(found).parseArgs(arguments);
            } catch (CommandLine.ParameterException e) {
                return null; // the full parser says what is wrong
            }
            return found.config == null ? null : found.config.get(0);
        }
    }
}
