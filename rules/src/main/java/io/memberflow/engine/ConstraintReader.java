package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Parameter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.drools.drl.ast.descr.AtomicExprDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConnectiveType;
import org.drools.drl.ast.descr.ConstraintConnectiveDescr;
import org.drools.drl.ast.descr.RelationalExprDescr;
import org.drools.drl.parser.DrlExprParser;
import org.drools.drl.parser.DrlExprParserFactory;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Reads what stands between the brackets of a pattern. Drools' expression parser makes the tree;
 * comparisons of a known fact with a constant, joined by and/or, are understood, all else is
 * refused.
 */
final class ConstraintReader {
    private final Catalogue catalogue;
    private final FactSchema schema;

    ConstraintReader(Catalogue catalogue, FactSchema schema) {
        this.catalogue = catalogue;
        this.schema = schema;
    }

    /** Why a constraint is refused, in both languages. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String zh;

        Refused(String zh, String en) {
            super(en, null, false, false);
            this.zh = zh;
        }

        String zh() {
            return zh;
        }

        String en() {
            return getMessage();
        }
    }

    /** A constraint on {@code Member}. */
    Condition member(String expression) throws Refused {
        return memberTree(parse(expression));
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
                    model = model(string(relation.getRight()));
                } else {
                    values.add(part);
                }
            }
        }
        if (model < 0) {
            throw new Refused(
                    "Segment 要写明 model == \"…\"", "Segment must name its model: model == \"…\"");
        }
        Model known = catalogue.models().get(model);
        List<Condition> all = new ArrayList<>();
        for (BaseDescr part : values) {
            all.add(valueTree(part, model, known));
        }
        return switch (all.size()) {
            case 0 -> new Condition.HasValue(model, false, List.of());
            case 1 -> all.get(0);
            default -> new Condition.All(all);
        };
    }

    private static BaseDescr parse(String expression) throws Refused {
        DrlExprParser parser = DrlExprParserFactory.getDrlExprParser(LanguageLevelOption.DRL10);
        ConstraintConnectiveDescr tree = parser.parse(expression);
        if (tree == null || parser.hasErrors()) {
            throw new Refused("看不懂条件 " + expression, "The condition cannot be read: " + expression);
        }
        return tree;
    }

    private static List<BaseDescr> conjuncts(BaseDescr tree) {
        if (tree instanceof ConstraintConnectiveDescr connective
                && (connective.getConnective() == ConnectiveType.AND
                        || connective.getDescrs().size() == 1)) {
            return connective.getDescrs().stream().flatMap(d -> conjuncts(d).stream()).toList();
        }
        return List.of(tree);
    }

    private Condition memberTree(BaseDescr part) throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<Condition> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(memberTree(child));
            }
            return join(connective, of);
        } else if (part instanceof RelationalExprDescr relation) {
            return comparison(relation);
        } else if (part instanceof AtomicExprDescr atom) {
            return flag(atom.getExpression().strip());
        }
        throw new Refused("条件里不允许 " + part, "Not allowed in a condition: " + part);
    }

    private static Condition join(ConstraintConnectiveDescr connective, List<Condition> of)
            throws Refused {
        if (of.size() == 1) {
            return of.get(0);
        }
        return switch (connective.getConnective()) {
            case AND, INC_AND -> new Condition.All(of);
            case OR, INC_OR -> new Condition.Any(of);
            default ->
                    throw new Refused(
                            "不允许 " + connective.getConnective(),
                            connective.getConnective() + " is not allowed");
        };
    }

    private Condition comparison(RelationalExprDescr relation) throws Refused {
        String left = relation.getLeft().toString().strip();
        String right = relation.getRight().toString().strip();
        Optional<Comparison> comparison =
                relation.getOperatorDescr().isNegated()
                        ? Optional.empty()
                        : Comparison.of(relation.getOperator());
        if (comparison.isEmpty()) {
            throw new Refused(
                    "不能用 " + relation.getOperator() + " 比较数字，可用 < <= > >= == != in",
                    relation.getOperator() + " does not compare numbers. Use < <= > >= == != in");
        }
        if (isFact(left) || !isFact(right)) {
            Fact fact = fact(left);
            return new Condition.Compare(fact, comparison.get(), constant(fact, right));
        }
        Fact fact = fact(right);
        return new Condition.Compare(fact, comparison.get().swapped(), constant(fact, left));
    }

    private Condition flag(String name) throws Refused {
        boolean negated = name.startsWith("!");
        Fact fact = fact(negated ? name.substring(1).strip() : name);
        if (fact.unit() != Unit.FLAG) {
            throw new Refused(
                    fact.name() + " 是数字，要和一个数比较",
                    fact.name() + " is a number: compare it with one");
        }
        return new Condition.Compare(fact, Comparison.EQ, negated ? 0 : 1);
    }

    private boolean isFact(String name) {
        return schema.find(resolved(name)).isPresent();
    }

    private Fact fact(String name) throws Refused {
        return schema.find(resolved(name))
                .orElseThrow(
                        () ->
                                new Refused(
                                        "没有 " + name + " 这个事实" + meant(name, true),
                                        "There is no fact " + name + meant(name, false)));
    }

    /** {@code someWindow.orders} with the window that the parameter stands for. */
    private String resolved(String name) {
        int dot = name.indexOf('.');
        Parameter parameter = dot < 0 ? null : catalogue.parameters().get(name.substring(0, dot));
        return parameter != null && parameter.type() == Parameter.Type.WINDOW
                ? parameter.value() + name.substring(dot)
                : name;
    }

    private String meant(String name, boolean chinese) {
        return schema.facts().stream()
                .map(Fact::name)
                .min((a, b) -> Integer.compare(distance(a, name), distance(b, name)))
                .filter(nearest -> distance(nearest, name) <= 3)
                .map(nearest -> (chinese ? "，是不是 " : ". Did you mean ") + nearest)
                .orElse("");
    }

    /** Levenshtein distance, ignoring case. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost =
                        Character.toLowerCase(a.charAt(i - 1))
                                        == Character.toLowerCase(b.charAt(j - 1))
                                ? 0
                                : 1;
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[b.length()];
    }

    private long constant(Fact fact, String text) throws Refused {
        Parameter parameter = catalogue.parameters().get(text);
        String literal = parameter == null ? text : parameter.value();
        try {
            return switch (fact.unit()) {
                case FLAG -> flagConstant(fact, literal);
                case DATE -> LocalDate.parse(unquoted(literal)).toEpochDay();
                default ->
                        new BigDecimal(number(literal))
                                .movePointRight(fact.unit().places())
                                .longValueExact();
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new Refused(
                    fact.name() + " 不能和 " + text + " 比较，这里要" + wanted(fact.unit(), true),
                    fact.name()
                            + " cannot be compared with "
                            + text
                            + "; it takes "
                            + wanted(fact.unit(), false));
        } catch (ArithmeticException e) {
            throw new Refused(
                    text + " 的小数位太多或数字太大：" + fact.name() + " 要" + wanted(fact.unit(), true),
                    text
                            + " has too many decimals or is too large: "
                            + fact.name()
                            + " takes "
                            + wanted(fact.unit(), false));
        }
    }

    private static String number(String literal) {
        if (!literal.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            throw new NumberFormatException(literal);
        }
        return literal;
    }

    private static long flagConstant(Fact fact, String literal) {
        return switch (literal) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new NumberFormatException(fact.name());
        };
    }

    private static String wanted(Unit unit, boolean chinese) {
        return switch (unit) {
            case COUNT -> chinese ? "整数" : "a whole number";
            case DAYS -> chinese ? "天数（整数）" : "whole days";
            case MONEY -> chinese ? "金额（元，最多两位小数）" : "yuan with at most two decimals";
            case DATE -> chinese ? "日期，如 \"2013-01-01\"" : "a date such as \"2013-01-01\"";
            case SCORE -> chinese ? "1 到 5 的整数" : "a whole number from 1 to 5";
            case FLAG -> chinese ? "true 或 false" : "true or false";
            case PERCENT -> chinese ? "百分数，如 10" : "a percentage such as 10";
        };
    }

    private Condition valueTree(BaseDescr part, int model, Model known) throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<Condition> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(valueTree(child, model, known));
            }
            return join(connective, of);
        }
        if (part instanceof RelationalExprDescr relation
                && relation.getLeft().toString().equals("value")
                && !relation.getOperatorDescr().isNegated()
                && (relation.getOperator().equals("==") || relation.getOperator().equals("!="))) {
            int value = value(known, string(relation.getRight()));
            return new Condition.HasValue(
                    model, relation.getOperator().equals("=="), List.of(value));
        }
        throw new Refused(
                "Segment 里只能写 model == \"…\" 和 value ==、!=、in",
                "In Segment only model == \"…\" and value ==, !=, in may stand");
    }

    private int model(String id) throws Refused {
        int model = catalogue.indexOf(id);
        if (model < 0) {
            throw new Refused(
                    "目录 rulebook.yaml 里没有模型 " + id,
                    "The catalogue rulebook.yaml knows no model " + id);
        }
        return model;
    }

    private static int value(Model model, String value) throws Refused {
        int index = model.indexOf(value);
        if (index < 0) {
            throw new Refused(
                    "模型 " + model.id() + " 没有值 " + value,
                    "The model " + model.id() + " has no value " + value);
        }
        return index;
    }

    private static String string(BaseDescr part) throws Refused {
        String literal = part.toString().strip();
        if (part instanceof AtomicExprDescr && literal.matches("\"[^\"\\\\]*\"")) {
            return unquoted(literal);
        }
        throw new Refused("这里要一段加引号的文字，而不是 " + literal, "A quoted text is needed, not " + literal);
    }

    private static String unquoted(String literal) {
        return literal.length() >= 2 && literal.startsWith("\"") && literal.endsWith("\"")
                ? literal.substring(1, literal.length() - 1)
                : literal;
    }
}
