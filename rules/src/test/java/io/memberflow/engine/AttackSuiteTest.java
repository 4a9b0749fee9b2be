package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile releases, each with what stops it first. Nothing of them runs: whatever could run would
 * leave a mark, and no class is compiled for a release with a finding.
 */
@Timeout(30)
class AttackSuiteTest {
    private static final String MARK = "memberflow.attack.ran";
    private static final String RUN = "System.setProperty(\"" + MARK + "\", \"ran\")";
    private static final String GIVE = "decision.segment(\"one\", \"a\");";
    private static final int MIB = 1 << 20;

    /** What stops an attack. Guards behind the reader are tested in {@link GuardsTest}. */
    private enum Layer {
        /** Sizes and names of files, before any is read. */
        RELEASE("rulebook has|larger than|catalogue has|file name"),
        CATALOGUE("rulebook.yaml"),
        TABLES("tables/"),
        /** Characters that hide, before anything is parsed. */
        CHARACTERS("hidden character|escapes are refused"),
        /** The grammar, and how deep text may be nested in it. */
        GRAMMAR(
                "Syntax error|nested more|too long or nested|words and signs|no sign of a rule"
                        + "|signs? of comparison|do not follow one another"),
        /** What stands outside rules, above conditions and between them. */
        STRUCTURE(
                "not allowed in a rule file|package must|no fact type|The rule's name|rule's name"
                        + "|begin with its package|salience takes a whole number"),
        /** What stands within conditions. */
        CONDITIONS("."),
        CONSEQUENCE("After then only|no tag|no model|no value|Syntax error|quotes do not pair"),
        /** How much a rule, or all rules, ask of the engine. */
        SIZE("at most|more than");

        private final String says;

        Layer(String says) {
            this.says = says;
        }
    }

    private record Attack(String name, Layer stops, Map<String, String> files) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Attack> ATTACKS = new ArrayList<>();

    static {
        structure();
        headers();
        conditions();
        consequences();
        hiddenText();
        names();
        sizes();
        catalogues();
        tables();
        paths();
    }

    private static void add(String name, Layer stops, String path, String text) {
        ATTACKS.add(new Attack(name, stops, Map.of(path, text)));
    }

    private static void file(String name, Layer stops, String text) {
        add(name, stops, "a.drl", text);
    }

    private static void top(String name, String text) {
        file(name, Layer.STRUCTURE, "package rulebook.a\n" + text + "\n" + good());
    }

    private static void when(String name, Layer stops, String when) {
        file(name, stops, TestRulebook.file(TestRulebook.rule("r", when, GIVE)));
    }

    private static void then(String name, String then) {
        file(name, Layer.CONSEQUENCE, TestRulebook.file(TestRulebook.rule("r", "Member()", then)));
    }

    private static void header(String name, Layer stops, String header) {
        file(
                name,
                stops,
                "package rulebook.a\nrule \"r\" "
                        + header
                        + " when Member() then "
                        + GIVE
                        + " end\n");
    }

    private static String good() {
        return TestRulebook.rule("good", "Member()", GIVE);
    }

    private static void structure() {
        top("an import", "import java.lang.Runtime;");
        top("an import of all", "import java.io.*;");
        top("a static import", "import static java.lang.System.exit;");
        top("an import of a function", "import function java.lang.Math.max;");
        top("an accumulate function", "import accumulate a.B b;");
        top("a function", "function int f() { " + RUN + "; return 1; }");
        top("a global", "global java.lang.Runtime runtime;");
        top("a declared type", "declare Evil extends java.lang.Thread a : int end");
        top("a declared type of ours", "declare io.memberflow.engine.Decision a : int end");
        top("an enum", "declare enum X A(" + RUN + "); v : String end");
        top("a window", "declare window W Member() over window:length(1) end");
        top("an entry point", "declare entry-point x end");
        top("a query", "query q() Member() end");
        top("a unit", "unit X;");
        top("an attribute for all rules", "dialect \"mvel\"");
        file("our own package", Layer.STRUCTURE, "package io.memberflow.engine\n" + good());
        file("the package compiled into", Layer.STRUCTURE, "package memberflow.release\n" + good());
        file("the package of Java", Layer.STRUCTURE, "package java.lang\n" + good());
        file("no package", Layer.STRUCTURE, good());
        file("a package that begins alike", Layer.STRUCTURE, "package rulebookx.a\n" + good());
        file(
                "a rule that inherits",
                Layer.STRUCTURE,
                TestRulebook.file(
                        good(), "rule \"s\" extends \"good\" when then " + GIVE + " end"));
    }

