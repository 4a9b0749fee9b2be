package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.RowField;
import io.memberflow.member.RowSchema;
import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drools.drl.ast.descr.AtomicExprDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.BindingDescr;
import org.drools.drl.ast.descr.ConnectiveType;
import org.drools.drl.ast.descr.ConstraintConnectiveDescr;
import org.drools.drl.ast.descr.RelationalExprDescr;

/**
 * Reads what stands between the brackets of a pattern. Drools' expression parser makes the tree; of
 * it, tests of known fields with constants and variables, joined by and/or, are understood, all
 * else is refused.
 */
final class ConstraintReader {
    private static final Pattern ATTRIBUTE =
            Pattern.compile("attributes\\s*\\[\\s*\"([^\"\\\\]{1,128})\"\\s*]");
    private static final Pattern WINDOW = Pattern.compile("(d(\\d{1,4}))\\..+");
    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Names names;
    private final FactSchema schema;
    private final Literals literals;
    private final Map<String, List<String>> lists;

    /**
     * @param lists the lists of the release, by the name that rules use with {@code memberOf}
     */
    ConstraintReader(Names names, FactSchema schema, Map<String, List<String>> lists) {
        this.names = names;
        this.schema = schema;
        this.literals = new Literals(names.catalogue().parameters());
        this.lists = lists;
    }

    /** A variable that a constraint binds. */
    record Binding(String variable, Reading of) {}

    /**
     * What one constraint came to.
     *
     * @param test null when the constraint does nothing but bind
     * @param binding null when it binds nothing
     */
    record Constraint(RowTest test, Binding binding) {}

    /** A constraint on a row of some type, variables standing for what is bound so far. */
    Constraint row(RowType type, String expression, Map<String, Bound> variables) throws Refused {
        BaseDescr tree = parse(expression);
        Binding binding = null;
        if (tree instanceof ConstraintConnectiveDescr one && one.getDescrs().size() == 1) {
            tree = one.getDescrs().get(0);
        }
        if (tree instanceof BindingDescr binds) {
            return new Constraint(null, binding(type, binds));
        }
        if (tree instanceof RelationalExprDescr relation
                && relation.getLeft() instanceof BindingDescr binds) {
            binding = binding(type, binds);
        }
        return new Constraint(rowTree(type, tree, variables), binding);
    }

    /** A constant in the unit of a total. */
    long constant(String name, Unit unit, String text) throws Refused {
        return literals.constant(name, unit, text);
    }

    /**
     * The constraints on one {@code Segment}: its model by {@code ==}, and its value, if at all, by
     * {@code ==, !=, in, not in}.
     */
    Condition segment(List<String> expressions) throws Refused {
        int model = -1;
        List<BaseDescr> values = new ArrayList<>();
        for (String expression : expressions) {
            for (BaseDescr part : conjuncts(parse(expression))) {
                if (part instanceof RelationalExprDescr relation
                        && relation.getLeft().toString().equals("model")
                        && relation.getOperator().equals("==")
                        && model < 0) {
                    model = names.model(string(relation.getRight()));
                } else {
                    values.add(part);
                }
            }
        }
        if (model < 0) {
            throw new Refused(
                    "Segment 要写明 model == \"…\"", "Segment must name its model: model == \"…\"");
        }
        List<Condition> all = new ArrayList<>();
        for (BaseDescr part : values) {
            all.add(valueTree(part, model));
        }
        return switch (all.size()) {
            case 0 -> new Condition.HasValue(model, false, List.of());
            case 1 -> all.get(0);
            default -> merged(model, new Condition.All(all));
        };
    }

    static BaseDescr parse(String expression) throws Refused {
        return DrlText.condition(expression)
                .orElseThrow(
                        () ->
                                new Refused(
                                        "看不懂条件 " + expression,
                                        "The condition cannot be read: " + expression));
    }

