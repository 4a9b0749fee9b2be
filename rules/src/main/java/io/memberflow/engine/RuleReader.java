package io.memberflow.engine;

import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Reads one rule file: Drools' own parser makes the tree, and of that tree only what is known and
 * harmless is understood. Everything else is a finding; nothing is passed over.
 */
final class RuleReader {
    private static final Set<String> ANNOTATIONS = Set.of("title", "owner", "note");

    /** One decision: {@code decision.segment("model", "value");}. */
    private static final Pattern DECISION =
            Pattern.compile(
                    "\\s*decision\\s*\\.\\s*(\\w+)\\s*\\(\\s*\"([^\"\\\\]*)\"\\s*,\\s*\"([^\"\\\\]*)\"\\s*\\)\\s*;");

    private static final int MAX_DECISIONS = 10;

    private final String file;
    private final String text;
    private final Catalogue catalogue;
    private final ConstraintReader constraints;
    private final List<Finding> findings;

    RuleReader(
            String file,
            String text,
            Catalogue catalogue,
            FactSchema schema,
            List<Finding> findings) {
        this.file = file;
        this.text = text;
        this.catalogue = catalogue;
        this.findings = findings;
        this.constraints = new ConstraintReader(catalogue, schema);
    }

    /** The rules of the file; what could not be understood is added to the findings. */
    List<Rule> read() {
        if (text.contains("\\u")) {
            find(
                    1,
                    0,
                    "不允许使用 \\u 转义，请直接写字符",
                    "\\u escapes are refused. Write the character itself");
            return List.of();
        }
        DrlParser parser = new DrlParser(LanguageLevelOption.DRL10);
        PackageDescr parsed;
        try {
            parsed = parser.parse(false, text);
        } catch (DroolsParserException | RuntimeException e) {
            find(1, 0, "文件无法解析：" + e.getMessage(), "The file cannot be parsed: " + e.getMessage());
            return List.of();
        }
        if (parser.hasErrors() || parsed == null) {
            for (DroolsError error : parser.getErrors()) {
                int line = error.getLines().length > 0 ? error.getLines()[0] : 1;
                find(line, 0, "语法错误：" + error.getMessage(), "Syntax: " + error.getMessage());
            }
            return List.of();
        }
        refuseTopLevel(parsed);
        List<Rule> rules = new ArrayList<>();
        for (RuleDescr rule : parsed.getRules()) {
            int before = findings.size();
            Rule read = rule(rule);
            if (findings.size() == before) {
                rules.add(read);
            }
        }
        return rules;
    }

    private void refuseTopLevel(PackageDescr parsed) {
        if (!parsed.getName().equals("rulebook") && !parsed.getName().startsWith("rulebook.")) {
            find(
                    1,
                    0,
                    "package 必须以 rulebook 开头，现在是 " + parsed.getName(),
                    "The package must begin with rulebook; it is " + parsed.getName());
        }
        refuse(parsed.getImports(), "import");
        refuse(parsed.getFunctionImports(), "import function");
        refuse(parsed.getAccumulateImports(), "import accumulate");
        refuse(parsed.getFunctions(), "function");
        refuse(parsed.getGlobals(), "global");
        refuse(parsed.getTypeDeclarations(), "declare");
        refuse(parsed.getEnumDeclarations(), "declare enum");
        refuse(List.copyOf(parsed.getEntryPointDeclarations()), "declare entry-point");
        refuse(List.copyOf(parsed.getWindowDeclarations()), "declare window");
        refuse(parsed.getAttributes(), "attribute");
        if (parsed.getUnit() != null) {
            refuse(List.of(parsed.getUnit()), "unit");
        }
    }

    private void refuse(List<? extends BaseDescr> parts, String what) {
        for (BaseDescr part : parts) {
            refuse(part, what);
        }
    }

    private void refuse(BaseDescr part, String what) {
        find(
                part.getLine(),
                part.getColumn(),
                "规则文件里不允许 " + what + "，请删除",
                what + " is not allowed in a rule file. Remove it");
    }

    private Rule rule(RuleDescr rule) {
        if (rule instanceof org.drools.drl.ast.descr.QueryDescr) {
            refuse(rule, "query");
        }
        if (rule.getParentName() != null) {
            refuse(rule, "extends");
        }
        if (!rule.getNamedConsequences().isEmpty()) {
            refuse(rule, "named consequence");
        }
        int salience = 0;
        for (AttributeDescr attribute : rule.getAttributes().values()) {
            if (attribute.getName().equals("salience")
                    && attribute.getValue().matches("-?[0-9]{1,6}")) {
                salience = Integer.parseInt(attribute.getValue());
            } else {
                refuse(attribute, attribute.getName() + " " + attribute.getValue());
            }
        }
        String title = rule.getName();
        for (AnnotationDescr annotation : rule.getAnnotations()) {
            if (!ANNOTATIONS.contains(annotation.getName())
                    || !(annotation.getSingleValue() instanceof String)) {
                refuse(annotation, "@" + annotation.getName());
            } else if (annotation.getName().equals("title")) {
                title = String.valueOf(annotation.getSingleValueStripped());
            }
        }
        return new Rule(
                rule.getName(),
                file,
                rule.getLine(),
                title,
                salience,
                condition(rule.getLhs()),
                gifts(rule));
    }