    private static void headers() {
        header("a computed salience", Layer.STRUCTURE, "salience ( " + RUN + " == null ? 1 : 2 )");
        header("a salience of a field", Layer.STRUCTURE, "salience recencyDays");
        header("a computed enabled", Layer.STRUCTURE, "enabled ( " + RUN + " == null )");
        header("a timer", Layer.STRUCTURE, "timer ( int: 1 1 )");
        header("a timer that is computed", Layer.STRUCTURE, "timer ( expr: " + RUN + " )");
        header("calendars", Layer.STRUCTURE, "calendars \"x\"");
        header("a dialect", Layer.STRUCTURE, "dialect \"mvel\"");
        header("a group of rules", Layer.STRUCTURE, "ruleflow-group \"x\"");
        header("an activation group", Layer.STRUCTURE, "activation-group \"x\"");
        header("a duration", Layer.STRUCTURE, "duration 1");
        header("an annotation of Drools", Layer.STRUCTURE, "@Propagation(EAGER)");
        header("an annotation of Java", Layer.STRUCTURE, "@java.lang.Deprecated");
        header("an annotation that computes", Layer.STRUCTURE, "@title( value = " + RUN + " )");
        header("a keep of ages", Layer.CONDITIONS, "@keep(\"P99999999999D\")");
        header(
                "a date that is a call",
                Layer.CONDITIONS,
                "date-effective \"" + "9".repeat(99) + "\"");
    }

    private static void conditions() {
        when("eval", Layer.STRUCTURE, "eval( " + RUN + " == null )");
        when("eval within", Layer.CONDITIONS, "Member( eval( " + RUN + " == null ) )");
        when("from a call", Layer.STRUCTURE, "Member() from " + RUN);
        when("from an entry point", Layer.STRUCTURE, "Member() from entry-point \"x\"");
        when("collect", Layer.STRUCTURE, "java.util.List() from collect( Member() )");
        when("forall", Layer.STRUCTURE, "forall( Member( rHigh ) )");
        when("a class of Java", Layer.STRUCTURE, "java.lang.Runtime()");
        when("a class of ours", Layer.STRUCTURE, "io.memberflow.engine.Decision()");
        when("a fact named whole", Layer.STRUCTURE, "$m : Member()");
        when("a path", Layer.STRUCTURE, "/members[ rHigh ]");
        when("a branch", Layer.STRUCTURE, "if ( " + RUN + " == null ) do[x]");
        when("a call", Layer.CONDITIONS, "Member( recencyDays < " + RUN + ".length() )");
        when("a call of a fact", Layer.CONDITIONS, "Member( recencyDays.getClass() == 3 )");
        when("a class by its field", Layer.CONDITIONS, "Member( class.name == \"x\" )");
        when("new", Layer.CONDITIONS, "Member( recencyDays == new Integer(3) )");
        when("this", Layer.CONDITIONS, "Member( this == 3 )");
        when("a cast", Layer.CONDITIONS, "Member( this#Object.hashCode == 3 )");
        when("an assignment", Layer.GRAMMAR, "Member( recencyDays = 3 )");
        when("a call after a good one", Layer.CONDITIONS, "Member( rHigh && " + RUN + " == null )");
        when("a constraint by position", Layer.STRUCTURE, "Member( " + RUN + "; )");
        when(
                "an index that computes",
                Layer.CONDITIONS,
                "Member( attributes[" + RUN + "] == \"x\" )");
        when("a template of MVEL", Layer.CONDITIONS, "Member( gender == \"@{" + RUN + "}\" )");
        when("an operator of one's own", Layer.GRAMMAR, "Member( gender ##evil \"x\" )");
        when("soundslike", Layer.CONDITIONS, "Member( gender soundslike \"x\" )");
        when(
                "a pattern that explodes",
                Layer.CONDITIONS,
                "Member( gender matches \"(a+)+(b|c|bc)*$\" )");
        when("code to sum up", Layer.GRAMMAR, "accumulate( Order(); init( " + RUN + "; ) )");
        when(
                "an unknown sum",
                Layer.CONDITIONS,
                "accumulate( Order( $a : amount ); $s : evil($a); $s > 1 )");
        when(
                "a sum of a call",
                Layer.CONDITIONS,
                "accumulate( Order( $a : amount ); $s : sum(" + RUN + "); $s > 1 )");
    }

