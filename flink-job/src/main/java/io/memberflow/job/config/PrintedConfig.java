package io.memberflow.job.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.GlobalConfiguration;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Every option's value and where it came from, as YAML that {@code --config} reads again. Secrets
 * are masked.
 */
public final class PrintedConfig {

    private static final Set<String> NOT_SHOWN =
            Set.of("config", "print-config", "help", "version");
    private static final int SOURCE_COLUMN = 56;

    private PrintedConfig() {}

    /** The lines for a parsed command, in the order of the options' names. */
    public static List<String> of(ParseResult parsed, OptionSources sources) {
        Map<String, OptionSpec> options = new TreeMap<>();
        parsed.commandSpec().options().forEach(o -> options.put(OptionSources.nameOf(o), o));
        options.keySet().removeAll(NOT_SHOWN);
        List<String> lines = new ArrayList<>();
        options.forEach(
                (name, option) ->
                        lines.add(
                                line(
                                        name,
                                        value(option),
                                        parsed.hasMatchedOption(option)
                                                ? "command line"
                                                : sources.describe(option))));
        return lines;
    }

    private static String line(String name, String value, String source) {
        String text = name + ": " + value;
        return text + " ".repeat(Math.max(2, SOURCE_COLUMN - text.length())) + "# " + source;
    }

    private static String value(OptionSpec option) {
        Object value = option.getValue();
        if (value == null) {
            return "";
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> quoted((String) e.getKey()) + ": " + flinkValue(e))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(v -> v instanceof Integer ? v.toString() : quoted(v.toString()))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof CutPointMode mode) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof LiveClock clock) {
            return quoted(clock(clock));
        }
        return value instanceof String text ? quoted(Secrets.mask(text)) : value.toString();
    }

    private static String clock(LiveClock clock) {
        String kind = clock.kind().name().toLowerCase(Locale.ROOT);
        return clock.ticks() == null ? kind : kind + ":" + clock.ticks();
    }

    private static String flinkValue(Map.Entry<?, ?> e) {
        return GlobalConfiguration.isSensitive((String) e.getKey())
                ? quoted("***")
                : quoted((String) e.getValue());
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./][A-Za-z0-9_./+-]*")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
