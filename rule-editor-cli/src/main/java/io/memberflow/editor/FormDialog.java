package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleForm;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The questions by which a rule is made or changed; names are chosen, only values are typed. */
final class FormDialog {
    private static final String DONE = ".";
    private static final String ADD = "+";

    /** No parameter has this name. */
    private static final String OWN = "=";

    private static final int TITLE_WIDTH = 28;
    private static final List<String> NUMBER_OPERATORS = List.of(">=", ">", "<=", "<", "==", "!=");
    private static final List<String> TEXT_OPERATORS =
            List.of("==", "!=", "contains", "not contains", "str[startsWith]", "str[endsWith]");

    private final Asker asker;
    private final CompiledRules rules;
    private final Language language;
    private final Function<RuleForm, Optional<Finding>> trial;

    /**
     * @param trial what would be wrong with a rulebook that had this rule besides
     */
    FormDialog(
            Asker asker,
            CompiledRules rules,
            Language language,
            Function<RuleForm, Optional<Finding>> trial) {
        this.asker = asker;
        this.rules = rules;
        this.language = language;
        this.trial = trial;
    }

    /**
     * A new rule.
     *
     * @param kind of the model, null for a tag
     * @param name the model or key when it is known already, else null
     * @param value what to give when it is known already, else null
     */
    RuleForm create(Model.Kind kind, String name, String value) {
        String of = name == null ? name(kind) : name;
        String given = value == null ? value(kind, of) : value;
        String call = kind == Model.Kind.SEGMENT ? "segment" : kind == null ? "tag" : "stage";
        String title = plain(text(Message.ASK_TITLE), given);
        RuleForm form =
                new RuleForm(
                        freeName(of + "." + given),
                        title,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(new RuleForm.Gift(call, of, given)));
        return edit(form.withLines(List.of(line(form))));
    }

    /** The rule with other conditions. */
    RuleForm edit(RuleForm form) {
        List<RuleForm.Line> lines = new ArrayList<>(form.lines());
        while (true) {
            asker.show(form.withLines(lines).text());
            List<Asker.Choice> choices = new ArrayList<>();
            choices.add(choice(DONE, Message.ASK_DONE));
            choices.add(choice(ADD, Message.ASK_ADD));
            for (int i = 0; i < lines.size(); i++) {
                choices.add(
                        new Asker.Choice(
                                Integer.toString(i),
                                text(Message.ASK_CHANGE, lines.get(i).text())));
            }
            String answer = asker.choose(text(Message.ASK_WHAT), choices);
            switch (answer) {
                case DONE -> {
                    return form.withLines(lines);
                }
                case ADD -> lines.add(line(form));
                default -> change(form, lines, Integer.parseInt(answer));
            }
        }
    }

    private void change(RuleForm form, List<RuleForm.Line> lines, int at) {
        RuleForm.Line line = lines.get(at);
        List<Asker.Choice> choices = new ArrayList<>();
        for (int i = 0; i < line.tests().size(); i++) {
            choices.add(
                    new Asker.Choice(
                            Integer.toString(i),
                            text(Message.ASK_CHANGE, line.tests().get(i).text())));
        }
        choices.add(choice(ADD, Message.ASK_ADD_TEST));
        choices.add(choice(DONE, Message.ASK_REMOVE));
        String answer = asker.choose(line.text(), choices);
        if (answer.equals(DONE)) {
            lines.remove(at);
            return;
        }
        List<RuleForm.Test> tests = new ArrayList<>(line.tests());
        RowType type = RowType.of(line.type()).orElseThrow();
        if (answer.equals(ADD)) {
            tests.add(test(form, type));
        } else {
            tests.set(Integer.parseInt(answer), test(form, type));
        }
        lines.set(at, new RuleForm.Line(line.not(), line.type(), List.copyOf(tests)));
    }

