package io.memberflow.editor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * Where things are said.
 *
 * @param out data
 * @param err notes and progress
 * @param colour whether colours and progress are wanted
 * @param person who can be asked; null when nobody is there
 */
record Console(PrintWriter out, PrintWriter err, boolean colour, Function<Language, Asker> person) {

    static final int COLUMNS = 80;

    /** The process's own; colours only where somebody sees them and wants them. */
    static Console ofProcess() {
        boolean terminal = System.console() != null;
        return new Console(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                terminal && wantsColour(System.getenv()),
                terminal ? JlineAsker::ofTerminal : null);
    }

    /**
     * Asks the person at the terminal.
     *
     * @throws Stop when nobody is there
     */
    Asker asker(Language language) {
        if (person == null) {
            throw Stop.wrongUse(Message.NOBODY_TO_ASK);
        }
        return person.apply(language);
    }

    static boolean wantsColour(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    String red(String text) {
        return coloured("31;1", text);
    }

    String green(String text) {
        return coloured("32", text);
    }

    String faint(String text) {
        return coloured("2", text);
    }

    private String coloured(String code, String text) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