    private Condition condition(BaseDescr part) {
        if (part instanceof AndDescr and) {
            return new Condition.All(and.getDescrs().stream().map(this::condition).toList());
        } else if (part instanceof OrDescr or) {
            return new Condition.Any(or.getDescrs().stream().map(this::condition).toList());
        } else if (part instanceof NotDescr not && not.getDescrs().size() == 1) {
            return new Condition.Not(condition(not.getDescrs().get(0)));
        } else if (part instanceof ExistsDescr exists && exists.getDescrs().size() == 1) {
            return condition((BaseDescr) exists.getDescrs().get(0));
        } else if (part instanceof PatternDescr pattern) {
            return pattern(pattern);
        }
        refuse(part, part.getClass().getSimpleName().replace("Descr", ""));
        return new Condition.All(List.of());
    }

    private Condition pattern(PatternDescr pattern) {
        boolean plain =
                pattern.getIdentifier() == null
                        && pattern.getSource() == null
                        && pattern.getBehaviors().isEmpty()
                        && pattern.getAnnotations().isEmpty();
        if (!plain) {
            refuse(pattern, "from / over / $" + pattern.getIdentifier());
        }
        List<ExprConstraintDescr> parts = new ArrayList<>();
        for (BaseDescr part : pattern.getDescrs()) {
            if (part instanceof ExprConstraintDescr expression
                    && expression.getType() == ExprConstraintDescr.Type.NAMED) {
                parts.add(expression);
            } else {
                refuse(part, "constraint");
            }
        }
        return switch (pattern.getObjectType()) {
            case "Member" -> new Condition.All(parts.stream().map(this::constraint).toList());
            case "Segment" -> segment(pattern, parts);
            default -> {
                find(
                        pattern.getLine(),
                        pattern.getColumn(),
                        "没有 " + pattern.getObjectType() + " 这种事实，可用 Member、Segment",
                        "There is no fact type "
                                + pattern.getObjectType()
                                + ". There are Member and Segment");
                yield new Condition.All(List.of());
            }
        };
    }

    private Condition segment(PatternDescr pattern, List<ExprConstraintDescr> parts) {
        try {
            return constraints.segment(
                    parts.stream().map(ExprConstraintDescr::getExpression).toList());
        } catch (ConstraintReader.Refused e) {
            find(pattern.getLine(), pattern.getColumn(), e.zh(), e.en());
            return new Condition.All(List.of());
        }
    }

    private Condition constraint(ExprConstraintDescr part) {
        try {
            return constraints.member(part.getExpression());
        } catch (ConstraintReader.Refused e) {
            find(part.getLine(), part.getColumn(), e.zh(), e.en());
            return new Condition.All(List.of());
        }
    }

    private List<Rule.Gift> gifts(RuleDescr rule) {
        String consequence = String.valueOf(rule.getConsequence());
        List<Rule.Gift> gifts = new ArrayList<>();
        Matcher matcher = DECISION.matcher(consequence);
        int at = 0;
        while (at < consequence.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at || gifts.size() == MAX_DECISIONS) {
                findConsequence(
                        rule,
                        "then 之后只能写 1 到 10 句 decision.segment(\"模型\", \"值\"); 或 decision.stage(…);",
                        "After then only 1 to 10 calls decision.segment(\"model\", \"value\"); or"
                                + " decision.stage(…); may stand");
                return gifts;
            }
            gift(rule, matcher.group(1), matcher.group(2), matcher.group(3), gifts);
            at = matcher.end();
        }
        if (gifts.isEmpty()) {
            findConsequence(
                    rule,
                    "这条规则什么也没有给出",
                    "The rule gives nothing. Add a decision.segment or decision.stage");
        }
        return gifts;
    }

    private void gift(
            RuleDescr rule, String call, String model, String value, List<Rule.Gift> gifts) {
        int position = catalogue.indexOf(model);
        if (position < 0) {
            findConsequence(
                    rule,
                    "目录 rulebook.yaml 里没有模型 " + model,
                    "The catalogue rulebook.yaml knows no model " + model);
            return;
        }
        Model known = catalogue.models().get(position);
        String expected = known.kind() == Model.Kind.STAGE ? "stage" : "segment";
        if (!call.equals(expected)) {
            findConsequence(
                    rule,
                    "模型 " + model + " 要用 decision." + expected,
                    "The model " + model + " is given with decision." + expected);
        }
        int index = known.indexOf(value);
        if (index < 0) {
            findConsequence(
                    rule,
                    "模型 " + model + " 没有值 " + value + "，请在 rulebook.yaml 里添加或更正",
                    "The model "
                            + model
                            + " has no value "
                            + value
                            + ". Add it to rulebook.yaml or correct it");
        }
        gifts.add(new Rule.Gift(position, index));
    }

    private void findConsequence(RuleDescr rule, String zh, String en) {
        String named = "规则 " + rule.getName() + "：";
        find(rule.getConsequenceLine(), 0, named + zh, "Rule " + rule.getName() + ": " + en);
    }

    private void find(int line, int column, String zh, String en) {
        findings.add(new Finding(file, Math.max(1, line), column + 1, zh + "。", en + "."));
    }
}
