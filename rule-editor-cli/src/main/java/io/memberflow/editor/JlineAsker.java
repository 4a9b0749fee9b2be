package io.memberflow.editor;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jline.consoleui.prompt.ConsolePrompt;
import org.jline.consoleui.prompt.PromptResultItemIF;
import org.jline.consoleui.prompt.builder.ListPromptBuilder;
import org.jline.consoleui.prompt.builder.PromptBuilder;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks at the terminal: choices by arrow keys, texts with a proposal. */
final class JlineAsker implements Asker {
    private static final String ANSWER = "answer";

    /** More choices than this are shown a page at a time. */
    private static final int PAGE = 12;

    private final Terminal terminal;

    private JlineAsker(Terminal terminal) {
        this.terminal = terminal;
    }

    static JlineAsker ofTerminal() {
        try {
            return of(TerminalBuilder.builder().system(true).encoding("UTF-8").build());
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOBODY_TO_ASK);
        }
    }

    static JlineAsker of(Terminal terminal) {
        return new JlineAsker(terminal);
    }

    @Override
    public String choose(String question, List<Choice> choices) {
        ConsolePrompt prompt = new ConsolePrompt(terminal);
        PromptBuilder builder = prompt.getPromptBuilder();
        ListPromptBuilder list =
                builder.createListPrompt().name(ANSWER).message(question).pageSize(PAGE);
        for (Choice choice : choices) {
            list.newItem(choice.id()).text(choice.text()).add();
        }
        list.addPrompt();
        return answer(prompt, builder);
    }

    @Override
    public String text(String question, String proposed) {
        ConsolePrompt prompt = new ConsolePrompt(terminal);
        PromptBuilder builder = prompt.getPromptBuilder();
        builder.createInputPrompt()
                .name(ANSWER)
                .message(question)
                .defaultValue(proposed)
                .addPrompt();
        return answer(prompt, builder);
    }

    private static String answer(ConsolePrompt prompt, PromptBuilder builder) {
        try {
            Map<String, PromptResultItemIF> answers = prompt.prompt(builder.build());
            PromptResultItemIF answer = answers.get(ANSWER);
            if (answer == null) {
                throw Stop.interrupted();
            }
            return answer.getResult();
        } catch (UserInterruptException | EndOfFileException e) {
            throw Stop.interrupted();
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOBODY_TO_ASK);
        }
    }

    @Override
    public void show(String text) {
        terminal.writer().println(text);
        terminal.flush();
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOBODY_TO_ASK);
        }
    }
}
