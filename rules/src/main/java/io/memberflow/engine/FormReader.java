package io.memberflow.engine;

import io.memberflow.engine.DrlWords.Kind;
import io.memberflow.engine.DrlWords.Word;
import io.memberflow.member.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the words of one rule as a form; anything unexpected makes it none. */
final class FormReader {
    private static final Set<String> SIGNS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Pattern KEEP = Pattern.compile("P([1-9][0-9]{0,2})D");

    private final List<Word> words;
    private int at;

    private String title;
    private String owner;
    private String note;
    private Integer salience;
    private Integer keepDays;

    FormReader(List<Word> words) {
        this.words = words;
    }

    /** Ends reading: the rule is no form. */
    private static final class NoForm extends Exception {
        private static final long serialVersionUID = 1L;

        NoForm() {
            super(null, null, false, false);
        }
    }

    static Optional<RuleForm.Line> line(String text) {
        FormReader reader = new FormReader(DrlWords.of(text));
        try {
            RuleForm.Line line = reader.line();
            return reader.at == reader.words.size() ? Optional.of(line) : Optional.empty();
        } catch (NoForm e) {
            return Optional.empty(); // the caller says so
        }
    }

    Optional<RuleForm> read() {
        try {
            expect("rule");
            String name = string();
            while (!peek().is("when")) {
                header();
            }
            expect("when");
            List<RuleForm.Line> lines = new ArrayList<>();
            while (!peek().is("then")) {
                lines.add(line());
            }
            expect("then");
            List<RuleForm.Gift> gifts = new ArrayList<>();
            while (!peek().is("end")) {
                gifts.add(gift());
            }
            return Optional.of(
                    new RuleForm(
                            name,
                            title,
                            owner,
                            note,
                            salience,
                            keepDays,
                            List.copyOf(lines),
                            List.copyOf(gifts)));
        } catch (NoForm e) {
            return Optional.empty(); // the caller shows the rule as it is written
        }
    }

    private void header() throws NoForm {
        if (peek().is("salience")) {
            next();
            boolean negative = take("-");
            String number = next(Kind.NUMBER);
            salience = whole((negative ? "-" : "") + number);
            return;
        }
        expect("@");
        String which = next(Kind.NAME);
        expect("(");
        String value = string();
        expect(")");
        switch (which) {
            case "title" -> title = once(title, value);
            case "owner" -> owner = once(owner, value);
            case "note" -> note = once(note, value);
            case "keep" -> {
                Matcher keep = KEEP.matcher(value);
                if (!keep.matches() || keepDays != null) {
                    throw new NoForm();
                }
                keepDays = whole(keep.group(1));
            }
            default -> throw new NoForm();
        }
    }

    private static String once(String before, String value) throws NoForm {
        if (before != null) {
            throw new NoForm();
        }
        return value;
    }

    private static int whole(String number) throws NoForm {
        if (!number.matches("-?[0-9]{1,6}")) {
            throw new NoForm();
        }
        return Integer.parseInt(number);
    }

    private RuleForm.Line line() throws NoForm {
        boolean not = take("not");
        if (!not) {
            take("exists");
        }
        String type = next(Kind.NAME);
        if (RowType.of(type).isEmpty()) {
            throw new NoForm();
        }
        expect("(");
        List<RuleForm.Test> tests = new ArrayList<>();
        while (!take(")")) {
            if (!tests.isEmpty()) {
                expect(",");
            }
            tests.add(test());
        }
        return new RuleForm.Line(not, type, List.copyOf(tests));
    }

    private RuleForm.Test test() throws NoForm {
        if (take("!")) {
            return new RuleForm.Test(null, field(), "!", List.of());
        }
        String variable = null;
        if (peek().text().startsWith("$")) {
            variable = next(Kind.NAME);
            expect(":");
        }
        String field = field();
        if (peek().is(",") || peek().is(")")) {
            return new RuleForm.Test(variable, field, "", List.of());
        }
        String operator = operator();
        List<String> operands = new ArrayList<>();
        if (operator.endsWith("in")) {
            expect("(");
            do {
                operands.add(operand());
            } while (take(","));
            expect(")");
        } else {
            operands.add(operand());
        }
        return new RuleForm.Test(variable, field, operator, List.copyOf(operands));
    }

    private String field() throws NoForm {
        StringBuilder field = new StringBuilder(next(Kind.NAME));
        while (take(".")) {
            field.append('.').append(next(Kind.NAME));
        }
        if (take("[")) {
            field.append("[\"").append(string()).append("\"]");
            expect("]");
        }
        return field.toString();
    }

    private String operator() throws NoForm {
        Word word = next();
        if (word.kind() == Kind.SIGN && SIGNS.contains(word.text())) {
            return word.text();
        }
        String negated = "";
        if (word.is("not")) {
            negated = "not ";
            word = next();
        }
        if (word.is("in") || word.is("contains") || word.is("memberOf")) {
            return negated + word.text();
        }
        if (word.is("str") && take("[")) {
            String how = next(Kind.NAME);
            expect("]");
            return negated + "str[" + how + "]";
        }
        throw new NoForm();
    }

    private String operand() throws NoForm {
        if (take("-")) {
            return "-" + next(Kind.NUMBER);
        }
        Word word = next();
        boolean plain =
                word.kind() == Kind.NUMBER
                        || word.kind() == Kind.NAME
                        || (word.kind() == Kind.STRING && word.text().startsWith("\""));
        if (!plain || peek().is(".")) {
            throw new NoForm();
        }
        return word.text();
    }

    private RuleForm.Gift gift() throws NoForm {
        if (!next(Kind.NAME).equals("decision")) {
            throw new NoForm();
        }
        expect(".");
        String call = next(Kind.NAME);
        expect("(");
        String name = string();
        expect(",");
        String value = peek().kind() == Kind.STRING ? string() : next(Kind.NAME);
        expect(")");
        expect(";");
        return new RuleForm.Gift(call, name, value);
    }

    private Word peek() throws NoForm {
        if (at >= words.size()) {
            throw new NoForm();
        }
        return words.get(at);
    }

    private Word next() throws NoForm {
        Word word = peek();
        at++;
        return word;
    }

    private String next(Kind kind) throws NoForm {
        Word word = next();
        if (word.kind() != kind) {
            throw new NoForm();
        }
        return word.text();
    }

    private String string() throws NoForm {
        Word word = next();
        if (word.kind() != Kind.STRING || !word.text().startsWith("\"")) {
            throw new NoForm();
        }
        return RuleSource.unquoted(word);
    }

    private boolean take(String text) {
        if (at < words.size() && words.get(at).is(text)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String text) throws NoForm {
        if (!take(text)) {
            throw new NoForm();
        }
    }
}
