package io.memberflow.engine;

/**
 * Something wrong with a rulebook, for the person who wrote it.
 *
 * @param file path within the rulebook, with forward slashes
 * @param line 1-based
 * @param column 1-based, in characters
 * @param zh what is wrong and what to do, in Chinese
 * @param en the same in English
 */
public record Finding(String file, int line, int column, String zh, String en) {

    /** {@code file:line:column: text}, as compilers write it. */
    public String text(boolean chinese) {
        return file + ":" + line + ":" + column + ": " + (chinese ? zh : en);
    }
}
