package io.memberflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words and signs of a rule file with their places, comments included, however broken the file
 * is. Whether they make rules is for the grammar to say.
 */
final class DrlWords {
    /** Names that hold a hyphen. */
    private static final Set<String> HYPHENED =
            Set.of(
                    "date-effective",
                    "date-expires",
                    "no-loop",
                    "lock-on-active",
                    "agenda-group",
                    "activation-group",
                    "ruleflow-group",
                    "auto-focus");

    private static final List<String> SIGNS = List.of("==", "!=", "<=", ">=", "&&", "||");

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int at;

    private DrlWords(String text) {
        this.text = text;
    }

    /** What a word is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        /** A string without an end on its line. */
        OPEN_STRING,
        SIGN,
        LINE_COMMENT,
        BLOCK_COMMENT,
        /** A comment without an end. */
        OPEN_COMMENT,
        /** A character that no word begins with. */
        ODD
    }

    /**
     * A word.
     *
     * @param at where it begins
     */
    record Word(Kind kind, String text, int at) {
        boolean is(String other) {
            return text.equals(other) && (kind == Kind.SIGN || kind == Kind.NAME);
        }

        boolean isComment() {
            return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
        }

        int end() {
            return at + text.length();
        }
    }

    static List<Word> of(String text) {
        DrlWords words = new DrlWords(text);
        while (words.at < text.length()) {
            words.next();
        }
        return words.words;
    }

    private void next() {
        int c = text.codePointAt(at);
        if (Character.isWhitespace(c)) {
            at += Character.charCount(c);
        } else if (text.startsWith("//", at)) {
            add(Kind.LINE_COMMENT, lineEnd());
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            add(
                    end < 0 ? Kind.OPEN_COMMENT : Kind.BLOCK_COMMENT,
                    end < 0 ? text.length() : end + 2);
        } else if (c == '"' || c == '\'') {
            string((char) c);
        } else if (isNameStart(c)) {
            name();
        } else if (c >= '0' && c <= '9') {
            number();
        } else {
            sign(c);
        }
    }

    private void string(char quote) {
        int end = lineEnd();
        for (int i = at + 1; i < end; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                add(Kind.STRING, i + 1);
                return;
            }
        }
        add(Kind.OPEN_STRING, end);
    }

    private void name() {
        for (String hyphened : HYPHENED) {
            if (text.startsWith(hyphened, at)) {
                add(Kind.NAME, at + hyphened.length());
                return;
            }
        }
        int end = at;
        while (end < text.length() && isNamePart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        add(Kind.NAME, end);
    }

    private void number() {
        int end = at;
        while (end < text.length() && isNumberPart(end)) {
            end++;
        }
        add(Kind.NUMBER, end);
    }

    private boolean isNumberPart(int i) {
        char c = text.charAt(i);
        return c == '.'
                ? i + 1 < text.length() && Character.isDigit(text.charAt(i + 1))
                : c < 0x80 && isNamePart(c);
    }

    private void sign(int c) {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                add(Kind.SIGN, at + sign.length());
                return;
            }
        }
        add(c < 0x80 ? Kind.SIGN : Kind.ODD, at + Character.charCount(c));
    }

    private void add(Kind kind, int end) {
        words.add(new Word(kind, text.substring(at, end), at));
        at = end;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        return end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private static boolean isNameStart(int c) {
        return c == '$' || c == '_' || Character.isLetter(c);
    }

    private static boolean isNamePart(int c) {
        return isNameStart(c) || Character.isDigit(c);
    }
}
