package io.memberflow.engine;

import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.QueryDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Reads one rule file: Drools' own parser makes the tree, and of that tree only what is known and
 * harmless is understood. Everything else is a finding; nothing is passed over.
 */
final class RuleReader {
    /** One decision: {@code decision.tag("key", "value");} or {@code decision.tag("key", $v);}. */
    private static final Pattern DECISION =
            Pattern.compile(
                    "\\s*decision\\s*\\.\\s*(segment|stage|tag)\\s*\\(\\s*\"([^\"\\\\]*)\"\\s*,"
                            + "\\s*(?:\"([^\"\\\\]*)\"|(\\$\\w+))\\s*\\)\\s*;");

    private static final int MAX_DECISIONS = 10;

    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u");

    /** As many as the tables can hold. */
    private static final int MAX_NAME = 128;

    private final String file;
    private final String text;
    private final Catalogue catalogue;
    private final FactSchema schema;
    private final Names names;
    private final ConstraintReader constraints;
    private final List<Finding> findings;
    private RuleDescr within;

    RuleReader(
            String file,
            String text,
            Catalogue catalogue,
            FactSchema schema,
            Map<String, List<String>> lists,
            List<Finding> findings) {
        this.file = file;
        this.text = text;
        this.catalogue = catalogue;
        this.findings = findings;
        this.schema = schema;
        this.names = new Names(catalogue);
        this.constraints = new ConstraintReader(names, schema, lists);
    }

    /** The rules of the file; what could not be understood is added to the findings. */
    List<Rule> read() {
        if (hasHiddenText()) {
            return List.of();
        }
        int before = findings.size();
        List<Rule> rules = parsedRules();
        if (findings.size() > before) {
            tellWhatWasMeant(findings.subList(before, findings.size()));
        }
        return rules;
    }

    /**
     * The grammar takes some slips for something else, as the conditions without a bracket for the
     * text of an annotation, and what it then says helps nobody. Where a slip is known it is told
     * instead of all else in its rule.
     */
    private void tellWhatWasMeant(List<Finding> found) {
        List<Finding> slips = new ArrayList<>();
        int spoilt = Integer.MAX_VALUE;
        for (SyntaxHelp.Advice one : SyntaxHelp.of(text)) {
            Finding slip = finding(one.at(), one.zh(), one.en());
            slips.add(slip);
            spoilt = one.spoilsRest() ? Math.min(spoilt, slip.line()) : spoilt;
        }
        int from = spoilt;
        if (slips.isEmpty()) {
            for (DrlText.SyntaxError error : SyntaxHelp.withoutAnnotations(text)) {
                slips.add(
                        new Finding(
                                file,
                                error.line(),
                                error.column(),
                                error.zh() + "。",
                                error.en() + "."));
            }
        }
        List<Integer> starts = SyntaxHelp.ruleLines(text);
        Set<Integer> rules = new HashSet<>();
        slips.forEach(slip -> rules.add(place(starts, slip.line())));
        found.removeIf(
                finding -> finding.line() >= from || rules.contains(place(starts, finding.line())));
        found.addAll(slips);
        found.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
    }

    /** Which rule a line stands in, by the lines that rules begin on. */
    private static int place(List<Integer> starts, int line) {
        return (int) starts.stream().filter(start -> start <= line).count();
    }

