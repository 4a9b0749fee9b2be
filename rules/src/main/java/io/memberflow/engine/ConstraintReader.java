package io.memberflow.engine;

import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Unit;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.drools.drl.ast.descr.AtomicExprDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConnectiveType;
import org.drools.drl.ast.descr.ConstraintConnectiveDescr;
import org.drools.drl.ast.descr.RelationalExprDescr;

/**
 * Reads what stands between the brackets of a pattern. Drools' expression parser makes the tree;
 * comparisons of a known fact with a constant, joined by and/or, are understood, all else is
 * refused.
 */
final class ConstraintReader {
    private final Catalogue catalogue;
    private final FactSchema schema;
    private final Literals literals;

    ConstraintReader(Catalogue catalogue, FactSchema schema) {
        this.catalogue = catalogue;
        this.schema = schema;
        this.literals = new Literals(catalogue.parameters());
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
            default -> merged(model, new Condition.All(all));
        };
    }

    private static BaseDescr parse(String expression) throws Refused {
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
        Optional<Comparison> comparison = Comparison.of(relation.getOperator());
        if (relation.getOperatorDescr().isNegated() || left.startsWith("!")) {
            throw new Refused(
                    "这里不能用 ! 或 not 否定，请写相反的比较或 not Member( … )",
                    "Nothing is negated here. Write the opposite comparison, or not Member( … )");
        }
        if (comparison.isEmpty()) {
            throw new Refused(
                    "不能用 " + relation.getOperator() + " 比较数字，可用 < <= > >= == != in",
                    relation.getOperator() + " does not compare numbers. Use < <= > >= == != in");
        }
        if (isFact(left) || !isFact(right)) {
            Fact fact = fact(left);
            return new Condition.Compare(fact, comparison.get(), literals.constant(fact, right));
        }
        Fact fact = fact(right);
        return new Condition.Compare(
                fact, comparison.get().swapped(), literals.constant(fact, left));
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
        String resolved = resolved(name);
        return schema.find(resolved)
                .orElseThrow(
                        () -> {
                            String as = resolved.equals(name) ? name : name + " (" + resolved + ")";
                            List<String> names = schema.facts().stream().map(Fact::name).toList();
                            return new Refused(
                                    "没有 " + as + " 这个事实" + meant(names, resolved, true),
                                    "There is no fact " + as + meant(names, resolved, false));
                        });
    }

    /** {@code someWindow.orders} with the window that the parameter stands for. */
    private String resolved(String name) {
        int dot = name.indexOf('.');
        Parameter parameter = dot < 0 ? null : catalogue.parameters().get(name.substring(0, dot));
        return parameter != null && parameter.type() == Parameter.Type.WINDOW
                ? parameter.value() + name.substring(dot)
                : name;
    }

    private List<String> ids() {
        return catalogue.models().stream().map(Model::id).toList();
    }

    private static String meant(List<String> known, String written, boolean chinese) {
        return Nearest.of(written, known)
                .map(nearest -> (chinese ? "，是不是 " : ". Did you mean ") + nearest)
                .orElse("");
    }

    private Condition valueTree(BaseDescr part, int model, Model known) throws Refused {
        if (part instanceof ConstraintConnectiveDescr connective) {
            List<Condition> of = new ArrayList<>();
            for (BaseDescr child : connective.getDescrs()) {
                of.add(valueTree(child, model, known));
            }
            return merged(model, join(connective, of));
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

    /** The position of a model. */
    int model(String id) throws Refused {
        int model = catalogue.indexOf(id);
        if (model < 0) {
            throw new Refused(
                    "目录 rulebook.yaml 里没有模型 " + id + meant(ids(), id, true),
                    "The catalogue rulebook.yaml knows no model " + id + meant(ids(), id, false));
        }
        return model;
    }

    /** The position of a value. */
    static int value(Model model, String value) throws Refused {
        int index = model.indexOf(value);
        if (index < 0) {
            throw new Refused(
                    "模型 " + model.id() + " 没有值 " + value + "，请更正，或在 rulebook.yaml 里添加",
                    "The model "
                            + model.id()
                            + " has no value "
                            + value
                            + ". Correct it, or add it to rulebook.yaml");
        }
        return index;
    }

    private static String string(BaseDescr part) throws Refused {
        return Literals.text(part.toString().strip());
    }
}
