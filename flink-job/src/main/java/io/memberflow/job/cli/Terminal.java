package io.memberflow.job.cli;

import java.util.Map;
import java.util.Properties;

/**
 * What the person sees. The launcher knows what is a terminal and says so in system properties; a
 * JVM cannot tell.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param colour whether colours may be used on standard output
 * @param columns how wide lines may be, 80 to 100
 */
record Terminal(boolean out, boolean err, boolean colour, int columns) {

    private static final int NARROW = 80;
    private static final int WIDE = 100;

    static Terminal of(Properties properties, Map<String, String> environment) {
        boolean out = Boolean.parseBoolean(properties.getProperty("memberflow.terminal.out"));
        boolean err = Boolean.parseBoolean(properties.getProperty("memberflow.terminal.err"));
        boolean colour =
                out
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                out, err, colour, columns(properties.getProperty("memberflow.terminal.columns")));
    }

    private static int columns(String text) {
        if (text == null || !text.matches("\\d{1,4}")) {
            return NARROW;
        }
        return Math.max(NARROW, Math.min(WIDE, Integer.parseInt(text)));
    }
}