    private static List<BaseDescr> conjuncts(BaseDescr tree) {
        if (tree instanceof ConstraintConnectiveDescr connective
                && (connective.getConnective() == ConnectiveType.AND
                        || connective.getDescrs().size() == 1)) {
            return connective.getDescrs().stream().flatMap(d -> conjuncts(d).stream()).toList();
        }
        return List.of(tree);
    }

    /** A constraint on {@code Member}: numbers against constants apart from all else. */
    Condition member(String expression, Map<String, Bound> variables) throws Refused {
        return memberTree(parse(expression), variables);
    }

    private Condition memberTree(BaseDescr part, Map<String, Bound> variables) throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<Condition> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(memberTree(child, variables));
            }
            return of.size() == 1
                    ? of.get(0)
                    : isAnd(connective) ? new Condition.All(of) : new Condition.Any(of);
        }
        RowTest test = leaf(RowType.MEMBER, part, variables);
        return test instanceof RowTest.Numeric number
                ? new Condition.Compare(
                        schema.get(number.of().name()), number.comparison(), number.constant())
                : new Condition.Matches(
                        new RowPattern(RowType.MEMBER, List.of(test), RowPattern.UNBOUND));
    }

    private RowTest rowTree(RowType type, BaseDescr part, Map<String, Bound> variables)
            throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<RowTest> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(rowTree(type, child, variables));
            }
            return of.size() == 1 ? of.get(0) : joined(isAnd(connective), of);
        }
        return leaf(type, part, variables);
    }

    private static boolean isAnd(ConstraintConnectiveDescr connective) throws Refused {
        return switch (connective.getConnective()) {
            case AND, INC_AND -> true;
            case OR, INC_OR -> false;
            default ->
                    throw new Refused(
                            "不允许 " + connective.getConnective(),
                            connective.getConnective() + " is not allowed");
        };
    }

    /** {@code in} and {@code not in} arrive one by one: as one test again. */
    private static RowTest joined(boolean and, List<RowTest> of) {
        TextOperator operator = and ? TextOperator.NOT_IN : TextOperator.IN;
        List<String> texts = new ArrayList<>();
        Reading reading = of.get(0).reading();
        for (RowTest test : of) {
            if (!(test instanceof RowTest.Text text)
                    || text.operator() != operator
                    || !text.of().equals(reading)) {
                return and ? new RowTest.AllOf(of) : new RowTest.AnyOf(of);
            }
            texts.addAll(text.texts());
        }
        return new RowTest.Text(reading, operator, texts.stream().distinct().toList());
    }

    private RowTest leaf(RowType type, BaseDescr part, Map<String, Bound> variables)
            throws Refused {
        if (part instanceof RelationalExprDescr relation) {
            return relation(type, relation, variables);
        } else if (part instanceof AtomicExprDescr atom) {
            return flag(type, atom.getExpression().strip());
        } else if (part instanceof BindingDescr binding) {
            throw new Refused(
                    binding.getVariable() + " 要单独写成一个条件，用逗号隔开",
                    binding.getVariable()
                            + " must be bound in a condition of its own, after a comma");
        }
        throw new Refused("条件里不允许 " + part, "Not allowed in a condition: " + part);
    }

    private RowTest relation(
            RowType type, RelationalExprDescr relation, Map<String, Bound> variables)
            throws Refused {
        String left =
                relation.getLeft() instanceof BindingDescr binding
                        ? binding.getExpression().strip()
                        : relation.getLeft().toString().strip();
        String right = relation.getRight().toString().strip();
        String operator = relation.getOperator();
        boolean negated = relation.getOperatorDescr().isNegated();
        List<String> parameters = relation.getOperatorDescr().getParameters();
        if (left.startsWith("!") || (negated && Comparison.of(operator).isPresent())) {
            throw new Refused(
                    "这里不能用 ! 或 not 否定，请写相反的比较或 not " + type.title() + "( … )",
                    "Nothing is negated here. Write the opposite comparison, or not "
                            + type.title()
                            + "( … )");
        }
        Optional<Comparison> comparison = Comparison.of(operator);
        if (comparison.isPresent() && find(type, left).isEmpty() && find(type, right).isPresent()) {
            String swap = left;
            left = right;
            right = swap;
            comparison = comparison.map(Comparison::swapped);
        }
        Reading of = reading(type, left);
        if (right.equals("null") && comparison.isPresent()) {
            return presence(of, operator);
        }
        return of.isText()
                ? text(type, of, operator, parameters, negated, right, variables)
                : number(of, operator, comparison, right, variables);
    }

    private static RowTest presence(Reading of, String operator) throws Refused {
        return switch (operator) {
            case "==" -> new RowTest.Presence(of, false);
            case "!=" -> new RowTest.Presence(of, true);
            default ->
                    throw new Refused("null 只能用 == 或 != 比较", "null is compared with == or != only");
        };
    }

    private RowTest number(
            Reading of,
            String operator,
            Optional<Comparison> comparison,
            String right,
            Map<String, Bound> variables)
            throws Refused {
        if (comparison.isEmpty()) {
            throw new Refused(
                    "不能用 " + operator + " 比较数字，可用 < <= > >= == != in",
                    operator + " does not compare numbers. Use < <= > >= == != in");
        }
        if (isVariable(right)) {
            Bound with = variable(right, variables);
            if (!areAlike(of.unit(), with.of().unit())) {
                throw notAlike(of, right, with);
            }
            return new RowTest.NumberOfRow(of, comparison.get(), with);
        }
        return new RowTest.Numeric(
                of, comparison.get(), literals.constant(of.name(), of.unit(), right));
    }

    private static boolean areAlike(Unit a, Unit b) {
        return a == b || (isCount(a) && isCount(b));
    }

    private static boolean isCount(Unit unit) {
        return unit == Unit.COUNT || unit == Unit.DAYS || unit == Unit.SCORE;
    }

    private static Refused notAlike(Reading of, String variable, Bound with) {
        return new Refused(
                of.name() + " 和 " + variable + "（" + with.of().name() + "）不是同一种量，不能比较",
                of.name()
                        + " and "
                        + variable
                        + " ("
                        + with.of().name()
                        + ") are not of one kind and cannot be compared");
    }

    private RowTest text(
            RowType type,
            Reading of,
            String operator,
            List<String> parameters,
            boolean negated,
            String right,
            Map<String, Bound> variables)
            throws Refused {
        TextOperator test = operator(of, operator, parameters);
        if (operator.equals("memberOf")) {
            return new RowTest.Text(of, negated ? test.opposite() : test, list(right));
        }
        test = negated ? test.opposite() : test;
        if (isVariable(right)) {
            Bound with = variable(right, variables);
            if (!with.of().isText()) {
                throw notAlike(of, right, with);
            }
            return new RowTest.TextOfRow(of, test, with);
        }
        String text = literals.textConstant(right);
        if (test == TextOperator.IN || test == TextOperator.NOT_IN) {
            names.checkText(type, of.name(), text);
        }
        return new RowTest.Text(of, test, List.of(text));
    }

    private static TextOperator operator(Reading of, String operator, List<String> parameters)
            throws Refused {
        String how = operator + (parameters == null ? "" : parameters);
        return switch (how) {
            case "==", "memberOf" -> TextOperator.IN;
            case "!=" -> TextOperator.NOT_IN;
            case "contains" -> TextOperator.CONTAINS;
            case "str[startsWith]" -> TextOperator.STARTS_WITH;
            case "str[endsWith]" -> TextOperator.ENDS_WITH;
            default ->
                    throw new Refused(
                            of.name()
                                    + " 是文字，不能用 "
                                    + how
                                    + "，可用 == != in contains memberOf str[startsWith] str[endsWith]",
                            of.name()
                                    + " is a text; "
                                    + how
                                    + " cannot test it. Use == != in contains memberOf"
                                    + " str[startsWith] str[endsWith]");
        };
    }

    private List<String> list(String name) throws Refused {
        List<String> list = lists.get(name);
        if (list == null) {
            throw new Refused(
                    "没有名单 tables/lists/" + name + ".csv" + Names.meant(lists.keySet(), name, true),
                    "There is no list tables/lists/"
                            + name
                            + ".csv"
                            + Names.meant(lists.keySet(), name, false));
        }
        return list;
    }

    private RowTest flag(RowType type, String name) throws Refused {
        boolean negated = name.startsWith("!");
        Reading of = reading(type, negated ? name.substring(1).strip() : name);
        if (of.unit() != Unit.FLAG) {
            throw new Refused(
                    of.isText() ? of.name() + " 是文字，要和一段文字比较" : of.name() + " 是数字，要和一个数比较",
                    of.isText()
                            ? of.name() + " is a text: compare it with one"
                            : of.name() + " is a number: compare it with one");
        }
        return new RowTest.Numeric(of, Comparison.EQ, negated ? 0 : 1);
    }

    private Binding binding(RowType type, BindingDescr binds) throws Refused {
        if (!isVariable(binds.getVariable()) || binds.isUnification()) {
            throw new Refused(
                    "变量要写成 $名字 : 字段，而不是 " + binds.getVariable(),
                    "A variable is bound as $name : field, not as " + binds.getVariable());
        }
        return new Binding(binds.getVariable(), reading(type, binds.getExpression().strip()));
    }

    static boolean isVariable(String text) {
        return VARIABLE.matcher(text).matches();
    }

    static Bound variable(String name, Map<String, Bound> variables) throws Refused {
        Bound bound = variables.get(name);
        if (bound == null) {
            throw new Refused(
                    "变量 " + name + " 在这里没有值：要在前面的条件里写 " + name + " : 字段",
                    "The variable "
                            + name
                            + " has no value here: bind it in an earlier condition, "
                            + name
                            + " : field");
        }
        return bound;
    }

    /** What a name stands for on a type. */
    Reading reading(RowType type, String name) throws Refused {
        Optional<Reading> found = find(type, name);
        if (found.isPresent()) {
            return found.get();
        }
        if (name.contains("(") || name.matches("(?s).*\\s[-+*/%]\\s.*")) {
            throw new Refused(
                            "条件里不能计算，也不能调用方法：" + Names.shortened(name) + "，请直接比较一个字段",
                            "Nothing is computed or called in a condition: "
                                    + Names.shortened(name)
                                    + ". Compare one field")
                    .about(name);
        }
        String resolved = resolved(name);
        String as = resolved.equals(name) ? name : name + " (" + resolved + ")";
        if (type == RowType.MEMBER) {
            refuseWindow(as, resolved);
        }
        List<String> known =
                Stream.concat(
                                type == RowType.MEMBER
                                        ? schema.readable().stream().map(Fact::name)
                                        : Stream.of(),
                                RowSchema.of(type).fields().stream().map(RowField::name))
                        .toList();
        throw new Refused(
                        (type == RowType.MEMBER
                                        ? "没有 " + as + " 这个事实"
                                        : type.title() + " 没有字段 " + as)
                                + elsewhere(
                                        type, resolved, Names.meant(known, resolved, true), true),
                        (type == RowType.MEMBER
                                        ? "There is no fact " + as
                                        : type.title() + " has no field " + as)
                                + elsewhere(
                                        type, resolved, Names.meant(known, resolved, false), false))
                .about(name);
    }

    /** Where the name stands for something, or where to look, when no similar one is known. */
    private static String elsewhere(RowType type, String name, String meant, boolean chinese) {
        if (!meant.isEmpty()) {
            return meant;
        }
        List<String> types =
                Arrays.stream(RowType.values())
                        .filter(other -> other != type)
                        .filter(other -> RowSchema.of(other).find(name).isPresent())
                        .map(RowType::title)
                        .toList();
        if (types.isEmpty()) {
            return chinese
                    ? "，rule-editor schema 列出可用的"
                    : ". 'rule-editor schema' lists what there is";
        }
        return chinese
                ? "，有这个字段的是 " + String.join("、", types)
                : ". It is a field of " + String.join(", ", types);
    }

    /** A window that is not kept is no slip of the pen: it is for the operator to add. */
    private void refuseWindow(String as, String resolved) throws Refused {
        Matcher window = WINDOW.matcher(resolved);
        if (window.matches() && schema.find(window.group(1) + ".orders").isEmpty()) {
            String kept =
                    Arrays.stream(schema.windows())
                            .mapToObj(FactSchema::windowName)
                            .collect(Collectors.joining(" "));
            String option = "--windows " + window.group(2);
            throw new Refused(
                    "没有 " + as + " 这个事实：这里的窗口是 " + kept + "。请用其中一个，或用 " + option + " 启动作业",
                    "There is no fact "
                            + as
                            + ": the windows here are "
                            + kept
                            + ". Use one of them, or start the job with "
                            + option);
        }
    }

    private Optional<Reading> find(RowType type, String name) {
        Matcher attribute = ATTRIBUTE.matcher(name);
        if (attribute.matches()) {
            return type.hasAttributes()
                    ? Optional.of(new Reading(null, attribute.group(1)))
                    : Optional.empty();
        }
        if (type == RowType.MEMBER) {
            Optional<Fact> fact =
                    schema.find(resolved(name)).filter(f -> schema.readable().contains(f));
            if (fact.isPresent()) {
                Fact f = fact.get();
                return Optional.of(
                        new Reading(new RowField(type, f.index(), f.name(), f.unit()), null));
            }
        }
        return RowSchema.of(type).find(name).map(field -> new Reading(field, null));
    }

    /** {@code someWindow.orders} with the window that the parameter stands for. */
    private String resolved(String name) {
        int dot = name.indexOf('.');
        Parameter parameter =
                dot < 0 ? null : names.catalogue().parameters().get(name.substring(0, dot));
        return parameter != null && parameter.type() == Parameter.Type.WINDOW
                ? parameter.value() + name.substring(dot)
                : name;
    }

    private Condition valueTree(BaseDescr part, int model) throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<Condition> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(valueTree(child, model));
            }
            if (of.size() == 1) {
                return of.get(0);
            }
            return merged(model, isAnd(connective) ? new Condition.All(of) : new Condition.Any(of));
        }
        if (part instanceof RelationalExprDescr relation
                && relation.getLeft().toString().equals("value")
                && !relation.getOperatorDescr().isNegated()
                && (relation.getOperator().equals("==") || relation.getOperator().equals("!="))) {
            int value = names.value(model, string(relation.getRight()));
            return new Condition.HasValue(
                    model, relation.getOperator().equals("=="), List.of(value));
        }
        throw new Refused(
                "Segment 里只能写 model == \"…\"、value 的 == != in，以及 since 的比较",
                "In Segment only model == \"…\", value with == != in, and since may stand");
    }

    /**
     * {@code value == "a" || value == "b"}, and {@code value != "a", value != "b"}, which is also
     * how {@code in} and {@code not in} arrive here, as one look at the value: of alternatives the
     * engine would try each by itself, in every combination with others.
     */
    private static Condition merged(int model, Condition joined) {
        boolean in = joined instanceof Condition.Any;
        List<Condition> of =
                joined instanceof Condition.Any any
                        ? any.of()
                        : joined instanceof Condition.All all ? all.of() : List.of();
        List<Integer> values = new ArrayList<>();
        for (Condition one : of) {
            if (!(one instanceof Condition.HasValue value) || value.in() != in) {
                return joined;
            }
            values.addAll(value.values());
        }
        return values.isEmpty()
                ? joined
                : new Condition.HasValue(model, in, values.stream().distinct().toList());
    }

    private static String string(BaseDescr part) throws Refused {
        return Literals.text(part.toString().strip());
    }
}
