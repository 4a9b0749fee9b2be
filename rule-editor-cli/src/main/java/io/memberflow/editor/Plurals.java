package io.memberflow.editor;

import java.util.regex.Pattern;

/**
 * The words of counted things in a text: <code>%d {1|case|cases}</code> has the first word where
 * the first value is one, else the second. Chinese has no use for it.
 */
final class Plurals {
    private static final Pattern WORDS = Pattern.compile("\\{(\\d)\\|([^|}]*)\\|([^|}]*)}");

    private Plurals() {}

    /** The text with the words that go with its values. */
    static String in(String text, Object... values) {
        return WORDS.matcher(text)
                .replaceAll(
                        words -> {
                            Object value = values[Integer.parseInt(words.group(1)) - 1];
                            return String.valueOf(value).equals("1")
                                    ? words.group(2)
                                    : words.group(3);
                        });
    }
}
