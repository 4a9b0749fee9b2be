package io.memberflow.editor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * A list at the terminal from which one thing is taken: by the arrow keys, or by typing words that
 * stand in it. When it is answered, the question with the answer is all that stays.
 */
final class ChoiceList {
    /** More than these are shown a part at a time. */
    private static final int ROWS = 12;

    /** The question, the hint, and one line that a terminal wants for itself. */
    private static final int OTHER_ROWS = 3;

    private static final int LEAST_WIDTH = 20;
    private static final int ESCAPE_MILLIS = 250;

    private final Terminal terminal;
    private final Language language;
    private final Display display;
    private final String question;
    private final List<Asker.Choice> all;
    private List<Asker.Choice> shown;
    private String typed = "";
    private int at;
    private int top;

    private enum Key {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        TAKE,
        ERASE,
        CLEAR,
        BREAK,
        TYPE,
        NOTHING
    }

    ChoiceList(Terminal terminal, Language language, String question, List<Asker.Choice> choices) {
        this.terminal = terminal;
        this.language = language;
        this.display = new Display(terminal, false);
        this.question = question;
        this.all = List.copyOf(choices);
        this.shown = found();
    }

    /**
     * The choice taken.
     *
     * @throws Stop when the person breaks off
     */
    Asker.Choice ask() {
        Attributes before = terminal.enterRawMode();
        try {
            Attributes raw = new Attributes(before);
            raw.copy(terminal.getAttributes());
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key here
            terminal.setAttributes(raw);
            return answer(new BindingReader(terminal.reader()), keys());
        } finally {
            terminal.setAttributes(before);
        }
    }

    private Asker.Choice answer(BindingReader reader, KeyMap<Key> keys) {
        while (true) {
            draw();
            Key key = reader.readBinding(keys);
            if (key == null || key == Key.BREAK) {
                leave(new AttributedString("? " + question));
                throw Stop.interrupted();
            } else if (key == Key.TAKE && !shown.isEmpty()) {
                Asker.Choice taken = shown.get(at);
                leave(head(taken.text().strip().replaceAll(" {3,}", "  ")));
                return taken;
            }
            move(key, reader.getLastBinding());
        }
    }

    private void move(Key key, String last) {
        switch (key) {
            case UP -> at = at == 0 ? shown.size() - 1 : at - 1;
            case DOWN -> at = at + 1 >= shown.size() ? 0 : at + 1;
            case PAGE_UP -> at = at - rows();
            case PAGE_DOWN -> at = at + rows();
            case TYPE -> search(typed + last);
            case ERASE ->
                    search(
                            typed.isEmpty()
                                    ? typed
                                    : typed.substring(
                                            0, typed.offsetByCodePoints(typed.length(), -1)));
            case CLEAR -> search("");
            default -> {
                // a key that means nothing here
            }
        }
        at = Math.max(0, Math.min(at, shown.size() - 1));
        top = Math.max(Math.min(top, at), at - rows() + 1);
    }

    private void search(String words) {
        typed = words;
        shown = found();
        at = 0;
        top = 0;
    }

    private List<Asker.Choice> found() {
        List<Asker.Choice> found = new ArrayList<>();
        for (Asker.Choice choice : all) {
            if (typed.isBlank() ? !choice.onlyFound() : choice.has(typed)) {
                found.add(choice);
            }
        }
        // What is typed out in full stands first.
        String whole = typed.strip().toLowerCase(Locale.ROOT);
        found.sort(
                Comparator.comparing(
                        choice -> !choice.text().strip().toLowerCase(Locale.ROOT).equals(whole)));
        return found;
    }

    private int rows() {
        int height = terminal.getHeight() > OTHER_ROWS ? terminal.getHeight() : ROWS + OTHER_ROWS;
        return Math.max(1, Math.min(ROWS, height - OTHER_ROWS));
    }

    private int width() {
        return terminal.getWidth() < LEAST_WIDTH ? Console.COLUMNS : terminal.getWidth();
    }

    private void draw() {
        display.resize(Math.max(terminal.getHeight(), ROWS + OTHER_ROWS), width());
        List<AttributedString> lines = new ArrayList<>();
        AttributedString head = head(typed);
        lines.add(head);
        int end = Math.min(shown.size(), top + rows());
        for (int i = top; i < end; i++) {
            lines.add(
                    i == at
                            ? line("> " + shown.get(i).text(), AttributedStyle.BOLD)
                            : line("  " + shown.get(i).text(), AttributedStyle.DEFAULT));
        }
        Message hint =
                shown.isEmpty()
                        ? Message.NO_CHOICE_FOUND
                        : typed.isEmpty() ? Message.CHOICE_HINT : Message.CHOICES_FOUND;
        lines.add(
                line(
                        "  " + hint.in(language, at + 1, shown.size()),
                        AttributedStyle.DEFAULT.faint()));
        display.update(lines, head.columnLength());
    }

    private AttributedString head(String answer) {
        return fit(
                new AttributedStringBuilder()
                        .append("? " + question + "  ")
                        .append(answer, AttributedStyle.BOLD)
                        .toAttributedString());
    }

    private AttributedString line(String text, AttributedStyle style) {
        return fit(new AttributedString(text, style));
    }

    /** Not to the last column, where terminals differ in what comes next. */
    private AttributedString fit(AttributedString text) {
        return text.columnLength() < width() ? text : text.columnSubSequence(0, width() - 1);
    }

    private void leave(AttributedString last) {
        display.update(List.of(fit(last)), fit(last).columnLength());
        terminal.writer().println();
        terminal.flush();
    }

    private KeyMap<Key> keys() {
        KeyMap<Key> keys = new KeyMap<>();
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        keys.setUnicode(Key.TYPE);
        keys.setNomatch(Key.NOTHING);
        keys.bind(Key.TYPE, KeyMap.range(" -~"));
        bind(keys, Key.UP, Capability.key_up, "\u001B[A", "\u001BOA", KeyMap.ctrl('P'));
        bind(keys, Key.DOWN, Capability.key_down, "\u001B[B", "\u001BOB", KeyMap.ctrl('N'), "\t");
        bind(keys, Key.PAGE_UP, Capability.key_ppage, "\u001B[5~");
        bind(keys, Key.PAGE_DOWN, Capability.key_npage, "\u001B[6~");
        keys.bind(Key.TAKE, "\r", "\n");
        keys.bind(Key.ERASE, KeyMap.del(), KeyMap.ctrl('H'));
        keys.bind(Key.CLEAR, KeyMap.ctrl('U'), KeyMap.esc());
        keys.bind(Key.BREAK, KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        return keys;
    }

    private void bind(KeyMap<Key> keys, Key key, Capability capability, String... sequences) {
        String own = KeyMap.key(terminal, capability);
        if (own != null) {
            keys.bind(key, own);
        }
        keys.bind(key, sequences);
    }
}
