package io.memberflow.order;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** What a text must be before it may enter: valid, free of control characters, and bounded. */
final class Texts {

    /** The longest id and attribute name, in code points. */
    static final int MAX_NAME = 128;

    /** The longest attribute value, in code points. */
    static final int MAX_VALUE = 256;

    /**
     * No composition joins more than four code points, so a longer text cannot become an id; it is
     * not worth the work, which for long runs of combining marks is quadratic.
     */
    private static final int MAX_TO_NORMALISE = 2 * 4 * MAX_NAME;

    private Texts() {}

    /** Whether the bytes are UTF-8 to the letter: no overlong forms, no encoded surrogates. */
    static boolean isUtf8(byte[] bytes, String decoded) {
        if (decoded.indexOf('\uFFFD') < 0) {
            return true;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * The first character that no field may hold, in words, or null: control characters other than
     * tab and line ends, and surrogates without their other half.
     */
    static String forbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            if (Character.isISOControl(c)) {
                if (c != '\t' && c != '\n' && c != '\r') {
                    return String.format(Locale.ROOT, "the control character U+%04X", (int) c);
                }
            } else if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return String.format(Locale.ROOT, "the unpaired surrogate U+%04X", (int) c);
                }
                i++;
            }
        }
        return null;
    }

    /**
     * An id trimmed of Unicode white space and NFKC-normalised, perhaps empty; null when it is
     * longer than {@link #MAX_NAME}. Normalising twice changes nothing.
     */
    static String normaliseId(String id) {
        if (isPlain(id)) {
            return id.length() <= MAX_NAME ? id : null;
        }
        String trimmed = trim(id);
        if (trimmed.length() > MAX_TO_NORMALISE) {
            return null;
        }
        // A compatibility form may bring white space along: the acute accent alone is one.
        String normal = trim(Normalizer.normalize(trimmed, Normalizer.Form.NFKC));
        return isLongerThan(normal, MAX_NAME) ? null : normal;
    }

    static boolean isLongerThan(String text, int codePoints) {
        return text.length() > codePoints && text.codePointCount(0, text.length()) > codePoints;
    }

    /** A value for a message: short, in quotes, without anything a terminal would obey. */
    static String quote(String value) {
        StringBuilder out = new StringBuilder("\"");
        int end = Math.min(value.length(), 40);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)
                    || Character.isSurrogate(c)
                    || Character.getType(c) == Character.FORMAT) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(end < value.length() ? "…\"" : "\"").toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** All of Unicode's white space is in the basic plane; java.lang splits it over two methods. */
    private static boolean isWhiteSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