    private static void consequences() {
        then("a call by itself", RUN + ";");
        then("exit", "System.exit(1);");
        then("an endless loop", "while (true) { }");
        then("a fact more", "insert(new Object());");
        then("a fact less", "delete(1);");
        then("a fact changed", "modify(decision) { }");
        then("the engine", "drools.halt();");
        then("the context", "kcontext.getKieRuntime().halt();");
        then("a call as a value", "decision.segment(\"one\", " + RUN + ");");
        then("a call behind a value", "decision.segment(\"one\", \"a\".concat(" + RUN + "));");
        then("a call behind a comment", GIVE + " /* */ " + RUN + ";");
        then("a quote let out", "decision.segment(\"one\", \"a\\\"); " + RUN + "; (\"\");");
        then("a chain", "decision.getClass().getClassLoader();");
        then("an unknown tag", "decision.tag(\"nothing\", \"x\");");
        then("a value not bound", "decision.segment(\"one\", $x);".replace("$x", "$X.y"));
        then("a lambda", "Runnable x = () -> " + RUN + "; x.run();");
        file(
                "a second consequence",
                Layer.STRUCTURE,
                TestRulebook.file(
                        "rule \"r\" when Member() do[x] then "
                                + GIVE
                                + " then[x] "
                                + RUN
                                + "; end\n"));
    }

    private static void hiddenText() {
        Map<String, String> hidden = new TreeMap<>();
        hidden.put("a quote as an escape", "\\u0022");
        hidden.put("an escape with more letters", "\\uuu0022");
        hidden.put("text turned around", "\u202E");
        hidden.put("text isolated", "\u2066");
        hidden.put("a mark of direction", "\u061C");
        hidden.put("nothing of no width", "\u200B");
        hidden.put("a joiner", "\u200D");
        hidden.put("a byte order mark within", "\uFEFF");
        hidden.put("a soft hyphen", "\u00AD");
        hidden.put("a tag character", "\uDB40\uDC41");
        hidden.put("a filler", "\u3164");
        hidden.put("a line end of another kind", "\u2028");
        hidden.put("a zero character", "\0");
        hidden.put("half a character", "\uD800");
        hidden.put("a character of private use", "\uE000");
        hidden.forEach(
                (name, text) ->
                        file(
                                name,
                                Layer.CHARACTERS,
                                TestRulebook.file("// a" + text + "b\n", good())));
    }

    private static void name(String name, String rule) {
        file(name, Layer.STRUCTURE, TestRulebook.file(TestRulebook.rule(rule, "Member()", GIVE)));
    }

    private static void names() {
        name("a Cyrillic letter in a rule's name", "lifecycle.\u0430bc");
        name("a Greek letter in a rule's name", "\u039Fne");
        name("a wide letter in a rule's name", "\uFF4Fne");
        name("a mark over a letter", "a\u0301");
        name("a variant of a Chinese character", "\uF9D0");
        name("a radical for a character", "\u2F25装");
        name("a blank that does not break", "a\u00A0b");
        name("a blank at the end", "a ");
        name("a long name", "a".repeat(129));
        file("a model that looks alike", Layer.CONSEQUENCE, lookalike("\u043Ene", "a"));
        file("a value that looks alike", Layer.CONSEQUENCE, lookalike("one", "\u0430"));
    }

    private static String lookalike(String model, String value) {
        return TestRulebook.file(
                TestRulebook.rule(
                        "r",
                        "Member()",
                        "decision.segment(\"" + model + "\", \"" + value + "\");"));
    }

