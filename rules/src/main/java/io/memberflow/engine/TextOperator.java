package io.memberflow.engine;

import java.util.List;

/** The tests a rule may make of a text. The negated ones need a text too: none passes nothing. */
public enum TextOperator {
    IN("in", false),
    NOT_IN("not in", true),
    CONTAINS("contains", false),
    NOT_CONTAINS("not contains", true),
    STARTS_WITH("str[startsWith]", false),
    NOT_STARTS_WITH("not str[startsWith]", true),
    ENDS_WITH("str[endsWith]", false),
    NOT_ENDS_WITH("not str[endsWith]", true);

    private final String symbol;
    private final boolean negated;

    TextOperator(String symbol, boolean negated) {
        this.symbol = symbol;
        this.negated = negated;
    }

    /** How it is written in a rule. */
    public String symbol() {
        return symbol;
    }

    /** Whether it is the opposite of another one. */
    boolean isNegated() {
        return negated;
    }

    /** The one that passes exactly the texts that this one does not. */
    TextOperator opposite() {
        return values()[ordinal() ^ 1];
    }

    /** Whether some of {@code texts} fits, or none for a negated one. */
    boolean passes(String text, List<String> texts) {
        if (text == null) {
            return false;
        }
        // By index: this is the innermost loop of all, and an iterator costs more than a test.
        for (int i = 0; i < texts.size(); i++) {
            if (fits(text, texts.get(i))) {
                return !negated;
            }
        }
        return negated;
    }

    private boolean fits(String text, String other) {
        return switch (this) {
            case IN, NOT_IN -> text.equals(other);
            case CONTAINS, NOT_CONTAINS -> text.contains(other);
            case STARTS_WITH, NOT_STARTS_WITH -> text.startsWith(other);
            case ENDS_WITH, NOT_ENDS_WITH -> text.endsWith(other);
        };
    }
}
