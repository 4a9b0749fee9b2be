package io.memberflow.rulebook;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a text says what it shows. Two names that look alike must be alike: characters that show
 * nothing, turn the direction of reading, or look like a more usual one are found here.
 */
public final class PlainText {
    /** Letters that leave an empty place: fillers of Korean and of braille. */
    private static final Set<Integer> BLANK_LETTERS =
            Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

    /** What names are written in here. Letters of other scripts look like these. */
    private static final Set<UnicodeScript> SCRIPTS =
            Set.of(
                    UnicodeScript.HAN,
                    UnicodeScript.LATIN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.COMMON);

    private PlainText() {}

    /**
     * A character that should not be there.
     *
     * @param at its offset
     * @param zh what it is, in Chinese, without a full stop
     * @param en the same in English
     */
    public record Odd(int at, String zh, String en) {}

    /** The first character that shows nothing or turns the direction of text; line ends do not. */
    public static Optional<Odd> hidden(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            if (isHidden(c) && c != '\n' && c != '\r' && c != '\t') {
                return Optional.of(
                        new Odd(
                                at,
                                "这里有看不见的字符 " + code(c) + "，请删除",
                                "Here is the hidden character " + code(c) + ". Remove it"));
            }
        }
        return Optional.empty();
    }

    /**
     * The first character for which a name or value looks like another: a hidden one, an unusual
     * blank, a mark over the letter before it, a letter of a script that names are not written in,
     * or a variant of a usual letter.
     */
    public static Optional<Odd> oddInName(String name) {
        for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
            int c = name.codePointAt(at);
            String one = Character.toString(c);
            if (isHidden(c) || (c != ' ' && Character.isSpaceChar(c)) || isMark(c)) {
                return odd(at, one, c, "是看不见的或附加的字符，请删除", "shows nothing by itself. Remove it");
            }
            if (c == ' ' && (at == 0 || at == name.length() - 1)) {
                return odd(at, one, c, "在开头或结尾，请删除", "stands at an end. Remove it");
            }
            boolean isOfAScript =
                    Character.isLetterOrDigit(c) || UnicodeScript.of(c) == UnicodeScript.HAN;
            if (isOfAScript && !SCRIPTS.contains(UnicodeScript.of(c))) {
                return odd(
                        at,
                        one,
                        c,
                        "不是汉字、拉丁字母或数字，容易看错，请换掉",
                        "is neither Chinese nor Latin and is easily misread. Replace it");
            }
            String usual = Normalizer.normalize(one, Normalizer.Form.NFKC);
            if (isOfAScript && !usual.equals(one)) {
                return odd(at, one, c, "请写成 " + usual, "is a variant. Write " + usual);
            }
        }
        return Optional.empty();
    }

    private static Optional<Odd> odd(int at, String one, int c, String zh, String en) {
        String shown = (isHidden(c) || isMark(c) ? "" : one + " ") + "(" + code(c) + ") ";
        return Optional.of(new Odd(at, shown + zh, shown + en));
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    true;
            default -> false;
        };
    }

    private static boolean isHidden(int c) {
        return BLANK_LETTERS.contains(c)
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }

    private static String code(int c) {
        return String.format(Locale.ROOT, "U+%04X", c);
    }
}
