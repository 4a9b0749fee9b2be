package io.memberflow.editor;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleForm;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.TagKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions by which a rule is made or changed; names are chosen, only values are typed. */
final class FormDialog {
    private static final String DONE = ".";
    private static final String ADD = "+";
    private static final List<String> NUMBER_OPERATORS = List.of(">=", ">", "<=", "<", "==", "!=");
    private static final List<String> TEXT_OPERATORS =
            List.of("==", "!=", "contains", "not contains", "str[startsWith]", "str[endsWith]");

    private final Asker asker;
    private final CompiledRules rules;
    private final Language language;

    FormDialog(Asker asker, CompiledRules rules, Language language) {
        this.asker = asker;
        this.rules = rules;
        this.language = language;
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
        String title = asker.text(text(Message.ASK_TITLE), given);
        RuleForm form =
                new RuleForm(
                        freeName(of + "." + given),
                        title,
                        null,
                        null,
                        null,
                        null,
                        List.of(line()),
                        List.of(new RuleForm.Gift(call, of, given)));
        return edit(form);
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
                case ADD -> lines.add(line());
                default -> change(lines, Integer.parseInt(answer));
            }
        }
    }

    private void change(List<RuleForm.Line> lines, int at) {
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
            tests.add(test(type));
        } else {
            tests.set(Integer.parseInt(answer), test(type));
        }
        lines.set(at, new RuleForm.Line(line.not(), line.type(), List.copyOf(tests)));
    }

    private String name(Model.Kind kind) {
        Catalogue catalogue = rules.catalogue();
        List<Asker.Choice> choices = new ArrayList<>();
        if (kind == null) {
            catalogue.tags().forEach(key -> choices.add(new Asker.Choice(key.key(), title(key))));
        } else {
            catalogue.models().stream()
                    .filter(model -> model.kind() == kind)
                    .forEach(
                            model ->
                                    choices.add(
                                            new Asker.Choice(
                                                    model.id(),
                                                    model.id()
                                                            + "  "
                                                            + (language.choose(
                                                                    model.zh(), model.en())))));
        }
        return asker.choose(text(Message.ASK_NAME), choices);
    }

    private String title(TagKey key) {
        return language.isChinese() || key.en().equals(key.key())
                ? key.key()
                : key.key() + "  " + key.en();
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
                ? plain(Message.ASK_OPEN_VALUE, "")
                : asker.choose(
                        text(Message.ASK_VALUE),
                        values.stream().map(v -> new Asker.Choice(v.value(), v.value())).toList());
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

    private RuleForm.Line line() {
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
        return new RuleForm.Line(not, type.title(), List.of(test(type)));
    }

    private RuleForm.Test test(RowType type) {
        String field = field(type);
        Unit unit = unit(type, field);
        if (unit == Unit.FLAG) {
            String answer =
                    asker.choose(
                            FactTitles.of(type.title(), field, language),
                            List.of(choice("", Message.YES), choice("!", Message.NO)));
            return new RuleForm.Test(null, field, answer, List.of());
        }
        List<String> operators = unit == Unit.TEXT ? TEXT_OPERATORS : NUMBER_OPERATORS;
        String operator =
                asker.choose(
                        FactTitles.of(type.title(), field, language),
                        operators.stream()
                                .map(o -> new Asker.Choice(o, Operators.name(o, language)))
                                .toList());
        return new RuleForm.Test(null, field, operator, List.of(operand(field, unit)));
    }

    /** Asked again until it fits the unit. */
    private String operand(String field, Unit unit) {
        String example = Units.example(unit);
        while (true) {
            String typed =
                    asker.text(
                                    text(
                                            Message.ASK_OPERAND,
                                            field,
                                            Units.name(unit, language),
                                            example),
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
            asker.show(text(Message.NOT_AN_OPERAND, typed, example));
        }
    }

    private boolean isParameter(String typed) {
        return rules.catalogue().parameters().containsKey(typed);
    }

    private String field(RowType type) {
        List<Asker.Choice> choices = new ArrayList<>();
        if (type == RowType.MEMBER) {
            for (int window : rules.schema().windows()) {
                String name = FactSchema.windowName(window);
                String title =
                        window == Fact.LIFE
                                ? text(Message.WINDOW_LIFE)
                                : text(Message.WINDOW_DAYS, window);
                choices.add(new Asker.Choice(name + ".", title.strip() + " …"));
            }
        }
        names(type).stream()
                .filter(name -> !name.contains("."))
                .forEach(name -> choices.add(titled(type, name)));
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
                name, Excerpt.padded(FactTitles.of(type.title(), name, language), 26) + " " + name);
    }

    private static List<String> names(RowType type) {
        return SchemaCommand.readableNames(type);
    }

    private Unit unit(RowType type, String field) {
        return type == RowType.MEMBER && rules.schema().find(field).isPresent()
                ? rules.schema().get(field).unit()
                : RowSchema.of(type).find(field).map(RowField::unit).orElse(Unit.TEXT);
    }

    private String plain(Message question, String proposed) {
        return asker.text(text(question), proposed).replace("\"", "").strip();
    }

    private Asker.Choice choice(String id, Message text) {
        return new Asker.Choice(id, text(text));
    }

    private String text(Message message, Object... values) {
        return message.in(language, values);
    }
}
