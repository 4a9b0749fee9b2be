package io.memberflow.engine;

import io.memberflow.member.RowType;
import io.memberflow.member.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConstraintConnectiveDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RelationalExprDescr;

/**
 * Reads the conditions of one rule: patterns, what they bind for one another, and how they are put
 * together. One instance serves one rule.
 */
final class PatternReader {
    /** Stands in for a condition that was refused. */
    private static final Condition NOTHING = new Condition.All(List.of());

    private final ConstraintReader constraints;
    private final Names names;
    private final Place place;
    private Map<String, Bound> variables = new HashMap<>();
    private int slots;

    PatternReader(ConstraintReader constraints, Names names, Place place) {
        this.constraints = constraints;
        this.names = names;
        this.place = place;
    }

    /** Where findings go. */
    interface Place {
        /** Something of the rule is wrong. */
        void find(BaseDescr part, String zh, String en);

        /** The same, about a part of it perhaps. */
        void find(BaseDescr part, Refused refused);

        /** Something may not stand in a rule at all. */
        void refuse(BaseDescr part, String what);
    }

    /** What the variables stand for at the rule's end. */
    Map<String, Bound> variables() {
        return variables;
    }

    Condition read(BaseDescr part) {
        if (part instanceof AndDescr and) {
            return new Condition.All(and.getDescrs().stream().map(this::read).toList());
        } else if (part instanceof OrDescr or) {
            return new Condition.Any(or.getDescrs().stream().map(this::group).toList());
        } else if (part instanceof NotDescr not && not.getDescrs().size() == 1) {
            return new Condition.Not(group(not.getDescrs().get(0)));
        } else if (part instanceof ExistsDescr exists && exists.getDescrs().size() == 1) {
            return group((BaseDescr) exists.getDescrs().get(0));
        } else if (part instanceof PatternDescr pattern) {
            return pattern(pattern);
        }
        place.refuse(part, part.getClass().getSimpleName().replace("Descr", ""));
        return NOTHING;
    }

    /** What is bound within a group is not seen outside. */
    private Condition group(BaseDescr part) {
        Map<String, Bound> outer = variables;
        variables = new HashMap<>(outer);
        Condition condition = read(part);
        variables = outer;
        return condition;
    }

    private Condition pattern(PatternDescr pattern) {
        if (pattern.getIdentifier() != null) {
            place.refuse(pattern, pattern.getIdentifier() + " :");
        }
        if (!pattern.getBehaviors().isEmpty()) {
            place.refuse(pattern, "over window");
        }
        if (!pattern.getAnnotations().isEmpty()) {
            place.refuse(pattern, "@ after a pattern");
        }
        if (pattern.getSource() instanceof AccumulateDescr accumulate) {
            return accumulate(pattern, accumulate);
        }
        if (pattern.getSource() != null) {
            place.refuse(pattern, "from / collect");
        }
        List<ExprConstraintDescr> parts = parts(pattern);
        Optional<RowType> type = type(pattern);
        if (type.isEmpty()) {
            return NOTHING;
        }
        if (type.get() == RowType.MEMBER) {
            return member(parts);
        }
        if (type.get() == RowType.SEGMENT && isPlainSegment(parts)) {
            return segment(pattern, parts);
        }
        return new Condition.Matches(rows(pattern, type.get(), parts));
    }

    private List<ExprConstraintDescr> parts(PatternDescr pattern) {
        List<ExprConstraintDescr> parts = new ArrayList<>();
        for (BaseDescr part : pattern.getDescrs()) {
            if (part instanceof ExprConstraintDescr expression
                    && expression.getType() == ExprConstraintDescr.Type.NAMED) {
                parts.add(expression);
            } else {
                place.refuse(part, "a condition before a semicolon");
            }
        }
        return parts;
    }

    private Optional<RowType> type(PatternDescr pattern) {
        // A path such as /members[ … ] has no type.
        String title = pattern.getObjectType() == null ? "/…" : pattern.getObjectType();
        Optional<RowType> type = RowType.of(title);
        if (type.isEmpty()) {
            List<String> titles = Arrays.stream(RowType.values()).map(RowType::title).toList();
            place.find(
                    pattern,
                    "没有 "
                            + title
                            + " 这种事实，可用 "
                            + String.join("、", titles)
                            + Names.meant(titles, title, true),
                    "There is no fact type "
                            + title
                            + ". There are "
                            + String.join(", ", titles)
                            + Names.meant(titles, title, false));
        }
        return type;
    }

    /** There is one member only, so its constraints may stand as conditions side by side. */
    private Condition member(List<ExprConstraintDescr> parts) {
        List<Condition> all = new ArrayList<>();
        List<ConstraintReader.Binding> bindings = new ArrayList<>();
        for (ExprConstraintDescr part : parts) {
            try {
                if (binds(part.getExpression())) {
                    ConstraintReader.Constraint read =
                            constraints.row(RowType.MEMBER, part.getExpression(), variables);
                    bindings.add(read.binding());
                    if (read.test() != null) {
                        all.add(matches(RowType.MEMBER, List.of(read.test())));
                    }
                } else {
                    all.add(constraints.member(part.getExpression(), variables));
                }
            } catch (Refused e) {
                place.find(part, e);
            }
        }
        if (!bindings.isEmpty()) {
            all.add(new Condition.Matches(bound(RowType.MEMBER, List.of(), bindings)));
        }
        return all.size() == 1 ? all.get(0) : new Condition.All(all);
    }

