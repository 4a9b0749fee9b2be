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
import org.drools.drl.ast.descr.QueryDescr;
import org.drools.drl.ast.descr.RuleDescr;

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

    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u");

    /** Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm. */
    private static final Pattern BIDI_CONTROL =
            Pattern.compile("[\\x{200E}\\x{200F}\\x{061C}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    /** Stands in for a condition that was refused. */
    private static final Condition NOTHING = new Condition.All(List.of());

    private final String file;
    private final String text;
    private final Catalogue catalogue;
    private final ConstraintReader constraints;
    private final List<Finding> findings;
    private RuleDescr within;

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
        if (hasHiddenText()) {
            return List.of();
        }
        PackageDescr parsed = parse();
        if (parsed == null) {
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

    /**
     * Whether some of the text would mean something else to the compiler than it shows a reader.
     */
    private boolean hasHiddenText() {
        Matcher escape = UNICODE_ESCAPE.matcher(text);
        if (escape.find()) {
            find(
                    escape.start(),
                    "不允许使用 \\u 转义，请直接写字符",
                    "\\u escapes are refused. Write the character itself");
            return true;
        }
        Matcher bidi = BIDI_CONTROL.matcher(text);
        if (bidi.find()) {
            find(
                    bidi.start(),
                    "这里有改变文字显示方向的隐藏字符，请删除",
                    "Here is a hidden character that turns the direction of text. Remove it");
            return true;
        }
        return false;
    }

    private PackageDescr parse() {
        try {
            DrlText.Parsed parsed = DrlText.file(text);
            for (DrlText.SyntaxError error : parsed.errors()) {
                find(error.line(), error.column(), error.zh(), error.en());
            }
            return parsed.tree();
        } catch (RuntimeException | StackOverflowError e) {
            find(1, 1, "Drools 无法解析这个文件：" + e, "Drools cannot parse this file: " + e);
            return null;
        }
    }

    private void refuseTopLevel(PackageDescr parsed) {
        if (!parsed.getName().equals("rulebook") && !parsed.getName().startsWith("rulebook.")) {
            find(
                    1,
                    1,
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
        find(part, "规则文件里不允许 " + what + "，请删除", what + " is not allowed in a rule file. Remove it");
    }

    /** The rule as understood, null or of no use when there were findings. */
    private Rule rule(RuleDescr rule) {
        within = rule;
        if (rule instanceof QueryDescr) {
            refuse(rule, "query");
            return null;
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
        Condition when = condition(rule.getLhs());
        refuseTooLarge(when);
        return new Rule(rule.getName(), file, rule.getLine(), title, salience, when, gifts(rule));
    }

    private void refuseTooLarge(Condition when) {
        Complexity size = Complexity.of(when);
        if (size.conditions() > Complexity.MAX_CONDITIONS) {
            find(
                    within,
                    "条件有 "
                            + size.conditions()
                            + " 个，最多 "
                            + Complexity.MAX_CONDITIONS
                            + " 个，请拆成几条规则",
                    "There are "
                            + size.conditions()
                            + " conditions; at most "
                            + Complexity.MAX_CONDITIONS
                            + " are allowed. Split the rule");
        }
        // The conjunction of all that stands after "when" is no nesting.
        int depth =
                when instanceof Condition.All all
                        ? all.of().stream().mapToInt(c -> Complexity.of(c).depth()).max().orElse(0)
                        : size.depth();
        if (depth > Complexity.MAX_DEPTH) {
            find(
                    within,
                    "条件嵌套了 " + depth + " 层，最多 " + Complexity.MAX_DEPTH + " 层，请拆成几条规则",
                    "Conditions are nested "
                            + depth
                            + " deep; at most "
                            + Complexity.MAX_DEPTH
                            + " are allowed. Split the rule");
        }
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
        return NOTHING;
    }

    private Condition pattern(PatternDescr pattern) {
        if (pattern.getIdentifier() != null) {
            refuse(pattern, pattern.getIdentifier() + " :");
        }
        if (pattern.getSource() != null) {
            refuse(pattern, "from / accumulate / collect");
        }
        if (!pattern.getBehaviors().isEmpty()) {
            refuse(pattern, "over window");
        }
        if (!pattern.getAnnotations().isEmpty()) {
            refuse(pattern, "@ after a pattern");
        }
        List<ExprConstraintDescr> parts = new ArrayList<>();
        for (BaseDescr part : pattern.getDescrs()) {
            if (part instanceof ExprConstraintDescr expression
                    && expression.getType() == ExprConstraintDescr.Type.NAMED) {
                parts.add(expression);
            } else {
                refuse(part, "a condition before a semicolon");
            }
        }
        // A path such as /members[ … ] has no type.
        String type = pattern.getObjectType() == null ? "/…" : pattern.getObjectType();
        return switch (type) {
            case "Member" -> new Condition.All(parts.stream().map(this::constraint).toList());
            case "Segment" -> segment(pattern, parts);
            default -> {
                find(
                        pattern,
                        "没有 " + type + " 这种事实，可用 Member、Segment",
                        "There is no fact type " + type + ". There are Member and Segment");
                yield NOTHING;
            }
        };
    }

    private Condition segment(PatternDescr pattern, List<ExprConstraintDescr> parts) {
        try {
            return constraints.segment(
                    parts.stream().map(ExprConstraintDescr::getExpression).toList());
        } catch (Refused e) {
            find(pattern, e.zh(), e.en());
            return NOTHING;
        }
    }

    private Condition constraint(ExprConstraintDescr part) {
        try {
            return constraints.member(part.getExpression());
        } catch (Refused e) {
            find(part, e.zh(), e.en());
            return NOTHING;
        }
    }

    private List<Rule.Gift> gifts(RuleDescr rule) {
        String consequence = String.valueOf(rule.getConsequence()).stripTrailing();
        int from = offset(rule.getConsequenceLine(), consequence);
        List<Rule.Gift> gifts = new ArrayList<>();
        Matcher decision = DECISION.matcher(consequence);
        int at = 0;
        while (at < consequence.length()) {
            decision.region(at, consequence.length());
            int begin = from + at + indent(consequence, at);
            if (!decision.lookingAt() || gifts.size() == MAX_DECISIONS) {
                find(
                        begin,
                        "then 之后只能写 1 到 10 句 decision.segment(\"模型\", \"值\"); 或 decision.stage(…);",
                        "After then only 1 to 10 calls decision.segment(\"model\", \"value\"); or"
                                + " decision.stage(…); may stand");
                return gifts;
            }
            try {
                gifts.add(gift(decision.group(1), decision.group(2), decision.group(3)));
            } catch (Refused e) {
                find(begin, e.zh(), e.en());
                return gifts;
            }
            at = decision.end();
        }
        if (gifts.isEmpty()) {
            find(
                    rule,
                    "这条规则什么也没有给出，请在 then 之后写 decision.segment 或 decision.stage",
                    "The rule gives nothing. Add a decision.segment or decision.stage");
        }
        return gifts;
    }

    private Rule.Gift gift(String call, String model, String value) throws Refused {
        int position = constraints.model(model);
        Model known = catalogue.models().get(position);
        String expected = known.kind() == Model.Kind.STAGE ? "stage" : "segment";
        if (!call.equals(expected)) {
            throw new Refused(
                    "模型 " + model + " 要用 decision." + expected,
                    "The model " + model + " is given with decision." + expected);
        }
        return new Rule.Gift(position, ConstraintReader.value(known, value));
    }

    /** Where {@code part} of the text begins, which stands on or after a line. */
    private int offset(int line, String part) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.max(start, text.indexOf(part, start));
    }

    private static int indent(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at - from;
    }

    private void find(BaseDescr part, String zh, String en) {
        // Drools does not place every part; the rule it stands in is always placed.
        BaseDescr placed = part.getLine() > 0 || within == null ? part : within;
        find(Math.max(1, placed.getLine()), placed.getColumn() + 1, zh, en);
    }

    private void find(int offset, String zh, String en) {
        String before = text.substring(0, offset);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        find(line, 1 + before.codePointCount(lineStart, before.length()), zh, en);
    }

    private void find(int line, int column, String zh, String en) {
        findings.add(new Finding(file, line, column, zh + "。", en + "."));
    }
}