    private static void sizes() {
        file("large files", Layer.RELEASE, "//" + "x".repeat(2 * MIB));
        file("large files of wide letters", Layer.RELEASE, "//" + "中".repeat(MIB));
        when(
                "brackets by the thousand",
                Layer.GRAMMAR,
                "Member( " + "(".repeat(9_000) + "rHigh" + ")".repeat(9_000) + " )");
        when("not by the thousand", Layer.GRAMMAR, "not ".repeat(9_000) + "Member()");
        when("bangs by the thousand", Layer.GRAMMAR, "Member( " + "!".repeat(9_000) + "rHigh )");
        when(
                "minus by the thousand",
                Layer.GRAMMAR,
                "Member( recencyDays == " + "- ".repeat(9_000) + "1 )");
        when("generics by the thousand", Layer.GRAMMAR, "Member( " + "a<".repeat(9_000) + "b )");
        when(
                "plus by the thousand",
                Layer.GRAMMAR,
                "Member( recencyDays == 1" + " + 1".repeat(9_000) + " )");
        when(
                "conditions by the thousand",
                Layer.GRAMMAR,
                "Member( rHigh" + " && rHigh".repeat(9_000) + " )");
        when("thirty-one conditions", Layer.SIZE, "Member( rHigh" + ", rHigh".repeat(30) + " )");
        when(
                "five levels",
                Layer.SIZE,
                "not ( not ( not ( not ( not ( Order() and Purchase() ) ) ) ) )");
        when(
                "a join of many",
                Layer.SIZE,
                "Order( $a : age ) Order( $b : age ) Order( $c : age ) Order( age == $c )");
        when("ways by the thousand", Layer.SIZE, "( Order() or Purchase() )\n".repeat(11));
        when(
                "a number of a thousand digits",
                Layer.CONDITIONS,
                "Member( recencyDays < " + "9".repeat(1_000) + " )");
        when("a number with an exponent", Layer.CONDITIONS, "Member( recencyDays < 1e999999999 )");
        when(
                "a text of a thousand letters",
                Layer.CONDITIONS,
                "Member( gender == \"" + "x".repeat(1_000) + "\" )");
        file(
                "rules by the hundred",
                Layer.SIZE,
                TestRulebook.file(
                        java.util.stream.IntStream.range(0, 501)
                                .mapToObj(i -> TestRulebook.rule("r" + i, "Member()", GIVE))
                                .toArray(String[]::new)));
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 1_001; i++) {
            many.put("a" + i + ".drl", "package rulebook\n");
        }
        ATTACKS.add(new Attack("files by the thousand", Layer.RELEASE, many));
    }

    private static void catalogue(String name, String from, String to) {
        String text = TestRulebook.CATALOGUE.replace(from, to);
        assertThat(text).as(name).isNotEqualTo(TestRulebook.CATALOGUE);
        add(name, Layer.CATALOGUE, RulebookFiles.CATALOGUE, text);
    }

    private static void catalogues() {
        catalogue(
                "a class to be made",
                "language: 1",
                "language: !!java.net.URL [http://localhost/]");
        catalogue(
                "a script engine to be made",
                "[甜, 咸, 辣]",
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]");
        catalogue("a tag of one's own", "value: 90,", "value: !evil 90,");
        catalogue("a reference", "[甜, 咸, 辣]", "&x [甜, 咸, 辣]");
        catalogue("a reference to nothing", "[甜, 咸, 辣]", "*x");
        catalogue(
                "laughs by the billion",
                "language: 1",
                "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                        + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nlanguage: 1");
        catalogue(
                "brackets by the thousand in YAML",
                "[甜, 咸, 辣]",
                "[".repeat(9_000) + "]".repeat(9_000));
        catalogue("a second document", "language: 1", "language: 1\n---\nlanguage: 1");
        catalogue("a key twice", "language: 1", "language: 1\nlanguage: 2");
        catalogue("an unknown key", "language: 1", "language: 1\nevil: 1");
        catalogue("a key merged in", "language: 1", "language: 1\n<<: { evil: 1 }");
        catalogue("a model that looks like another", "id: two,", "id: \"\u043Ene\",");
        catalogue("a value that looks like another", "咸, 辣]", "咸, \u0430]");
        catalogue("a value with nothing in it", "咸, 辣]", "咸, \"咸\u200B\"]");
        catalogue("a value turned around", "咸, 辣]", "咸, \"\u202E咸\"]");
        catalogue("a value with a quote", "咸, 辣]", "咸, 'x\" ) evil( \"']");
        catalogue("a key that is wide", "key: 等级", "key: \"\uFF21\"");
        catalogue("a number too exact to hold", "value: 99.90", "value: 1e-999999999");
        catalogue("a number too large to hold", "value: 90,", "value: 1e999999999,");
        add(
                "a large catalogue",
                Layer.RELEASE,
                RulebookFiles.CATALOGUE,
                TestRulebook.CATALOGUE + "#" + "x".repeat(600_000));
    }

    private static void table(String name, String path, String text) {
        add(name, Layer.TABLES, path, text);
    }

    private static void tables() {
        table("a table of another name", "tables/lists/evil name.csv", "值\na\n");
        table("a table of a deeper folder", "tables/lists/x/y.csv", "值\na\n");
        table("a cell with hidden text", "tables/lists/a.csv", "值\na\u200Bb\n");
        table("a cell turned around", "tables/lists/a.csv", "值\n\u202Eab\n");
        table("a cell with a zero", "tables/lists/a.csv", "值\na\0b\n");
        table("a cell that is long", "tables/lists/a.csv", "值\n" + "x".repeat(257) + "\n");
        table("a cell with half a quote", "tables/lists/a.csv", "值\n\"a\n");
        table("a cell more than columns", "tables/lists/a.csv", "值\na,b\n");
        table("other columns", "tables/words/a.csv", "词,值,evil\na,b,c\n");
        table(
                "a date that is none",
                "tables/campaigns.csv",
                "名称,类型,起,止\na,b,2025-02-30,2025-03-01\n");
    }

    private static void paths() {
        for (String path :
                List.of(
                        "../evil.drl",
                        "a/../../evil.drl",
                        "/etc/evil.drl",
                        "a//evil.drl",
                        "..\\evil.drl",
                        "C:/evil.drl",
                        "./evil.drl",
                        "a\u202Elrd.drl",
                        "a\nb.drl",
                        "\u0430.drl",
                        "x".repeat(300) + ".drl")) {
            add("the path " + path.strip(), Layer.RELEASE, path, TestRulebook.file(good()));
        }
    }

    static List<Attack> attacks() {
        return ATTACKS;
    }

    @BeforeEach
    @AfterEach
    void noMark() {
        System.clearProperty(MARK);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("attacks")
    void isStopped(Attack attack) {
        Map<String, String> files = new TreeMap<>(attack.files());
        files.putIfAbsent(RulebookFiles.CATALOGUE, TestRulebook.CATALOGUE);
        long start = System.nanoTime();
        RuleCompiler.Result result =
                RuleCompiler.compile(Release.of(1, files), TestRulebook.SCHEMA);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(System.getProperty(MARK)).isNull();
        assertThat(result.rules()).as("rules of a hostile release").isNull();
        assertThat(result.findings()).isNotEmpty().hasSizeLessThan(100);
        assertThat(result.findings())
                .allSatisfy(
                        finding -> {
                            assertThat(finding.line()).isPositive();
                            assertThat(finding.column()).isPositive();
                            assertThat(finding.zh()).endsWith("。").matches("(?s).*\\p{IsHan}.*");
                            assertThat(finding.en()).endsWith(".");
                            assertThat(finding.text(false) + finding.text(true))
                                    .hasSizeLessThan(3_000)
                                    .doesNotContain("Exception", "java.lang.Stack");
                        });
        Finding first = result.findings().get(0);
        assertThat(first.text(false)).containsPattern(attack.stops().says);
    }

    @Test
    void thereAreEnoughAndNoTwoAreCalledAlike() {
        assertThat(ATTACKS).hasSizeGreaterThanOrEqualTo(60);
        assertThat(ATTACKS.stream().map(Attack::name)).doesNotHaveDuplicates();
    }
}
