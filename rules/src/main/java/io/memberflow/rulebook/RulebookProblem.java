package io.memberflow.rulebook;

/** A rulebook that cannot be read at all; the message says what is wrong and what to do. */
public final class RulebookProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String zh;
    private final String en;

    public RulebookProblem(String message) {
        this(message, null);
    }

    public RulebookProblem(String message, Throwable cause) {
        super(message, cause);
        this.line = 1;
        this.column = 1;
        this.zh = message;
        this.en = message;
    }

    /**
     * A problem of no one place, said in both languages; {@code zh} and {@code en} say the same.
     */
    public RulebookProblem(String zh, String en, Throwable cause) {
        super(en, cause);
        this.line = 1;
        this.column = 1;
        this.zh = zh;
        this.en = en;
    }

    /**
     * A problem in a file, said in both languages.
     *
     * @param line 1-based, 0 when it is not known
     * @param column 1-based, 0 when it is not known
     */
    RulebookProblem(String file, int line, int column, String zh, String en, Throwable cause) {
        super(file + (line > 0 ? ":" + line + ":" + column : "") + ": " + en, cause);
        this.line = Math.max(1, line);
        this.column = Math.max(1, column);
        this.zh = zh;
        this.en = en;
    }

    /** The line it is about, 1 when none is known. */
    public int line() {
        return line;
    }

    /** The column it is about, 1 when none is known. */
    public int column() {
        return column;
    }

    /** What is wrong, in Chinese, without the place. */
    public String zh() {
        return zh;
    }

    /** What is wrong, in English, without the place. */
    public String en() {
        return en;
    }
}
