package io.memberflow.engine;

import io.memberflow.engine.DrlWords.Kind;
import io.memberflow.engine.DrlWords.Word;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of a text that the grammar does not take what its author most likely did: punctuation of a
 * Chinese keyboard, a quote or bracket that is not closed, a keyword left out or misspelt. The
 * grammar itself only knows the first word that it did not expect, often lines later.
 */
final class SyntaxHelp {
    private static final int MOST = 10;

    private static final Map<String, String> FULL_WIDTH =
            Map.of(
                    "“", "\"", "”", "\"", "‘", "\"", "’", "\"", "。", ".", "、", ",", "【", "[", "】",
                    "]");

    private static final Map<String, String> OF_MATHEMATICS =
            Map.of("≠", "!=", "≥", ">=", "≤", "<=", "≧", ">=", "≦", "<=");

    private static final Map<String, String> SIGNS =
            Map.of(
                    "=", "==", "<>", "!=", "=>", ">=", "=<", "<=", "&", "&&", "|", "||", "===",
                    "==");

    private static final Map<String, String> CLOSING = Map.of("(", ")", "[", "]", "{", "}");

    private static final Set<String> KEYWORDS = Set.of("rule", "when", "then", "end", "package");

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private static final Set<String> OPERATORS =
            Set.of(
                    "in",
                    "not",
                    "contains",
                    "memberOf",
                    "matches",
                    "str",
                    "and",
                    "or",
                    "exists",
                    "new",
                    "eval");

    private static final Set<String> WORDS_AFTER_NAME =
            Set.of("salience", "enabled", "date-effective", "date-expires");

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();

    private SyntaxHelp(String text) {
        this.text = text;
        DrlWords.of(text).stream().filter(word -> !word.isComment()).forEach(words::add);
    }

    /**
     * What is wrong at a place.
     *
     * @param at offset in the text
     * @param zh what is wrong and what to do, without a full stop
     * @param en the same in English
     * @param spoilsRest whether what is found in later rules only follows from it
     */
    record Advice(int at, String zh, String en, boolean spoilsRest) {}

    /** What is found wrong, in the order of the text; nothing when no known slip is there. */
    static Collection<Advice> of(String text) {
        SyntaxHelp help = new SyntaxHelp(text);
        help.characters();
        if (help.advice.isEmpty()) {
            help.signs();
        }
        if (help.advice.isEmpty()) {
            help.structure();
        }
        return new LinkedHashSet<>(
                help.advice.stream()
                        .sorted((a, b) -> Integer.compare(a.at(), b.at()))
                        .limit(MOST)
                        .toList());
    }

    /** The errors of a text in which annotations are blank, at their places; none without any. */
    static List<DrlText.SyntaxError> withoutAnnotations(String text) {
        StringBuilder blank = new StringBuilder(text);
        boolean any = false;
        List<Word> words = DrlWords.of(text);
        for (int i = 0; i + 4 < words.size(); i++) {
            boolean annotation =
                    words.get(i).is("@")
                            && words.get(i + 2).is("(")
                            && words.get(i + 3).kind() == Kind.STRING
                            && words.get(i + 4).is(")");
            any |= annotation;
            for (int at = words.get(i).at(); annotation && at < words.get(i + 4).end(); at++) {
                blank.setCharAt(at, ' ');
            }
        }
        return any ? DrlText.file(blank.toString()).errors() : List.of();
    }

    /** The lines on which rules begin, or would if they were spelt right. */
    static List<Integer> ruleLines(String text) {
        return DrlWords.of(text).stream()
                .filter(word -> word.is("rule"))
                .map(
                        word ->
                                1
                                        + (int)
                                                text.substring(0, word.at())
                                                        .chars()
                                                        .filter(c -> c == '\n')
                                                        .count())
                .toList();
    }

    /** What makes nonsense of all that follows: wrong characters, open strings and comments. */
    private void characters() {
        for (Word word : words) {
            switch (word.kind()) {
                case OPEN_STRING -> openString(word);
                case OPEN_COMMENT ->
                        add(
                                word.at(),
                                "注释 /* 没有结束，请在注释后面写 */",
                                "The comment /* does not end. Write */ behind it");
                case ODD -> odd(word);
                case STRING -> {
                    if (word.text().startsWith("'")) {
                        add(
                                word.at(),
                                "文字要用双引号，请写成 \"" + inner(word) + "\"",
                                "A text stands in double quotes. Write \"" + inner(word) + "\"");
                    }
                }
                default -> {
                    // any other word may be right
                }
            }
        }
    }

    private static String inner(Word word) {
        return word.text().substring(1, word.text().length() - 1);
    }

