package io.memberflow.editor;

import java.util.List;
import org.jline.utils.WCWidth;

/**
 * The line of a text that something is said of, with a caret below the place. Chinese characters
 * are two columns wide; of a line longer than the terminal the part around the place is shown.
 */
final class Excerpt {
    private static final String INDENT = "    ";
    private static final String MORE = "…";
    private static final int TAB = 4;
    private static final int WIDTH = Console.COLUMNS - INDENT.length() - 2;

    private Excerpt() {}

    /**
     * The two lines.
     *
     * @param line 1-based
     * @param column 1-based, in characters
     * @return empty when the text has no such line, or nothing stands on it
     */
    static List<String> of(String text, int line, int column) {
        List<String> lines = text.lines().toList();
        if (line < 1 || line > lines.size() || lines.get(line - 1).isBlank()) {
            return List.of();
        }
        int[] characters = lines.get(line - 1).codePoints().toArray();
        int at = Math.min(Math.max(column - 1, 0), characters.length);
        int from = 0;
        while (width(characters, from, at) > WIDTH / 2
                && width(characters, from, characters.length) > WIDTH) {
            from++;
        }
        int to = at;
        while (to < characters.length && width(characters, from, to + 1) <= WIDTH) {
            to++;
        }
        String before = from > 0 ? MORE : "";
        String after = to < characters.length ? MORE : "";
        return List.of(
                INDENT + before + shown(characters, from, to) + after,
                INDENT + " ".repeat(before.length() + width(characters, from, at)) + "^");
    }

    /** How many columns a text takes. */
    static int width(String text) {
        int[] characters = text.codePoints().toArray();
        return width(characters, 0, characters.length);
    }

    /** The text with blanks behind it up to a width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static int width(int[] characters, int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            width += width(characters[i]);
        }
        return width;
    }

    private static int width(int character) {
        return character == '\t' ? TAB : Math.max(0, WCWidth.wcwidth(character));
    }

    private static String shown(int[] characters, int from, int to) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (characters[i] == '\t') {
                shown.append(" ".repeat(TAB));
            } else if (width(characters[i]) > 0) {
                shown.appendCodePoint(characters[i]);
            }
        }
        return shown.toString();
    }
}
