package io.memberflow.editor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes the value of a parameter in the text of a catalogue, and nothing else of it. */
final class ParameterText {
    private ParameterText() {}

    /** The text with another value; empty when the parameter is not found in it. */
    static Optional<String> with(String catalogue, String parameter, String value) {
        Matcher section = Pattern.compile("(?ms)^parameters:.*?(?=^\\S|\\z)").matcher(catalogue);
        if (!section.find()) {
            return Optional.empty();
        }
        String name = "(?m)^\\s+" + Pattern.quote(parameter) + ":";
        Matcher found =
                Pattern.compile(
                                name
                                        + "\\s*(?:\\{[^}]*?|\\n(?:\\s+.*\\n)*?\\s+)\\bvalue:\\s*([^,}\\n#]*[^,}\\s#])")
                        .matcher(section.group());
        if (!found.find()) {
            return Optional.empty();
        }
        int from = section.start() + found.start(1);
        int to = section.start() + found.end(1);
        return Optional.of(catalogue.substring(0, from) + value + catalogue.substring(to));
    }
}