    private void openString(Word word) {
        int full = Math.max(word.text().indexOf('”'), word.text().indexOf('“'));
        if (full > 0) {
            add(
                    word.at() + full,
                    "引号 " + word.text().charAt(full) + " 是全角的，请改成半角的 \"",
                    "The quote "
                            + word.text().charAt(full)
                            + " is full-width. Write the half-width \"");
        } else {
            add(
                    word.at(),
                    "引号没有成对：从这里开始的文字到行尾还没结束，请补上 \"",
                    "The quotes do not pair: the text that begins here has no end on its line. Add"
                            + " the missing \"");
        }
    }

    private void odd(Word word) {
        String sign = OF_MATHEMATICS.get(word.text());
        if (sign != null) {
            add(
                    word.at(),
                    "符号 " + word.text() + " 请写成 " + sign,
                    "Write " + sign + " for " + word.text());
            return;
        }
        String usual = FULL_WIDTH.get(word.text());
        if (usual == null) {
            String normal = Normalizer.normalize(word.text(), Normalizer.Form.NFKC);
            usual = normal.codePoints().allMatch(c -> c < 0x80) ? normal : null;
        }
        if (usual == null) {
            add(
                    word.at(),
                    "这里不能有字符 " + word.text() + "，请删除；文字要放在双引号里",
                    "The character "
                            + word.text()
                            + " cannot stand here. Remove it; texts stand in double quotes");
        } else {
            add(
                    word.at(),
                    "符号 " + word.text() + " 是全角的，请改成半角的 " + usual,
                    word.text() + " is full-width. Write the half-width " + usual);
        }
    }

    /** Signs that other languages have. */
    private void signs() {
        boolean inWhen = false;
        for (int i = 0; i + 1 < words.size(); i++) {
            Word word = words.get(i);
            Word next = words.get(i + 1);
            String written = word.text();
            inWhen = word.is("when") || (inWhen && !word.is("then") && !word.is("end"));
            if (!inWhen || word.kind() != Kind.SIGN || words.get(i - 1).is(":")) {
                continue;
            }
            boolean joined = next.kind() == Kind.SIGN && next.at() == word.end();
            if (joined && SIGNS.containsKey(written + next.text())) {
                written += next.text();
                i++;
            }
            if (SIGNS.containsKey(written)) {
                add(
                        word.at(),
                        "比较符号 " + written + " 不对，请写成 " + SIGNS.get(written),
                        written + " is no sign of a rule. Write " + SIGNS.get(written));
            }
        }
    }

