package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** A program that knows the options of one command says what one says that knows all. */
class SubcommandsTest {

    @ParameterizedTest
    @EnumSource(Language.class)
    void theListOfCommandsIsTheSame(Language language) {
        String lang = "--lang=" + (language.isChinese() ? "zh" : "en");
        assertThat(Commands.run("--help", lang).out())
                .isEqualTo(plain(program(language).getUsageMessage(Ansi.OFF)));
    }

    @Test
    void theHelpOfEachCommandIsTheSame() {
        program(Language.EN)
                .getSubcommands()
                .forEach(
                        (name, command) ->
                                assertThat(Commands.run(name, "--help", "--lang=en").out())
                                        .isEqualTo(plain(command.getUsageMessage(Ansi.OFF))));
    }

    @Test
    void eachIsCalledAsItCallsItself() {
        program(Language.EN)
                .getSubcommands()
                .forEach(
                        (name, command) ->
                                assertThat(name)
                                        .isEqualTo(
                                                CommandSpec.forAnnotatedObject(
                                                                command.getCommandSpec()
                                                                        .userObject())
                                                        .name()));
    }

    @Test
    void completionsKnowTheOptionsOfAll() {
        assertThat(Commands.run("completion", "bash").out())
                .contains("--min-coverage", "--effective-at", "--max-change");
    }

    @Test
    void misspeltCommandsAreStillToldWhatWasMeant() {
        assertThat(Commands.run("publsh", "--lang=en").err()).contains("did you mean publish");
        assertThat(Commands.run("chekc", "--lang=en").err()).contains("did you mean check");
    }

    private static CommandLine program(Language language) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return RuleEditor.commandLine(new Console(nowhere, nowhere, false, null), language);
    }

    private static String plain(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }
}
