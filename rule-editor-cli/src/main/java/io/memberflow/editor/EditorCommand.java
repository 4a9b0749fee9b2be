package io.memberflow.editor;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command: it does one thing, says what came of it on {@link #out} and the rest in notes, and
 * gives its exit code. Its help stands with the messages, under {@code rule-editor.<name>}.
 */
@Command(mixinStandardHelpOptions = true)
abstract class EditorCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private final CommonOptions options = new CommonOptions();

    private Language language;

    @Override
    public final Integer call() throws Exception {
        language = options.language();
        format();
        int exit = run();
        out().flush();
        return exit;
    }

    /**
     * Does what the command is for.
     *
     * @return one of {@link Exit}
     */
    abstract int run() throws Exception;

    /** The forms it knows. */
    Set<Format> formats() {
        return EnumSet.of(Format.TEXT, Format.JSON);
    }

    final Format format() {
        return options.format(formats());
    }

    final boolean isJson() {
        return format() == Format.JSON;
    }

    final Language language() {
        return language;
    }

    /** The text of a pair that {@code rules} says in both languages. */
    final String choose(String zh, String en) {
        return language.choose(zh, en);
    }

    final String text(Message message, Object... values) {
        return message.in(language, values);
    }

    final Path folder() {
        return options.folder();
    }

    /** The rulebook's files, of which not one need be good. */
    final Rulebook rulebook() {
        return Rulebook.in(folder());
    }

    final Console console() {
        return ((RuleEditor) spec.root().userObject()).console();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** A line of data. */
    final void print(String line) {
        out().println(line);
    }

    /** A sentence that is no data. */
    final void note(Message message, Object... values) {
        spec.commandLine().getErr().println(text(message, values));
    }

    final CommandSpec spec() {
        return spec;
    }
}