    private List<Rule> parsedRules() {
        PackageDescr parsed = parse();
        if (parsed == null) {
            return List.of();
        }
        refuseTopLevel(parsed);
        List<Rule> rules = new ArrayList<>();
        for (RuleDescr rule : parsed.getRules()) {
            int before = findings.size();
            Rule read = null;
            try {
                read = rule(rule);
            } catch (StackOverflowError e) {
                find(
                        rule,
                        "条件太长或嵌套太深，无法解析，请拆成几条规则",
                        "The conditions are too long or nested too"
                                + " deep to be read. Split the rule");
            }
            if (findings.size() == before && read != null) {
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
        Optional<PlainText.Odd> hidden = PlainText.hidden(text);
        hidden.ifPresent(odd -> find(odd.at(), odd.zh(), odd.en()));
        return hidden.isPresent();
    }

    private PackageDescr parse() {
        try {
            DrlText.Parsed parsed = DrlText.file(text);
            for (DrlText.SyntaxError error : parsed.errors()) {
                find(error.line(), error.column(), error.zh(), error.en());
            }
            return parsed.tree();
        } catch (RuntimeException | StackOverflowError e) {
            find(
                    1,
                    1,
                    "这个文件太长或嵌套太深，无法解析，请拆分或写得简单些",
                    "The file is too long or nested too deep to be parsed. Split it or write it more"
                            + " simply");
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

    /** The rule as understood; null when it is switched off or was refused. */
    private Rule rule(RuleDescr rule) {
        within = rule;
        if (rule instanceof QueryDescr) {
            refuse(rule, "query");
            return null;
        }
        checkName(rule);
        if (rule.getParentName() != null) {
            refuse(rule, "extends");
        }
        if (!rule.getNamedConsequences().isEmpty()) {
            refuse(rule, "named consequence");
        }
        RuleHeader header = new RuleHeader(schema, this::find, this::refuse);
        header.read(rule);
        PatternReader patterns =
                new PatternReader(
                        constraints,
                        names,
                        new PatternReader.Place() {
                            @Override
                            public void find(BaseDescr part, String zh, String en) {
                                RuleReader.this.find(part, zh, en);
                            }

                            @Override
                            public void find(BaseDescr part, Refused refused) {
                                RuleReader.this.find(part, refused);
                            }

                            @Override
                            public void refuse(BaseDescr part, String what) {
                                RuleReader.this.refuse(part, what);
                            }
                        });
        Condition when = header.inForce(patterns.read(rule.getLhs()));
        refuseTooLarge(when, patterns.slots());
        List<Rule.Gift> gives = new ArrayList<>();
        List<Rule.TagGift> tags = new ArrayList<>();
        gifts(rule, patterns.variables(), gives, tags);
        tags.removeIf(tag -> !catalogue.isOn(catalogue.tags().get(tag.key())));
        return header.enabled() && !(gives.isEmpty() && tags.isEmpty())
                ? new Rule(
                        rule.getName(),
                        file,
                        rule.getLine(),
                        header.title(),
                        header.salience(),
                        header.keepDays(),
                        when,
                        List.copyOf(gives),
                        List.copyOf(tags))
                : null;
    }

    private void checkName(RuleDescr rule) {
        String name = rule.getName();
        PlainText.oddInName(name)
                .ifPresent(
                        odd -> find(rule, "规则名里的 " + odd.zh(), "In the rule's name " + odd.en()));
        if (name.isBlank() || name.length() > MAX_NAME) {
            find(
                    rule,
                    "规则名有 " + name.length() + " 个字符，要有 1 到 " + MAX_NAME + " 个，请改名",
                    "The rule's name has "
                            + name.length()
                            + " characters; it takes 1 to "
                            + MAX_NAME
                            + ". Rename the rule");
        }
    }

    private void refuseTooLarge(Condition when, int slots) {
        Complexity size = Complexity.of(when);
        if (slots > Complexity.MAX_SLOTS || size.loops() > Complexity.MAX_LOOPS) {
            find(
                    within,
                    "一条规则最多在 "
                            + Complexity.MAX_SLOTS
                            + " 个条件里绑定变量，最多 "
                            + Complexity.MAX_LOOPS
                            + " 个订单、购买、偏好或行为条件互相引用，请拆成几条规则",
                    "A rule may bind variables in at most "
                            + Complexity.MAX_SLOTS
                            + " patterns and let at most "
                            + Complexity.MAX_LOOPS
                            + " patterns over orders, purchases, preferences or behaviours refer to"
                            + " one another. Split the rule");
        }
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

    /** Reads what the rule gives into {@code gives} and {@code tags}. */
    private void gifts(
            RuleDescr rule,
            Map<String, Bound> variables,
            List<Rule.Gift> gives,
            List<Rule.TagGift> tags) {
        String consequence = String.valueOf(rule.getConsequence()).stripTrailing();
        int from = offset(rule.getConsequenceLine(), consequence);
        Matcher decision = DECISION.matcher(consequence);
        int at = 0;
        while (at < consequence.length()) {
            decision.region(at, consequence.length());
            int begin = from + at + indent(consequence, at);
            if (!decision.lookingAt() || gives.size() + tags.size() == MAX_DECISIONS) {
                find(
                        begin,
                        "then 之后只能写 1 到 10 句 decision.segment(\"模型\", \"值\");，decision.stage 和"
                                + " decision.tag 写法相同",
                        "After then only 1 to 10 calls decision.segment(\"model\", \"value\"); may"
                                + " stand, and such of decision.stage and decision.tag");
                return;
            }
            try {
                String name = decision.group(2);
                Bound bound =
                        decision.group(4) == null
                                ? null
                                : ConstraintReader.variable(decision.group(4), variables);
                // A model by its name in decision.tag is told how a model is given.
                if (decision.group(1).equals("tag") && catalogue.indexOf(name) < 0) {
                    tags.add(tag(name, decision.group(3), bound));
                } else {
                    gives.add(gift(decision.group(1), name, decision.group(3), bound));
                }
            } catch (Refused e) {
                find(where(begin, e.about()), e.zh(), e.en());
                return;
            }
            at = decision.end();
        }
        if (gives.isEmpty() && tags.isEmpty()) {
            find(
                    rule,
                    "这条规则什么也没有给出，请在 then 之后写 decision.segment、decision.stage 或 decision.tag",
                    "The rule gives nothing. Add a decision.segment, decision.stage or decision.tag");
        }
    }

    private Rule.Gift gift(String call, String model, String value, Bound from) throws Refused {
        int position = names.model(model);
        Model known = catalogue.models().get(position);
        String expected = known.kind() == Model.Kind.STAGE ? "stage" : "segment";
        if (!call.equals(expected)) {
            throw new Refused(
                    "模型 " + model + " 要用 decision." + expected,
                    "The model " + model + " is given with decision." + expected);
        }
        return new Rule.Gift(position, from == null ? names.value(position, value) : -1, from);
    }

    private Rule.TagGift tag(String key, String value, Bound from) throws Refused {
        int position = names.tag(key);
        return new Rule.TagGift(
                position, from == null ? names.tagValue(position, value) : null, from);
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

    private void find(BaseDescr part, Refused refused) {
        if (refused.about() == null || part.getLine() < 1) {
            find(part, refused.zh(), refused.en());
            return;
        }
        int line = 0;
        for (int i = 1; i < part.getLine(); i++) {
            line = text.indexOf('\n', line) + 1;
        }
        int begin = text.offsetByCodePoints(line, Math.max(0, part.getColumn()));
        find(where(begin, refused.about()), refused.zh(), refused.en());
    }

    /** The next place of what is meant, behind where its part begins. */
    private int where(int begin, String about) {
        int at = about == null ? -1 : text.indexOf(about, begin);
        int end = text.indexOf("\nend", begin);
        return at < 0 || (end >= 0 && at > end) ? begin : at;
    }

    private void find(BaseDescr part, String zh, String en) {
        // Drools does not place every part; the rule it stands in is always placed.
        BaseDescr placed = part.getLine() > 0 || within == null ? part : within;
        find(Math.max(1, placed.getLine()), placed.getColumn() + 1, zh, en);
    }

    private void find(int offset, String zh, String en) {
        findings.add(finding(offset, zh, en));
    }

    private Finding finding(int offset, String zh, String en) {
        String before = text.substring(0, offset);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(lineStart, before.length());
        return new Finding(file, line, column, zh + "。", en + ".");
    }

    private void find(int line, int column, String zh, String en) {
        findings.add(new Finding(file, line, column, zh + "。", en + "."));
    }
}
