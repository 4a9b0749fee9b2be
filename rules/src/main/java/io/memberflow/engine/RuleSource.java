package io.memberflow.engine;

import io.memberflow.engine.DrlWords.Kind;
import io.memberflow.engine.DrlWords.Word;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule as it stands in the text of its file, so that a part of it can be changed and the rest
 * left as it is.
 */
public final class RuleSource {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final String file;
    private final List<Word> words;
    private final String name;

    private RuleSource(String file, List<Word> words) {
        this.file = file;
        this.words = List.copyOf(words);
        this.name = unquoted(words.get(1));
    }

    /** A comparison as it is written. */
    public record Comparing(
            String type, String fact, String comparison, String operand, int from, int to) {}

    /**
     * The rules of a file in their order.
     *
     * @param text a file that the grammar takes; of another, rules may be missing
     */
    public static List<RuleSource> of(String text) {
        List<RuleSource> rules = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        for (Word word : DrlWords.of(text)) {
            if (words.isEmpty() && !word.is("rule")) {
                continue;
            }
            Word before = words.isEmpty() ? null : words.get(words.size() - 1);
            words.add(word);
            boolean ofName = before != null && (before.is(".") || before.is("@"));
            if (word.is("end") && !ofName) {
                if (words.size() > 2 && words.get(1).kind() == Kind.STRING) {
                    rules.add(new RuleSource(text, words));
                }
                words = new ArrayList<>();
            }
        }
        return rules;
    }

    /** The rule of that name, when the file has it. */
    public static Optional<RuleSource> named(String text, String name) {
        return of(text).stream().filter(rule -> rule.name.equals(name)).findFirst();
    }

    public String name() {
        return name;
    }

    /** Where it begins in the file. */
    public int from() {
        return words.get(0).at();
    }

    /** Where it ends in the file, behind its {@code end}. */
    public int to() {
        return words.get(words.size() - 1).end();
    }

    public String text() {
        return file.substring(from(), to());
    }

    /** The file with another text in this rule's place. */
    public String replacedBy(String text) {
        return file.substring(0, from()) + text + file.substring(to());
    }

    /** The file with another operand in a comparison's place. */
    public String with(Comparing comparing, String operand) {
        return file.substring(0, comparing.from()) + operand + file.substring(comparing.to());
    }

    List<Word> words() {
        return words;
    }

    /** What is compared with one number, text or name, in the order of the rule. */
    public List<Comparing> comparisons() {
        List<Comparing> found = new ArrayList<>();
        String type = "";
        boolean inWhen = false;
        for (int i = 1; i < words.size(); i++) {
            Word word = words.get(i);
            inWhen = !word.is("then") && (inWhen || word.is("when"));
            if (!inWhen) {
                continue;
            }
            if (word.is("(") && isType(words.get(i - 1))) {
                type = words.get(i - 1).text();
            }
            if (word.kind() == Kind.SIGN && COMPARISONS.contains(word.text())) {
                comparing(type, i).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Comparing> comparing(String type, int sign) {
        int first = pathStart(sign - 1);
        int operand = sign + 1;
        boolean negative = words.get(operand).is("-");
        Word last = words.get(negative ? operand + 1 : operand);
        boolean plain =
                last.kind() == Kind.NUMBER
                        || last.kind() == Kind.STRING
                        || (last.kind() == Kind.NAME && !words.get(operand + 1).is("."));
        if (first >= sign || !plain) {
            return Optional.empty();
        }
        int from = words.get(operand).at();
        return Optional.of(
                new Comparing(
                        type,
                        path(first, sign),
                        words.get(sign).text(),
                        file.substring(from, last.end()),
                        from,
                        last.end()));
    }

    /** Where the path that ends at a word begins: {@code d365.orders}, {@code attributes["色"]}. */
    private int pathStart(int end) {
        int first = end;
        if (words.get(end).is("]")) {
            first = end - 3;
        } else if (words.get(end).kind() != Kind.NAME) {
            return end + 1;
        }
        while (first > 1 && words.get(first - 1).is(".")) {
            first -= 2;
        }
        return Math.max(first, 1);
    }

    private String path(int from, int to) {
        StringBuilder path = new StringBuilder();
        words.subList(from, to).forEach(word -> path.append(word.text()));
        return path.toString();
    }

    private static boolean isType(Word word) {
        return word.kind() == Kind.NAME && RowType.of(word.text()).isPresent();
    }

    static String unquoted(Word word) {
        return word.kind() == Kind.STRING
                ? word.text().substring(1, word.text().length() - 1)
                : word.text();
    }
}