    private String name(Model.Kind kind) {
        Catalogue catalogue = rules.catalogue();
        List<Asker.Choice> choices = new ArrayList<>();
        if (kind == null) {
            catalogue.tags().forEach(key -> choices.add(titled(key.key(), key.key(), key.en())));
        } else {
            catalogue.models().stream()
                    .filter(model -> model.kind() == kind)
                    .forEach(model -> choices.add(titled(model.id(), model.zh(), model.en())));
        }
        return asker.choose(text(Message.ASK_NAME), choices);
    }

    /** By its Chinese title, for those who read English with the English one; found by both. */
    private Asker.Choice titled(String id, String zh, String en) {
        boolean same = en == null || en.equals(zh);
        String text = same || language.isChinese() ? zh : en + "  " + zh;
        return new Asker.Choice(id, text).foundBy(same ? "" : en);
    }

    private String value(Model.Kind kind, String name) {
        Catalogue catalogue = rules.catalogue();
        int at = kind == null ? catalogue.indexOfTag(name) : catalogue.indexOf(name);
        if (at < 0) {
            throw Stop.wrongUse(Message.NOT_IN_CATALOGUE, name);
        }
        List<Model.Value> values =
                kind == null
                        ? catalogue.tags().get(at).values()
                        : catalogue.models().get(at).values();
        return values.isEmpty()
                ? plain(text(Message.ASK_OPEN_VALUE), "")
                : asker.choose(
                        text(Message.ASK_VALUE),
                        values.stream().map(v -> titled(v.value(), v.value(), v.en())).toList());
    }

