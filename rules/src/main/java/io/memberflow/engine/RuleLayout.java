package io.memberflow.engine;

import io.memberflow.engine.DrlWords.Kind;
import io.memberflow.engine.DrlWords.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The one layout of rule files. It moves words, and changes none: comments stay, and so do line
 * breaks between conditions.
 */
public final class RuleLayout {
    private static final String INDENT = "    ";

    private static final Set<String> AT_LINE_START =
            Set.of("package", "rule", "when", "then", "end");

    /** Behind these words a bracket holds patterns, and blanks stand in it. */
    private static final Set<String> LOOSE_WORDS =
            Set.of("not", "exists", "and", "or", "accumulate", "forall", "when");

    private static final Set<String> NO_BLANK_BEFORE = Set.of(",", ";", ".", "]");

    private final String text;
    private final List<Word> words;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Bracket> brackets = new ArrayDeque<>();
    private String part = "";

    /**
     * A bracket that is open.
     *
     * @param loose whether blanks stand within it
     * @param indent how many columns further in its lines begin
     */
    private record Bracket(boolean loose, int indent) {}

    private RuleLayout(String text) {
        this.text = text;
        this.words = DrlWords.of(text);
    }

    /**
     * The text in its layout, ended by one line end.
     *
     * @return empty when the text is no rule file, and nothing can be said of its layout
     */
    public static Optional<String> of(String text) {
        String lines = text.replace("\r\n", "\n");
        // The grammar takes a bracket that is not closed for more of the annotation before it.
        if (!DrlText.file(lines).errors().isEmpty() || !SyntaxHelp.of(lines).isEmpty()) {
            return Optional.empty();
        }
        String laid = new RuleLayout(lines).lay();
        return sameWords(lines, laid) ? Optional.of(laid) : Optional.empty();
    }