    /** Rule by rule: the keywords in their order, the brackets within each part. */
    private void structure() {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).is("rule")) {
                starts.add(i);
            }
        }
        int first = starts.isEmpty() ? words.size() : starts.get(0);
        header(first);
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : words.size();
            rule(starts.get(i), end);
        }
    }

    private void header(int end) {
        boolean named = end > 0 && words.get(0).is("package");
        if (!named) {
            Word word = words.isEmpty() ? new Word(Kind.SIGN, "", 0) : words.get(0);
            add(
                    word.at(),
                    "文件要以 package 开头，如 package rulebook.segments",
                    "The file must begin with its package, as in package rulebook.segments");
        }
        for (int i = 1; i < end; i++) {
            Word word = words.get(i);
            if (word.kind() == Kind.NAME && i > 1 && !words.get(i - 1).is(".")) {
                meant(word, Set.of("rule"));
            }
        }
    }

    private void rule(int from, int end) {
        String name = from + 1 < end ? words.get(from + 1).text() : "";
        if (from + 1 >= end || words.get(from + 1).kind() != Kind.STRING) {
            add(
                    words.get(from).end(),
                    "rule 后面要写加双引号的规则名，如 rule \"lifecycle.成熟期\"",
                    "After rule comes its name in double quotes, as in rule \"lifecycle.mature\"");
        }
        int when = find("when", from, end);
        int then = find("then", Math.max(from, when), end);
        int last = find("end", Math.max(from, then), end);
        if (when < 0) {
            missing("when", from, then >= 0 ? then : end, name);
        }
        if (then < 0) {
            missing("then", Math.max(from, when), last >= 0 ? last : end, name);
        }
        if (last < 0) {
            missing("end", Math.max(from, then), end, name);
        }
        if (when >= 0 && then >= 0) {
            attributes(from, when);
            if (brackets(when + 1, then)) {
                conditions(when + 1, then);
            }
            int to = last >= 0 ? last : end;
            brackets(then + 1, to);
            semicolons(then + 1, to);
        }
        if (last >= 0 && last + 1 < end && !words.get(last + 1).is("package")) {
            Word stray = words.get(last + 1);
            if (stray.is("end")) {
                add(stray.at(), "这个 end 多了，请删除", "This end is one too many. Remove it");
            } else if (stray.kind() == Kind.NAME) {
                meant(stray, Set.of("rule"));
            }
        }
    }

    private int find(String keyword, int from, int end) {
        for (int i = from; i < end; i++) {
            if (words.get(i).is(keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** A keyword that is not there: misspelt, when a similar word is, or left out. */
    private void missing(String keyword, int from, int to, String rule) {
        for (int i = from + 1; i < to; i++) {
            Word word = words.get(i);
            boolean alone = i + 1 == to || !Set.of("(", ".", ":").contains(words.get(i + 1).text());
            if (word.kind() == Kind.NAME
                    && !KEYWORDS.contains(word.text())
                    && isLineStart(word)
                    && (alone || keyword.equals("when"))
                    && meant(word, Set.of(keyword))) {
                return;
            }
        }
        Word last = words.get(Math.max(from, to - 1));
        int at = keyword.equals("end") || to >= words.size() ? last.end() : words.get(to).at();
        advice.add(
                new Advice(
                        at,
                        "规则 " + rule + " 缺少 " + keyword + "，请在这里补上一行 " + keyword,
                        "The rule "
                                + rule
                                + " has no "
                                + keyword
                                + ". Add a line "
                                + keyword
                                + " here",
                        true));
    }

    private boolean isLineStart(Word word) {
        int line = text.lastIndexOf('\n', Math.max(0, word.at() - 1)) + 1;
        return text.substring(line, word.at()).isBlank();
    }

    private boolean meant(Word word, Collection<String> known) {
        Optional<String> nearest = Nearest.of(word.text(), known);
        if (nearest.isEmpty() && known.stream().noneMatch(k -> k.equalsIgnoreCase(word.text()))) {
            return false;
        }
        String keyword = nearest.orElseGet(() -> known.iterator().next());
        add(
                word.at(),
                "看不懂 " + word.text() + "，是不是 " + keyword,
                word.text() + " means nothing here. Did you mean " + keyword);
        return true;
    }

    private void attributes(int from, int when) {
        for (int i = from + 2; i < when; i++) {
            Word word = words.get(i);
            if (word.kind() == Kind.NAME
                    && isLineStart(word)
                    && !WORDS_AFTER_NAME.contains(word.text())
                    && !words.get(i - 1).is("@")) {
                meant(word, WORDS_AFTER_NAME);
            }
        }
    }

    /** Whether all brackets pair; the first that does not is told. */
    private boolean brackets(int from, int end) {
        Deque<Word> open = new ArrayDeque<>();
        for (int i = from; i < end; i++) {
            Word word = words.get(i);
            if (word.kind() != Kind.SIGN) {
                continue;
            }
            if (CLOSING.containsKey(word.text())) {
                open.push(word);
            } else if (CLOSING.containsValue(word.text())) {
                if (open.isEmpty()) {
                    add(
                            word.at(),
                            "括号 " + word.text() + " 多了，请删除，或补上前面的括号",
                            "The bracket "
                                    + word.text()
                                    + " is one too many. Remove it, or add the one that opens");
                    return false;
                }
                Word opened = open.pop();
                String closing = CLOSING.get(opened.text());
                if (!closing.equals(word.text())) {
                    add(
                            word.at(),
                            "这里要用 " + closing + " 结束括号 " + opened.text() + "，而不是 " + word.text(),
                            "The bracket "
                                    + opened.text()
                                    + " is closed by "
                                    + closing
                                    + ", not by "
                                    + word.text());
                    return false;
                }
            }
        }
        if (!open.isEmpty()) {
            Word opened = open.peek();
            String closing = CLOSING.get(opened.text());
            add(
                    opened.at(),
                    "括号 " + opened.text() + " 没有结束，请补上 " + closing,
                    "The bracket " + opened.text() + " is not closed. Add " + closing);
        }
        return open.isEmpty();
    }

    /** What stands side by side within and without the brackets of patterns. */
    private void conditions(int from, int end) {
        int depth = 0;
        boolean compared = false;
        for (int i = from; i < end; i++) {
            Word word = words.get(i);
            Word next = words.get(i + 1);
            depth += isOpening(word) ? 1 : isClosing(word) ? -1 : 0;
            boolean comparison = COMPARISONS.contains(word.text()) && word.kind() == Kind.SIGN;
            if (depth == 0) {
                outside(from, i, comparison);
            } else if (word.kind() == Kind.NUMBER && next.at() == word.end() && isUnit(next)) {
                unit(next);
                return;
            } else if (word.kind() == Kind.NUMBER
                    && word.text().matches("0[0-9]{1,8}")
                    && !words.get(i - 1).is("-")) {
                add(
                        word.at(),
                        "数字不以 0 开头，请写成 " + Integer.parseInt(word.text()),
                        "A number does not begin with 0. Write " + Integer.parseInt(word.text()));
                return;
            } else if (comparison && (next.is(")") || next.is(","))) {
                add(
                        word.end(),
                        "比较符号 " + word.text() + " 后面缺少要比的数字或文字",
                        "What to compare with is missing behind " + word.text());
            } else if (comparison && compared) {
                add(
                        word.at(),
                        "不能连着比较，请分成两个条件，如 recencyDays >= 30, recencyDays < 90",
                        "Comparisons do not follow one another. Write two conditions, as in"
                                + " recencyDays >= 30, recencyDays < 90");
            } else if (word.is(",") && next.is(")")) {
                add(word.at(), "这个逗号多了，请删除", "This comma is one too many. Remove it");
            } else if (isOperand(word) && isOperand(next) && areApart(word, next)) {
                sideBySide(word, next, compared);
            } else if (isThousand(i)) {
                add(word.at(), "数字里不写千分位逗号，请写成 1000", "Numbers have no commas within. Write 1000");
            } else if ((word.is("and") || word.is("or"))
                    && isOperand(words.get(i - 1))
                    && !words.get(i - 1).is(")")) {
                boolean and = word.is("and");
                add(
                        word.at(),
                        and ? "括号里的 and 要写成逗号 ," : "括号里的 or 要写成 ||",
                        and
                                ? "Within the brackets and is a comma ,"
                                : "Within the brackets or is written ||");
            }
            boolean ends =
                    word.is(",")
                            || word.is(";")
                            || word.is("(")
                            || word.is(")")
                            || word.is("&&")
                            || word.is("||")
                            || word.is("and")
                            || word.is("or")
                            || (isOperand(word) && isOperand(next) && areApart(word, next));
            compared = !ends && (compared || comparison);
        }
    }

    private static boolean isOpening(Word word) {
        return word.is("(") || word.is("[");
    }

    private static boolean isClosing(Word word) {
        return word.is(")") || word.is("]");
    }

    /** A comparison that stands in no pattern. */
    private void outside(int from, int at, boolean comparison) {
        if (comparison && at > from) {
            int first = at - 1;
            while (first - 1 > from && words.get(first - 1).is(".")) {
                first -= 2;
            }
            add(
                    words.get(first).at(),
                    "条件要写在一类事实的括号里，如 Member( d365.orders >= 3 )",
                    "A condition stands in the brackets of a fact type, as in Member( d365.orders >="
                            + " 3 )");
        }
    }

    private static boolean isUnit(Word word) {
        return word.is("%") || word.kind() == Kind.NAME;
    }

    private void unit(Word unit) {
        if (unit.is("%")) {
            add(
                    unit.at(),
                    "不写百分号：比例写成小数，如 0.5；百分数只写数字",
                    "No percent sign is written: a share is a decimal such as 0.5, a percentage the"
                            + " bare number");
        } else {
            add(
                    unit.at(),
                    "数字后面不写单位，请删去 " + unit.text(),
                    "No unit stands behind a number. Remove " + unit.text());
        }
    }

    private static boolean isOperand(Word word) {
        return (word.kind() == Kind.NAME && !OPERATORS.contains(word.text()))
                || word.kind() == Kind.NUMBER
                || word.kind() == Kind.STRING
                || word.is(")");
    }

    private static boolean areApart(Word word, Word next) {
        return !word.is(")") && !next.is(")") && next.at() > word.end();
    }

    private void sideBySide(Word word, Word next, boolean compared) {
        if (compared) {
            add(word.end(), "这里缺少逗号 ,", "A comma , is missing here");
        } else {
            add(
                    next.at(),
                    word.text() + " 和 " + next.text() + " 之间缺少比较符号，如 >=",
                    "A sign of comparison such as >= is missing between "
                            + word.text()
                            + " and "
                            + next.text());
        }
    }

    /** {@code 1,000}: a number, a comma without a blank, three digits. */
    private boolean isThousand(int i) {
        Word word = words.get(i);
        return i > 0
                && word.is(",")
                && words.get(i - 1).kind() == Kind.NUMBER
                && words.get(i + 1).kind() == Kind.NUMBER
                && words.get(i + 1).at() == word.end()
                && words.get(i + 1).text().length() == 3;
    }

    /** Behind what is given, as far as it is something given. */
    private void semicolons(int from, int end) {
        int depth = 0;
        boolean gives = false;
        for (int i = from; i < end; i++) {
            Word word = words.get(i);
            boolean starts = i == from || !words.get(i - 1).is(".");
            if (depth == 0 && starts && word.kind() == Kind.NAME) {
                gives = word.is("decision");
            }
            depth += word.is("(") ? 1 : word.is(")") ? -1 : 0;
            boolean ends = gives && word.is(")") && depth == 0;
            if (ends && (i + 1 == end || words.get(i + 1).is("decision"))) {
                add(word.end(), "这一句后面缺少分号 ;", "The semicolon ; behind this sentence is missing");
            }
        }
    }

    private void add(int at, String zh, String en) {
        advice.add(new Advice(at, zh, en, false));
    }
}
