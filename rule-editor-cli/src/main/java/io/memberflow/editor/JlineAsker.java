package io.memberflow.editor;

import java.io.IOException;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/** Asks at the terminal: choices by arrow keys and search, texts with a proposal. */
final class JlineAsker implements Asker {
    private final Terminal terminal;
    private final Language language;
    private final LineReader reader;

    private JlineAsker(Terminal terminal, Language language) {
        this.terminal = terminal;
        this.language = language;
        this.reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, false)
                        .build();
        this.reader.setVariable(LineReader.DISABLE_HISTORY, true);
        this.reader.setVariable(LineReader.DISABLE_COMPLETION, true);
    }

    static JlineAsker ofTerminal(Language language) {
        try {
            return of(TerminalBuilder.builder().system(true).encoding("UTF-8").build(), language);
        } catch (IOException e) {
            throw Stop.wrongUse(Message.NOBODY_TO_ASK);
        }
    }

    static JlineAsker of(Terminal terminal, Language language) {
        return new JlineAsker(terminal, language);
    }

    @Override
    public String choose(String question, List<Choice> choices) {
        return canBeDrawnOver()
                ? new ChoiceList(terminal, language, question, choices).ask().id()
                : numbered(question, choices).id();
    }

    private boolean canBeDrawnOver() {
        return terminal.getStringCapability(Capability.cursor_up) != null;
    }

    /** For terminals that only ever go on: all choices with numbers; a search shows fewer. */
    private Choice numbered(String question, List<Choice> all) {
        List<Choice> shown = all.stream().filter(choice -> !choice.onlyFound()).toList();
        while (true) {
            terminal.writer().println("? " + question);
            for (int i = 0; i < shown.size(); i++) {
                terminal.writer().println("  " + (i + 1) + "  " + shown.get(i).text());
            }
            String typed = line("  " + Message.CHOICE_NUMBER.in(language) + " ").strip();
            int number = typed.matches("\\d{1,4}") ? Integer.parseInt(typed) : 0;
            if (number >= 1 && number <= shown.size()) {
                return shown.get(number - 1);
            }
            List<Choice> found = all.stream().filter(choice -> choice.has(typed)).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            shown = found.isEmpty() ? shown : found;
        }
    }

    @Override
    public String text(String question, String proposed) {
        String shown = proposed.isEmpty() ? "" : " (" + proposed + ")";
        String typed = line("? " + question + shown + "  ").strip();
        return typed.isEmpty() ? proposed : typed;
    }

    private String line(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException | EndOfFileException e) {
            throw Stop.interrupted();
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