    private static Condition matches(RowType type, List<RowTest> tests) {
        return new Condition.Matches(new RowPattern(type, tests, RowPattern.UNBOUND));
    }

    private static boolean binds(String expression) {
        int colon = expression.indexOf(':');
        return colon > 0 && expression.stripLeading().startsWith("$");
    }

    private static boolean isPlainSegment(List<ExprConstraintDescr> parts) {
        return parts.stream()
                .map(ExprConstraintDescr::getExpression)
                .noneMatch(text -> text.contains("$") || text.contains("since"));
    }

    private Condition segment(PatternDescr pattern, List<ExprConstraintDescr> parts) {
        try {
            return constraints.segment(
                    parts.stream().map(ExprConstraintDescr::getExpression).toList());
        } catch (Refused e) {
            place.find(pattern, e);
            return NOTHING;
        }
    }

    private RowPattern rows(PatternDescr pattern, RowType type, List<ExprConstraintDescr> parts) {
        List<RowTest> tests = new ArrayList<>();
        List<ConstraintReader.Binding> bindings = new ArrayList<>();
        for (ExprConstraintDescr part : parts) {
            try {
                ConstraintReader.Constraint read =
                        constraints.row(type, part.getExpression(), variables);
                if (read.test() != null) {
                    tests.add(read.test());
                }
                if (read.binding() != null) {
                    bindings.add(read.binding());
                }
            } catch (Refused e) {
                place.find(part, e);
                return new RowPattern(type, List.of(), RowPattern.UNBOUND);
            }
        }
        if (type == RowType.TAG || type == RowType.SEGMENT) {
            nameFirst(pattern, type, tests);
        }
        return bound(type, tests, bindings);
    }

    private RowPattern bound(
            RowType type, List<RowTest> tests, List<ConstraintReader.Binding> bindings) {
        if (bindings.isEmpty()) {
            return new RowPattern(type, List.copyOf(tests), RowPattern.UNBOUND);
        }
        List<RowTest> all = new ArrayList<>(tests);
        int slot = slots++;
        for (ConstraintReader.Binding binding : bindings) {
            // Of what is not there nothing can be bound.
            all.add(new RowTest.Presence(binding.of(), true));
            variables.put(binding.variable(), new Bound(slot, binding.of()));
        }
        return new RowPattern(type, List.copyOf(all), slot);
    }

    /** How many rows the rule remembers. */
    int slots() {
        return slots;
    }

    /** Which tag or model is read must be plain, since its rules have to run before. */
    private void nameFirst(PatternDescr pattern, RowType type, List<RowTest> tests) {
        String field = type == RowType.TAG ? "key" : "model";
        Optional<RowTest> name =
                tests.stream()
                        .filter(
                                test ->
                                        test instanceof RowTest.Text text
                                                && text.of().name().equals(field)
                                                && text.operator() == TextOperator.IN)
                        .findFirst();
        if (name.isEmpty()) {
            place.find(
                    pattern,
                    type.title() + " 要写明 " + field + " == \"…\"",
                    type.title() + " must name its " + field + ": " + field + " == \"…\"");
            return;
        }
        tests.remove(name.get());
        tests.add(0, name.get());
        List<String> read = ((RowTest.Text) name.get()).texts();
        try {
            for (String one : read) {
                check(type, one, read.size() == 1, tests);
            }
        } catch (Refused e) {
            place.find(pattern, e);
        }
    }

    private void check(RowType type, String name, boolean only, List<RowTest> tests)
            throws Refused {
        int position = type == RowType.TAG ? names.tag(name) : names.model(name);
        List<String> values = new ArrayList<>();
        tests.forEach(
                test ->
                        test.forEachLeaf(
                                leaf -> {
                                    if (leaf instanceof RowTest.Text text
                                            && text.of().name().equals("value")
                                            && (text.operator() == TextOperator.IN
                                                    || text.operator() == TextOperator.NOT_IN)) {
                                        values.addAll(text.texts());
                                    }
                                }));
        for (String value : only ? values : List.<String>of()) {
            if (type == RowType.TAG) {
                names.tagValue(position, value);
            } else {
                names.value(position, value);
            }
        }
    }