    private String freeName(String wanted) {
        Set<String> taken = new LinkedHashSet<>();
        rules.rules().forEach(rule -> taken.add(rule.name()));
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = wanted + " " + i;
        }
        return name;
    }

    private RuleForm.Line line(RuleForm form) {
        List<Asker.Choice> types = new ArrayList<>();
        for (RowType type :
                List.of(
                        RowType.MEMBER,
                        RowType.ORDER,
                        RowType.PURCHASE,
                        RowType.PREFERENCE,
                        RowType.BEHAVIOUR)) {
            types.add(new Asker.Choice(type.title(), text(Message.valueOf("TYPE_" + type.name()))));
        }
        RowType type = RowType.of(asker.choose(text(Message.ASK_TYPE), types)).orElseThrow();
        boolean not =
                type != RowType.MEMBER
                        && asker.choose(
                                        text(Message.ASK_THERE),
                                        List.of(
                                                choice("yes", Message.THERE_IS),
                                                choice("no", Message.THERE_IS_NONE)))
                                .equals("no");
        return new RuleForm.Line(not, type.title(), List.of(test(form, type)));
    }

    private RuleForm.Test test(RuleForm form, RowType type) {
        String field = field(type);
        String title = FactTitles.of(type.title(), field, language);
        Unit unit = unit(type, field);
        if (unit == Unit.FLAG) {
            String answer =
                    asker.choose(title, List.of(choice("", Message.YES), choice("!", Message.NO)));
            return new RuleForm.Test(null, field, answer, List.of());
        }
        List<String> operators = unit == Unit.TEXT ? TEXT_OPERATORS : NUMBER_OPERATORS;
        String operator =
                asker.choose(
                        title,
                        operators.stream()
                                .map(o -> new Asker.Choice(o, Operators.name(o, language)))
                                .toList());
        List<Asker.Choice> parameters = parameters(unit);
        if (!parameters.isEmpty()) {
            parameters.add(0, choice(OWN, Message.ASK_OWN_VALUE));
            String answer = asker.choose(text(Message.ASK_OPERAND_OF, title), parameters);
            if (!answer.equals(OWN)) {
                return new RuleForm.Test(null, field, operator, List.of(answer));
            }
        }
        while (true) {
            String operand = operand(title, unit);
            RuleForm.Test test = new RuleForm.Test(null, field, operator, List.of(operand));
            Optional<Finding> finding = trial.apply(form.withLines(List.of(lineOf(type, test))));
            if (finding.isEmpty()) {
                return test;
            }
            asker.show(language.choose(finding.get().zh(), finding.get().en()));
        }
    }

    private static RuleForm.Line lineOf(RowType type, RuleForm.Test test) {
        return new RuleForm.Line(false, type.title(), List.of(test));
    }

    /** The parameters that a fact of the unit can be held against. */
    private List<Asker.Choice> parameters(Unit unit) {
        List<Asker.Choice> choices = new ArrayList<>();
        rules.catalogue()
                .parameters()
                .values()
                .forEach(
                        parameter -> {
                            if (parameter.type().name().equals(unit.name())) {
                                choices.add(
                                        new Asker.Choice(
                                                parameter.name(),
                                                parameter.name()
                                                        + " = "
                                                        + parameter.value()
                                                        + "  "
                                                        + parameter.zh()));
                            }
                        });
        return choices;
    }

    /** Asked again until it is one value. */
    private String operand(String title, Unit unit) {
        String example = Units.example(unit);
        while (true) {
            String typed =
                    asker.text(
                                    text(
                                            Message.ASK_OPERAND,
                                            title,
                                            Units.name(unit, language),
                                            example.replace("\"", "")),
                                    "")
                            .strip();
            boolean quoted = unit == Unit.TEXT || unit == Unit.DATE;
            String operand =
                    quoted && !typed.startsWith("\"") && !isParameter(typed)
                            ? "\"" + typed + "\""
                            : typed;
            Optional<RuleForm.Line> read = RuleForm.line("Member( x == " + operand + " )");
            boolean one =
                    !typed.isEmpty()
                            && read.isPresent()
                            && read.get().tests().size() == 1
                            && read.get().tests().get(0).operands().size() == 1;
            if (one) {
                return operand;
            }
            asker.show(text(Message.NOT_AN_OPERAND, typed, example.replace("\"", "")));
        }
    }

    private boolean isParameter(String typed) {
        return rules.catalogue().parameters().containsKey(typed);
    }

    /** Windows first, each with its own measures; who searches finds these at once. */
    private String field(RowType type) {
        List<Asker.Choice> choices = new ArrayList<>();
        if (type == RowType.MEMBER) {
            for (int window : rules.schema().windows()) {
                String title =
                        window == Fact.LIFE
                                ? text(Message.WINDOW_LIFE)
                                : text(Message.WINDOW_DAYS, window);
                choices.add(
                        new Asker.Choice(
                                FactSchema.windowName(window) + ".", title.strip() + " …"));
            }
        }
        for (String name : names(type)) {
            Asker.Choice choice = titled(type, name);
            choices.add(name.contains(".") ? choice.onlyWhenFound() : choice);
        }
        String answer = asker.choose(text(Message.ASK_FIELD), choices);
        if (!answer.endsWith(".")) {
            return answer;
        }
        List<Asker.Choice> measures =
                names(type).stream()
                        .filter(name -> name.startsWith(answer))
                        .map(name -> titled(type, name))
                        .toList();
        return asker.choose(text(Message.ASK_FIELD), measures);
    }

    private Asker.Choice titled(RowType type, String name) {
        return new Asker.Choice(
                        name,
                        Excerpt.padded(FactTitles.of(type.title(), name, language), TITLE_WIDTH)
                                + " "
                                + name)
                .foundBy(FactTitles.of(type.title(), name, Language.EN));
    }

    private static List<String> names(RowType type) {
        return SchemaCommand.readableNames(type);
    }

    private Unit unit(RowType type, String field) {
        return type == RowType.MEMBER && rules.schema().find(field).isPresent()
                ? rules.schema().get(field).unit()
                : RowSchema.of(type).find(field).map(RowField::unit).orElse(Unit.TEXT);
    }

    /** What stands between quotes in a rule can hold none. */
    private String plain(String question, String proposed) {
        return asker.text(question, proposed).replaceAll("[\"\\\\]", "").strip();
    }

    private Asker.Choice choice(String id, Message text) {
        return new Asker.Choice(id, text(text));
    }

    private String text(Message message, Object... values) {
        return message.in(language, values);
    }
}
