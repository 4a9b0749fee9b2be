package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.RowType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class MessagesTest {
    private static final Pattern PLACE = Pattern.compile("%(?:\\d+\\$|<)?[a-z]");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(keys(Language.ZH)).isEqualTo(keys(Language.EN));
    }

    @ParameterizedTest
    @EnumSource(Message.class)
    void everyMessageSaysTheSameThingsInBothLanguages(Message message) {
        String zh = Language.ZH.texts().getString(message.name());
        String en = Language.EN.texts().getString(message.name());
        assertThat(zh).isNotBlank();
        assertThat(places(zh)).isEqualTo(places(en));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyFactHasATitle(Language language) {
        for (RowType type : RowType.values()) {
            for (String name : SchemaCommand.readableNames(type)) {
                assertThat(FactTitles.of(type.title(), name, language)).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCommandHasHelpOnEightyColumnsWithAnExample(Language language) {
        CommandLine program = program(language);
        List<CommandLine> commands = new ArrayList<>(program.getSubcommands().values());
        commands.add(program);
        for (CommandLine command : commands) {
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            assertThat(help.lines()).as(help).allMatch(line -> Excerpt.width(line) <= 80);
            assertThat(help).contains("rule-editor " + example(command));
            for (ArgSpec argument : command.getCommandSpec().args()) {
                assertThat(argument.description())
                        .as(command.getCommandName() + " " + argument)
                        .isNotEmpty();
            }
        }
    }

    private static String example(CommandLine command) {
        return command.getParent() == null ? "init" : command.getCommandName();
    }

    @Test
    void helpIsSaidInTheLanguageAskedFor() {
        assertThat(Commands.run("check", "--help", "--lang", "zh").out()).contains("用法");
        assertThat(Commands.run("--lang=en", "--help").out()).contains("Usage");
    }

    private static CommandLine program(Language language) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return RuleEditor.commandLine(new Console(nowhere, nowhere, false, null), language);
    }

    private static Set<String> keys(Language language) {
        return new TreeSet<>(language.texts().keySet());
    }

    private static List<String> places(String text) {
        List<String> places = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text.replace("%%", "").replace("%n", ""));
        while (matcher.find()) {
            places.add(matcher.group());
        }
        places.sort(null);
        return places;
    }
}