    private Condition accumulate(PatternDescr pattern, AccumulateDescr accumulate) {
        Optional<PatternDescr> source = source(accumulate);
        if (source.isEmpty() || accumulate.getFunctions() == null) {
            place.find(
                    accumulate,
                    "accumulate 里要写一个事实和一个函数，如 accumulate( Order( $a : amount ); $s : sum($a); $s >= 100 )",
                    "accumulate takes one fact and a function, as in accumulate( Order( $a : amount );"
                            + " $s : sum($a); $s >= 100 )");
            return NOTHING;
        }
        Optional<RowType> type = type(source.get());
        if (type.isEmpty()) {
            return NOTHING;
        }
        if (type.get() == RowType.MEMBER) {
            place.find(
                    source.get(),
                    "Member 只有一个，不需要 accumulate",
                    "There is one Member only: no accumulate is needed");
            return NOTHING;
        }
        if (source.get().getSource() != null || source.get().getIdentifier() != null) {
            place.refuse(source.get(), "from / :");
        }
        Map<String, Bound> outer = variables;
        variables = new HashMap<>(outer);
        int before = slots;
        RowPattern bound = rows(source.get(), type.get(), parts(source.get()));
        Map<String, Bound> inner = variables;
        variables = outer;
        // The rows are put together, not remembered one by one.
        slots = before;
        RowPattern of = new RowPattern(bound.type(), bound.tests(), RowPattern.UNBOUND);
        return new Condition.Accumulates(of, totals(pattern, accumulate, bound, inner));
    }

    private static Optional<PatternDescr> source(AccumulateDescr accumulate) {
        BaseDescr input = accumulate.getInput();
        if (input instanceof AndDescr and && and.getDescrs().size() == 1) {
            input = and.getDescrs().get(0);
        }
        return input instanceof PatternDescr pattern ? Optional.of(pattern) : Optional.empty();
    }

    private List<Total> totals(
            PatternDescr pattern,
            AccumulateDescr accumulate,
            RowPattern of,
            Map<String, Bound> inner) {
        Map<String, Total> functions = new LinkedHashMap<>();
        List<Total> totals = new ArrayList<>();
        try {
            for (AccumulateDescr.AccumulateFunctionCallDescr call : accumulate.getFunctions()) {
                functions.put(call.getBind(), function(call, of, inner));
            }
            for (ExprConstraintDescr part : parts(pattern)) {
                totals.add(total(part.getExpression(), functions));
            }
            if (totals.isEmpty()) {
                throw new Refused(
                        "accumulate 的结果要和一个数比较，如 $s >= 100",
                        "What accumulate comes to must be compared, as in $s >= 100");
            }
        } catch (Refused e) {
            place.find(accumulate, e);
        }
        return totals;
    }

    private static Total function(
            AccumulateDescr.AccumulateFunctionCallDescr call,
            RowPattern of,
            Map<String, Bound> inner)
            throws Refused {
        Optional<Total.Function> function =
                Arrays.stream(Total.Function.values())
                        .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(call.getFunction()))
                        .findFirst();
        if (function.isEmpty()) {
            throw new Refused(
                    "accumulate 没有函数 " + call.getFunction() + "，可用 count sum min max average",
                    "accumulate knows no "
                            + call.getFunction()
                            + ". Use count sum min max average");
        }
        String[] parameters = call.getParams() == null ? new String[0] : call.getParams();
        if (function.get() == Total.Function.COUNT && parameters.length == 0) {
            return new Total(Total.Function.COUNT, null, Comparison.EQ, 0);
        }
        Bound bound = parameters.length == 1 ? inner.get(parameters[0].strip()) : null;
        if (bound == null || bound.slot() != of.slot() || bound.of().isText()) {
            throw new Refused(
                    call.getFunction() + " 要一个本事实里绑定的数字变量，如 $a : amount",
                    call.getFunction()
                            + " takes one variable bound to a number of this fact, as $a : amount");
        }
        return new Total(
                function.get(),
                function.get() == Total.Function.COUNT ? null : bound.of(),
                Comparison.EQ,
                0);
    }

    private Total total(String expression, Map<String, Total> functions) throws Refused {
        BaseDescr tree = ConstraintReader.parse(expression);
        if (tree instanceof ConstraintConnectiveDescr one && one.getDescrs().size() == 1) {
            tree = one.getDescrs().get(0);
        }
        if (!(tree instanceof RelationalExprDescr relation)
                || relation.getOperatorDescr().isNegated()
                || Comparison.of(relation.getOperator()).isEmpty()
                || !functions.containsKey(relation.getLeft().toString().strip())) {
            throw new Refused(
                    "accumulate 的结果只能和一个数比较，"
                            + expression
                            + " 不行；结果有 "
                            + String.join("、", functions.keySet()),
                    "What accumulate comes to is compared with a number only, not as "
                            + expression
                            + "; there are "
                            + functions.keySet().stream()
                                    .sorted(Comparator.naturalOrder())
                                    .collect(Collectors.joining(", ")));
        }
        Total function = functions.get(relation.getLeft().toString().strip());
        Unit unit = function.of() == null ? Unit.COUNT : function.of().unit();
        if (unit == Unit.DATE
                && function.function() != Total.Function.MIN
                && function.function() != Total.Function.MAX) {
            throw new Refused("日期不能相加", "Dates are not added up");
        }
        return new Total(
                function.function(),
                function.of(),
                Comparison.of(relation.getOperator()).orElseThrow(),
                constraints.constant(
                        function.text(), unit, relation.getRight().toString().strip()));
    }
}
