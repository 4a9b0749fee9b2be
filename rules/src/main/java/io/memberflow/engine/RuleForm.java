package io.memberflow.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A rule as a form shows it: conditions that all must hold, each about the member or about one row
 * that is or is not there, and what is given. Names of parameters stay names. What does not fit,
 * alternatives, totals and comments among it, is no form.
 *
 * @param name unique within the rulebook
 * @param title what to call it before people, null for none
 * @param owner who answers for it, null for none
 * @param note why it is as it is, null for none
 * @param salience null where none is written
 * @param keepDays null where nothing is kept
 * @param lines the conditions in their order
 * @param gifts what it gives
 */
public record RuleForm(
        String name,
        String title,
        String owner,
        String note,
        Integer salience,
        Integer keepDays,
        List<Line> lines,
        List<Gift> gifts) {

    /**
     * A condition on the member or on rows of a type.
     *
     * @param not whether there must be no such row
     * @param type as rules write it
     */
    public record Line(boolean not, String type, List<Test> tests) {

        /** As rules write it. */
        public String text() {
            String inner = tests.stream().map(Test::text).collect(Collectors.joining(", "));
            return (not ? "not " : "") + type + (inner.isEmpty() ? "()" : "( " + inner + " )");
        }
    }

    /**
     * A test of one field.
     *
     * @param variable {@code $v} where the value is remembered, else null
     * @param field as rules write it
     * @param operator as rules write it; empty for yes, {@code !} for no, and for a variable alone
     * @param operands as rules write them: literals, parameters, variables, a list
     */
    public record Test(String variable, String field, String operator, List<String> operands) {

        public String text() {
            String bound = variable == null ? "" : variable + " : ";
            return switch (operator) {
                case "" -> bound + field;
                case "!" -> "!" + field;
                case "in", "not in" ->
                        bound + field + " " + operator + " (" + String.join(", ", operands) + ")";
                default -> bound + field + " " + operator + " " + operands.get(0);
            };
        }
    }

    /**
     * One thing given.
     *
     * @param call {@code segment}, {@code stage} or {@code tag}
     * @param name the model or the key
     * @param value a literal's text, or a variable
     */
    public record Gift(String call, String name, String value) {

        String text() {
            String argument = value.startsWith("$") ? value : "\"" + value + "\"";
            return "decision." + call + "(\"" + name + "\", " + argument + ");";
        }
    }

    /** A rule's form, when it has one. */
    public static Optional<RuleForm> of(RuleSource rule) {
        return new FormReader(rule.words()).read();
    }

    /**
     * A condition as somebody writes it on a command line: a whole pattern, or tests of the member
     * alone.
     */
    public static Optional<Line> line(String text) {
        boolean pattern = text.strip().matches("(?s)(not\\s+|exists\\s+)?[A-Z]\\w*\\s*\\(.*\\)");
        return FormReader.line(pattern ? text : "Member( " + text + " )");
    }

    /** The rule in the layout of {@link RuleLayout}. */
    public String text() {
        StringBuilder text = new StringBuilder("rule \"" + name + "\"\n");
        annotation(text, "title", title);
        annotation(text, "owner", owner);
        annotation(text, "note", note);
        if (keepDays != null) {
            annotation(text, "keep", "P" + keepDays + "D");
        }
        if (salience != null) {
            text.append("    salience ").append(salience).append('\n');
        }
        text.append("when\n");
        lines.forEach(line -> text.append("    ").append(line.text()).append('\n'));
        text.append("then\n");
        gifts.forEach(gift -> text.append("    ").append(gift.text()).append('\n'));
        return text.append("end").toString();
    }

    private static void annotation(StringBuilder text, String name, String value) {
        if (value != null) {
            text.append("    @").append(name).append("(\"").append(value).append("\")\n");
        }
    }

    /** The same with other conditions. */
    public RuleForm withLines(List<Line> lines) {
        return new RuleForm(
                name, title, owner, note, salience, keepDays, List.copyOf(lines), gifts);
    }
}