    /** What is written may stand elsewhere, and must stand in the same order. */
    private static boolean sameWords(String one, String other) {
        List<Word> a = DrlWords.of(one);
        List<Word> b = DrlWords.of(other);
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).kind() != b.get(i).kind()
                    || !Objects.equals(a.get(i).text().strip(), b.get(i).text().strip())) {
                return false;
            }
        }
        return true;
    }

    private String lay() {
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            Word before = i == 0 ? null : words.get(i - 1);
            separate(before, word, i);
            if (word.kind() == Kind.LINE_COMMENT) {
                out.append(word.text().stripTrailing());
            } else {
                out.append(word.text());
            }
            enter(word, i);
        }
        return out.isEmpty() ? "" : out.append('\n').toString();
    }

    private void separate(Word before, Word word, int i) {
        if (before == null) {
            return;
        }
        int breaks = breaks(before, word);
        if (word.isComment() && breaks == 0) {
            out.append("  ");
        } else if (breaksBefore(before, word, i, breaks)) {
            boolean apart = (breaks > 1 && !isFrame(before)) || startsRule(before, i);
            boolean frame = word.kind() == Kind.NAME && AT_LINE_START.contains(word.text());
            apart &= !frame || word.is("rule") || word.is("package");
            apart |= before.is("end") && part.isEmpty();
            out.append(apart ? "\n\n" : "\n").append(indent(word, i));
        } else if (hasBlank(before, word, i)) {
            out.append(word.is("@") ? "  " : " ");
        }
    }

    /** Behind these words a blank line has no use. */
    private static boolean isFrame(Word before) {
        return before.is("when") || before.is("then");
    }

    /** Between the package and the first rule, and between rules, with the comments on them. */
    private boolean startsRule(Word before, int i) {
        if (!part.isEmpty() || before.isComment()) {
            return false;
        }
        return i > 0 && !words.get(i).is(".") && !before.is("package") && !before.is(".");
    }

    private int breaks(Word before, Word word) {
        return (int) text.substring(before.end(), word.at()).chars().filter(c -> c == '\n').count();
    }

    private boolean breaksBefore(Word before, Word word, int i, int breaks) {
        if (before.kind() == Kind.LINE_COMMENT || (word.isComment() && breaks > 0)) {
            return true;
        }
        return switch (part) {
            case "" -> word.is("rule") || (breaks > 0 && before.isComment());
            case "package" -> word.is("rule");
            case "rule" ->
                    word.is("when")
                            || (breaks > 0 && !before.is("rule") && !isOpen())
                            || (words.get(Math.max(0, i - 2)).is("rule") && !word.isComment());
            case "when" ->
                    word.is("then")
                            || before.is("when")
                            || (breaks > 0 && !before.is(".") && !word.is("."))
                            || (!isOpen() && startsPattern(before, word));
            default -> word.is("end") || before.is("then") || before.is(";");
        };
    }

    private boolean isOpen() {
        return !brackets.isEmpty();
    }

    private static boolean startsPattern(Word before, Word word) {
        boolean begins = word.kind() == Kind.NAME && !word.is("and") && !word.is("or");
        return before.is(")") && (begins || word.is("("));
    }

    private String indent(Word word, int i) {
        if (part.isEmpty() || part.equals("package")) {
            return "";
        }
        if (word.kind() == Kind.NAME && AT_LINE_START.contains(word.text()) && !isOpen()) {
            return "";
        }
        if (word.isComment() && i + 1 < words.size() && isKeywordAfter(i)) {
            return INDENT;
        }
        int blanks = brackets.stream().mapToInt(Bracket::indent).sum();
        return INDENT + " ".repeat(blanks);
    }

    private boolean isKeywordAfter(int i) {
        return AT_LINE_START.contains(words.get(i + 1).text());
    }

    private void enter(Word word, int i) {
        if (word.is("(") || word.is("[")) {
            boolean named = i > 0 && words.get(i - 1).kind() == Kind.NAME;
            boolean pattern = named && !LOOSE_WORDS.contains(words.get(i - 1).text());
            brackets.push(new Bracket(word.is("(") && isLoose(i), pattern ? 4 : 2));
        } else if ((word.is(")") || word.is("]")) && isOpen()) {
            brackets.pop();
        } else if (word.kind() == Kind.NAME && !isOpen() && isKeyword(word, i)) {
            part = word.is("end") ? "" : word.text();
        }
    }

    private boolean isKeyword(Word word, int i) {
        boolean ofName = i > 0 && (words.get(i - 1).is(".") || words.get(i - 1).is("@"));
        return AT_LINE_START.contains(word.text()) && !ofName;
    }

    /** Whether blanks stand within the bracket that opens here. */
    private boolean isLoose(int i) {
        if (!part.equals("when") || i == 0) {
            return false;
        }
        Word before = words.get(i - 1);
        if (before.kind() == Kind.NAME) {
            return LOOSE_WORDS.contains(before.text())
                    || Character.isUpperCase(before.text().codePointAt(0));
        }
        boolean inPattern =
                brackets.stream().anyMatch(Bracket::loose) && !before.is("(") && !before.is(";");
        return !inPattern && !before.is("[");
    }

    private boolean hasBlank(Word before, Word word, int i) {
        if (before.is("(")) {
            return isOpen() && brackets.peek().loose() && !word.is(")");
        }
        if (word.is(")")) {
            return isOpen() && brackets.peek().loose();
        }
        if (word.is("(")) {
            return before.kind() != Kind.NAME
                    || before.is("in")
                    || LOOSE_WORDS.contains(before.text());
        }
        if (NO_BLANK_BEFORE.contains(word.text()) && word.kind() == Kind.SIGN) {
            return false;
        }
        if (word.is("[") || before.is("[") || before.is(".") || before.is("@") || before.is("!")) {
            return false;
        }
        return !(before.is("-") && isUnary(i - 1));
    }

    private boolean isUnary(int minus) {
        Word before = minus == 0 ? null : words.get(minus - 1);
        return before == null
                || before.is("salience")
                || before.is("in")
                || (before.kind() == Kind.SIGN && !before.is(")") && !before.is("]"));
    }
}
