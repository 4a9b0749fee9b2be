package io.memberflow.editor;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Function;

/** Runs a command as the process would, without a terminal. */
final class Commands {
    private Commands() {}

    /** What came of it. */
    record Ran(int exit, String out, String err) {}

    static Ran run(String... arguments) {
        return run(false, arguments);
    }

    static Ran run(boolean colour, String... arguments) {
        return run(colour, null, arguments);
    }

    /** With a person who can be asked. */
    static Ran run(boolean colour, Function<Language, Asker> person, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(out, true), new PrintWriter(err, true), colour, person);
        int exit = RuleEditor.run(console, arguments);
        return new Ran(exit, plain(out), plain(err));
    }

    private static String plain(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
