package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule file may say, and what is refused where and with which words. */
class RuleReaderTest {
    private static final String GIVE = "decision.segment(\"one\", \"a\");";
    private static final String QUOTE = "'";

    private final List<Finding> findings = new ArrayList<>();

    private List<Rule> read(String text) {
        return new RuleReader(
                        "a/测试.drl",
                        text,
                        TestRulebook.catalogue(),
                        TestRulebook.SCHEMA,
                        Map.of(),
                        findings)
                .read();
    }

    /** The only finding, in English, without file. */
    private String finding(String text) {
        List<Rule> rules = read(text);
        assertThat(findings).as("findings of %s", text).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(rules).as("a rule with a finding is no rule").isEmpty();
        assertThat(finding.file()).isEqualTo("a/测试.drl");
        assertThat(finding.zh()).endsWith("。").matches("(?s).*\\p{IsHan}.*");
        assertThat(finding.en()).endsWith(".").isNotEqualTo(finding.zh());
        assertThat(finding.text(true))
                .isEqualTo(
                        "a/测试.drl:"
                                + finding.line()
                                + ":"
                                + finding.column()
                                + ": "
                                + finding.zh());
        return finding.text(false).substring("a/测试.drl:".length());
    }

    private static String rule(String when) {
        return TestRulebook.file(TestRulebook.rule("r", when, GIVE));
    }

    private static String show(Condition condition) {
        if (condition instanceof Condition.Compare c) {
            return c.fact().name() + c.comparison().symbol() + c.constant();
        } else if (condition instanceof Condition.HasValue h) {
            return "model" + h.model() + (h.in() ? " in " : " not in ") + h.values();
        } else if (condition instanceof Condition.All all) {
            return join(all.of(), " & ");
        } else if (condition instanceof Condition.Any any) {
            return join(any.of(), " | ");
        }
        return "!" + show(((Condition.Not) condition).of());
    }

    private static String join(List<Condition> of, String by) {
        return of.size() == 1
                ? show(of.get(0))
                : "(" + String.join(by, of.stream().map(RuleReaderTest::show).toList()) + ")";
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "recencyDays < 30 -> recencyDays<30",
                "recencyDays<=30 -> recencyDays<=30",
                "recencyDays > 30 -> recencyDays>30",
                "recencyDays >= 30 -> recencyDays>=30",
                "recencyDays == 30 -> recencyDays==30",
                "recencyDays != 30 -> recencyDays!=30",
                "recencyDays < -5 -> recencyDays<-5",
                "30 > recencyDays -> recencyDays<30",
                "30 <= recencyDays -> recencyDays>=30",
                "30 == recencyDays -> recencyDays==30",
                "someDays > recencyDays -> recencyDays<90",
                "recencyDays >= someDays -> recencyDays>=90",
                "recencyDays in (1, 2) -> (recencyDays==1 | recencyDays==2)",
                "recencyDays not in (1, someDays) -> (recencyDays!=1 & recencyDays!=90)",
                "recencyDays < 3, d30.orders > 1 -> (recencyDays<3 & d30.orders>1)",
                "recencyDays < 3 || recencyDays > 4 && d30.orders == 1 ->"
                        + " (recencyDays<3 | (recencyDays>4 & d30.orders==1))",
                "((recencyDays < 3)) -> recencyDays<3",
                "/* 说明 */ recencyDays < 3 -> recencyDays<3",
                "d365.amount >= 1.5 -> d365.amount>=150",
                "d365.amount == 100.10 -> d365.amount==10010",
                "d365.averageOrderValue > someYuan -> d365.averageOrderValue>9990",
                "amountTopPercent < someShare -> amountTopPercent<12500000000000000",
                "amountTopPercent < 0.000000000000001 -> amountTopPercent<1",
                "firstOrderOn >= \"2013-01-01\" -> firstOrderOn>=15706",
                "lastOrderOn < \"1970-01-02\" -> lastOrderOn<1",
                "rScore == 5 -> rScore==5",
                "rHigh == true -> rHigh==1",
                "rHigh != false -> rHigh!=0",
                "rHigh -> rHigh==1",
                "!rHigh -> rHigh==0",
                "someWindow.orders == 1 -> d180.orders==1",
                "wholeLife.amount == 1 -> life.amount==100",
            })
    void understandsConditionsOnTheMember(String text, String understood) {
        List<Rule> rules = read(rule("Member( " + text + " )"));
        assertThat(findings).isEmpty();
        assertThat(show(rules.get(0).when())).isEqualTo(understood);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "Member() -> ()",
                "`` -> ()",
                "Segment( model == 'one' ) -> model0 not in []",
                "Segment( model == 'one', value == 'a' ) -> model0 in [0]",
                "Segment( value == 'a', model == 'one' ) -> model0 in [0]",
                "Segment( model == 'one' && value != 'a' ) -> model0 not in [0]",
                "Segment( model == 'one', value in ('c', 'a', 'c') ) -> model0 in [2, 0]",
                "Segment( model == 'one', value not in ('c', 'a') ) -> model0 not in [2, 0]",
                "Segment( model == 'one', value == 'a' || value == 'b' ) -> model0 in [0, 1]",
                "Segment( model == 'one', value == 'a' || value != 'b' ) ->"
                        + " (model0 in [0] | model0 not in [1])",
                "Segment( model == 'one', value != 'a', value != 'b' ) -> model0 not in [0, 1]",
                "Segment( model == 'one', value == 'a', value == 'b' ) ->"
                        + " (model0 in [0] & model0 in [1])",
                "Segment( model == 'course', value == '中文' ) -> model3 in [2]",
                "not Segment( model == 'one' ) -> !model0 not in []",
                "exists Segment( model == 'one' ) -> model0 not in []",
                "not Member( rHigh ) -> !rHigh==1",
                "Member( rHigh ) Member( fHigh ) -> (rHigh==1 & fHigh==1)",
                "Member( rHigh ) and Member( fHigh ) -> (rHigh==1 & fHigh==1)",
                "Member( rHigh ) or Member( fHigh ) -> (rHigh==1 | fHigh==1)",
                "( Member( rHigh ) or ( Segment( model == 'one' ) and not Member( fHigh ) ) ) ->"
                        + " (rHigh==1 | (model0 not in [] & !fHigh==1))",
                "not ( Member( rHigh ) and Segment( model == 'two' ) ) ->"
                        + " !(rHigh==1 & model1 not in [])",
            })
    void understandsPatterns(String text, String understood) {
        List<Rule> rules = read(rule(text.replace(QUOTE, "\"")));
        assertThat(findings).isEmpty();
        assertThat(show(rules.get(0).when())).isEqualTo(understood);
    }

    @Test
    void readsHeadAndDecisions() {
        List<Rule> rules =
                read(
                        """
                        package rulebook.test
                        // 说明
                        rule "一"
                            @title("标题") @owner("crm") @note("为什么")
                            salience -40
                        when
                            Member()
                        then
                            decision.segment( "one" , "a" );
                            decision.stage("course","中文");
                        end
                        rule two when Member() then decision.segment("two", "c"); end
                        """);
        assertThat(findings).isEmpty();
        assertThat(rules).hasSize(2);
        Rule first = rules.get(0);
        assertThat(first.name()).isEqualTo("一");
        assertThat(first.title()).isEqualTo("标题");
        assertThat(first.salience()).isEqualTo(-40);
        assertThat(first.line()).isEqualTo(3);
        assertThat(first.file()).isEqualTo("a/测试.drl");
        assertThat(first.gives())
                .containsExactly(new Rule.Gift(0, 0, null), new Rule.Gift(3, 2, null));
        assertThat(rules.get(1).name()).isEqualTo("two");
        assertThat(rules.get(1).title()).as("without a title").isEqualTo("two");
        assertThat(rules.get(1).salience()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"package rulebook\n", "package rulebook.a.b;\n"})
    void anEmptyFileIsAFileWithoutRules(String text) {
        assertThat(read(text)).isEmpty();
        assertThat(findings).isEmpty();
    }

    /** Line 5 of the file is the first after when. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "recencyDay < 3 -> There is no fact recencyDay. Did you mean recencyDays.",
                "d365.Order < 3 -> There is no fact d365.Order. Did you mean d365.orders.",
                "d60.orders == 1 -> There is no fact d60.orders: the windows here are d30 d90 d180"
                        + " d365 life. Use one of them, or start the job with --windows 60.",
                "pday < 3 -> There is no fact pday. 'rule-editor schema' lists what there is.",
                "someWindow.order > 1 -> There is no fact someWindow.order (d180.order). Did you"
                        + " mean d180.orders.",
                "farWindow.orders > 1 -> There is no fact farWindow.orders (d400.orders): the windows"
                        + " here are d30 d90 d180 d365 life. Use one of them, or start the job with"
                        + " --windows 400.",
                "someDays.orders > 1 ->"
                        + " There is no fact someDays.orders. 'rule-editor schema' lists what"
                        + " there is.",
                "someDays > 3 -> There is no fact someDays. 'rule-editor schema' lists what there"
                        + " is.",
                "d365.amount >= 1.234 ->"
                        + " 28: 1.234 has too many decimals or is too large: d365.amount"
                        + " takes yuan with at most two decimals.",
                "d365.orders >= 1.5 ->"
                        + " 28: 1.5 has too many decimals or is too large: d365.orders takes"
                        + " a whole number.",
                "recencyDays < 1.5 ->"
                        + " 27: 1.5 has too many decimals or is too large: recencyDays takes"
                        + " whole days.",
                "rScore > 1.5 -> 22: 1.5 has too many decimals or is too large: rScore takes a"
                        + " whole number from 1 to 5.",
                "amountTopPercent > 99999 ->"
                        + " 32: 99999 has too many decimals or is too large: amountTopPercent"
                        + " takes a percentage such as 10.",
                "d365.orders == \"x\" ->"
                        + " 28: d365.orders cannot be compared with \"x\"; it takes a whole"
                        + " number.",
                "firstOrderOn > 3 -> 28: A text in double quotes is needed, not 3.",
                "firstOrderOn > 2013-01-01 ->"
                        + " 28: A date stands in double quotes. Write \"2013-01-01\".",
                "firstOrderOn > \"2013-02-30\" ->"
                        + " 28: firstOrderOn cannot be compared with \"2013-02-30\"; it takes"
                        + " a date such as \"2013-01-01\".",
                "rHigh == 1 -> 22: rHigh cannot be compared with 1; it takes true or false.",
                "recencyDays == true ->"
                        + " 28: recencyDays cannot be compared with true; it takes whole days.",
                "recencyDays == 30L ->"
                        + " 28: recencyDays cannot be compared with 30L; it takes whole days.",
                "recencyDays == 030 -> 28: A number does not begin with 0. Write 30.",
                "recencyDays == 0x1E ->"
                        + " 28: recencyDays cannot be compared with 0x1E; it takes whole days.",
                "recencyDays == 3e1 ->"
                        + " 28: recencyDays cannot be compared with 3e1; it takes whole days.",
                "recencyDays < null -> null is compared with == or != only.",
                "recencyDays < d365.orders ->"
                        + " 27: recencyDays cannot be compared with d365.orders; it takes"
                        + " whole days.",
                "recencyDays >= someDays + 1 ->"
                        + " 28: recencyDays cannot be compared with someDays + 1; it takes"
                        + " whole days.",
                "d365.orders + 1 > 3 ->"
                        + " Nothing is computed or called in a condition: d365.orders + 1."
                        + " Compare one field.",
                "recencyDays -> recencyDays is a number: compare it with one.",
                "recencyDays matches \"3\" -> matches does not compare numbers. Use < <= > >= =="
                        + " != in.",
                "recencyDays not matches \"3\" -> matches does not compare numbers. Use < <= > >="
                        + " == != in.",
                "recencyDays contains 3 -> contains does not compare numbers. Use < <= > >= == !="
                        + " in.",
                "recencyDays memberOf x -> memberOf does not compare numbers. Use < <= > >= == !="
                        + " in.",
                "!(recencyDays < 30) -> Nothing is negated here. Write the opposite comparison, or"
                        + " not Member( … ).",
                "!rHigh == true -> Nothing is negated here. Write the opposite comparison, or not"
                        + " Member( … ).",
                "recencyDays < 30 ^ rHigh -> ^ is not allowed.",
                "recencyDays.toString() == \"3\" -> Nothing is computed or called in a condition:"
                        + " recencyDays.toString(). Compare one field.",
                "recencyDays > System.currentTimeMillis() ->"
                        + " 27: recencyDays cannot be compared with"
                        + " System.currentTimeMillis(); it takes whole days.",
                "new java.io.File(\"x\") != null ->"
                        + " Nothing is computed or called in a condition: new"
                        + " java.io.File(\"x\"). Compare one field.",
                "eval(true) -> Nothing is computed or called in a condition: eval(true). Compare"
                        + " one field.",
                "rHigh || $x : recencyDays -> $x must be bound in a condition of its own, after a"
                        + " comma.",
                "recencyDays > $x -> The variable $x has no value here: bind it in an earlier"
                        + " condition, $x : field.",
                "recencyDays := 3 -> recencyDays must be bound in a condition of its own, after a"
                        + " comma.",
                "recencyDays > 3 < 5 ->"
                        + " 29: Comparisons do not follow one another. Write two conditions,"
                        + " as in recencyDays >= 30, recencyDays < 90.",
                "attributes[\"x\"] == 3 -> 32: A text in double quotes is needed, not 3.",
                "recencyDays; -> a condition before a semicolon is not allowed in a rule file."
                        + " Remove it.",
            })
    void refusesConditions(String text, String message) {
        assertThat(finding(rule("Member( " + text + " )")))
                .isEqualTo(message.matches("\\d+: .*") ? "5:" + message : "5:13: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "Mebmer() -> 5: There is no fact type Mebmer. " + TYPES + " Did you mean Member.",
                "java.lang.String() -> 5: There is no fact type java.lang.String. " + TYPES + "",
                "/member[ recencyDays < 3 ] -> 5: There is no fact type /…. " + TYPES + "",
                "$m : Member() -> 5: $m : is not allowed in a rule file. Remove it.",
                "Member() from foo -> 5: from / collect is not allowed in a rule file."
                        + " Remove it.",
                "Member() over window:length(3) -> 5: over window is not allowed in a rule file."
                        + " Remove it.",
                "Member() @watch(x) -> 5: @ after a pattern is not allowed in a rule file. Remove"
                        + " it.",
                "eval( true ) -> 5: Eval is not allowed in a rule file. Remove it.",
                "forall( Member( rHigh ) ) -> 5: Forall is not allowed in a rule file. Remove it.",
                "if (true) do[x] -> 5: ConditionalBranch is not allowed in a rule file. Remove it.",
                "Member() do[x] -> 14: NamedConsequence is not allowed in a rule file. Remove it.",
                "?q() -> 5: There is no fact type q. " + TYPES + "",
                "Segment( value == 'a' ) -> 5: Segment must name its model: model == \"…\".",
                "Segment( model != 'one' ) -> 5: Segment must name its model: model == \"…\".",
                "Segment( model == 'one' || value == 'a' ) -> 5: Segment must name its model: model"
                        + " == \"…\".",
                "Segment( model == 'oen' ) ->"
                        + " 24: The catalogue rulebook.yaml knows no model oen. Did you mean"
                        + " one.",
                "Segment( model == 'nothing' ) ->"
                        + " 24: The catalogue rulebook.yaml knows no model nothing; it can be"
                        + " one, two, three, course.",
                "Segment( model == one ) -> 23: A text in double quotes is needed, not one.",
                "Segment( model == 'one', value == 'x' ) ->"
                        + " 39: The model one has no value x; it can be a, b, c; a new value"
                        + " is first added to rulebook.yaml.",
                "Segment( model == 'one', value in ('a', 'x') ) ->"
                        + " 45: The model one has no value x; it can be a, b, c; a new value"
                        + " is first added to rulebook.yaml.",
                "Segment( model == 'one', value matches 'a' ) -> 5: " + SEGMENT + "",
                "Segment( model == 'one', model == 'two' ) -> 5: " + SEGMENT + "",
                "Segment( model == 'one', !(value == 'a') ) -> 5: " + SEGMENT + "",
                "Segment( model == 'one', since > 3 ) ->"
                        + " 38: A text in double quotes is needed, not 3.",
            })
    void refusesPatterns(String text, String message) {
        assertThat(finding(rule(text.replace(QUOTE, "\"")))).isEqualTo("5:" + message);
    }

    @Test
    void refusesAccumulateWhereTheRuleStands() {
        read(rule("accumulate( Member(); count(1) )"));
        assertThat(findings).isNotEmpty();
        assertThat(findings.get(0).text(false))
                .contains(":5:17: There is one Member only: no accumulate is needed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-loop true",
                "no-loop",
                "timer ( int: 3 )",
                "dialect \"mvel\"",
                "duration 5",
                "lock-on-active true",
                "ruleflow-group \"x\"",
                "activation-group \"x\"",
                "auto-focus true",
                "calendars \"x\"",
                "@Direct",
            })
    void refusesAttributes(String attribute) {
        String text =
                "package rulebook.test\nrule \"规则\"\n  "
                        + attribute
                        + "\nwhen\nthen\n  "
                        + GIVE
                        + "\nend\n";
        assertThat(finding(text))
                .startsWith("3:3: ")
                .endsWith(" is not allowed in a rule file. Remove it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"( 1 + 2 )", "recencyDays", "10000000"})
    void aSalienceIsAWholeNumber(String salience) {
        read(
                "package rulebook.test\nrule \"规则\"\n  salience "
                        + salience
                        + "\nwhen\nthen\n  "
                        + GIVE
                        + "\nend\n");
        assertThat(findings)
                .extracting(Finding::en)
                .containsExactly(
                        "salience takes a whole number, as in salience 10, not " + salience + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agenda-group \"x\"", "salience = 10", "unknown 3", "enabled"})
    void refusesWhatIsNoAttribute(String attribute) {
        read(
                "package rulebook.test\nrule \"规则\"\n  "
                        + attribute
                        + "\nwhen\n  Member()\nthen\n  "
                        + GIVE
                        + "\nend\n");
        assertThat(findings).isNotEmpty();
        assertThat(findings.get(0).en()).startsWith("Syntax error: ");
        assertThat(findings.get(0).zh()).startsWith("语法错误：");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "import java.lang.String; -> 2:1: import",
                "import function a.b; -> 2:1: import function",
                "import accumulate a.B c; -> 2:1: import accumulate",
                "global String x; -> 2:1: global",
                "function int f() { return 1; } -> 2:1: function",
                "declare X a : int end -> 2:9: declare",
                "declare enum X A, B; end -> 2:9: declare enum",
                "declare entry-point x end -> 2:9: declare entry-point",
                "declare window W Member() over window:length(1) end -> 2:9: declare window",
                "query q() Member() end -> 2:1: query",
                "unit X; -> 2:1: unit",
                "salience 3 -> 2:1: attribute",
            })
    void refusesAllButRules(String text, String message) {
        assertThat(finding("package rulebook.test\n" + text + "\n"))
                .isEqualTo(message + " is not allowed in a rule file. Remove it.");
    }

    @Test
    void refusesInheritance() {
        read("package rulebook.test\nrule \"r\" extends \"s\" when then " + GIVE + " end\n");
        assertThat(findings.get(0).en())
                .isEqualTo("extends is not allowed in a rule file. Remove it.");
    }

    @ParameterizedTest
    @CsvSource({"package x, x", "package rulebookx, rulebookx"})
    void refusesOtherPackages(String text, String name) {
        assertThat(finding(text + "\n"))
                .isEqualTo("1:1: The package must begin with rulebook; it is " + name + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "// nothing"})
    void aFileNeedsItsPackage(String text) {
        assertThat(finding(text + "\n"))
                .isEqualTo(
                        "1:1: The file must begin with its package, as in package"
                                + " rulebook.segments.");
    }

    private static final String ONLY =
            "After then only 1 to 10 calls decision.segment(\"model\", \"value\"); may stand, and"
                    + " such of decision.stage and decision.tag.";

    private static final String TYPES =
            "There are Member, Order, Purchase, Preference, Behaviour, Tag, Segment, Campaign,"
                    + " Word.";

    private static final String SEGMENT =
            "In Segment only model == \"…\", value with == != in, and since may stand.";

    /** Line 7 is the first after then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert(new Object());",
                "insertLogical(new Object());",
                "update(x);",
                "modify(x) { }",
                "delete(x);",
                "System.exit(1);",
                "decision.segment(\"one\", \"a\" + \"b\");",
                "decision.segment(\"one\", \"a\\\"b\");",
                "decision.segment(\"one\");",
                "decision.getClass();",
                "{ decision.segment(\"one\", \"a\"); }",
                "if (true) decision.segment(\"one\", \"a\");",
                "// 说明",
            })
    void refusesAllButDecisions(String then) {
        assertThat(finding(TestRulebook.file(TestRulebook.rule("r", "Member()", then))))
                .isEqualTo("7:5: " + ONLY);
        findings.clear();
        String second = GIVE + "\n    " + then;
        assertThat(finding(TestRulebook.file(TestRulebook.rule("r", "Member()", second))))
                .as("after a good decision")
                .isEqualTo("8:5: " + ONLY);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "decision.stage('one', 'a'); -> The model one is given with decision.segment.",
                "decision.segment('course', 'a'); -> The model course is given with decision.stage.",
                "decision.tag('one', 'a'); -> The model one is given with decision.segment.",
                "decision.segment('one', 'x'); ->"
                        + " 59: The model one has no value x; it can be a, b, c; a new value"
                        + " is first added to rulebook.yaml.",
                "decision.segment('tow', 'x'); ->"
                        + " 53: The catalogue rulebook.yaml knows no model tow. Did you mean"
                        + " two.",
            })
    void refusesDecisionsOfWhatIsNotInTheCatalogue(String then, String message) {
        String text =
                TestRulebook.file(
                        TestRulebook.rule("r", "Member()", GIVE + " " + then.replace("'", "\"")));
        assertThat(finding(text))
                .isEqualTo(message.matches("\\d+: .*") ? "7:" + message : "7:35: " + message);
    }

    @Test
    void refusesARuleThatGivesNothingOrTooMuch() {
        assertThat(finding(TestRulebook.file(TestRulebook.rule("r", "Member()", ""))))
                .isEqualTo(
                        "3:1: The rule gives nothing. Add a decision.segment, decision.stage or"
                                + " decision.tag.");
        findings.clear();
        assertThat(read(TestRulebook.file(TestRulebook.rule("r", "", GIVE.repeat(10))))).hasSize(1);
        assertThat(findings).isEmpty();
        assertThat(finding(TestRulebook.file(TestRulebook.rule("r", "", GIVE.repeat(11)))))
                .isEqualTo("7:" + (5 + 10 * GIVE.length()) + ": " + ONLY);
    }

    @Test
    void columnsCountCharactersAndStartAtOne() {
        assertThat(
                        finding(
                                "package rulebook\nrule \"新 😀 b\" when Member( /* 😀 */ recencyDay"
                                        + " < 3 ) then "
                                        + GIVE
                                        + " end\n"))
                .startsWith("2:35: There is no fact recencyDay");
        findings.clear();
        assertThat(
                        finding(
                                "package rulebook\nrule \"新 😀 b\" when Member() then"
                                        + " decision.segment(\"😀\", \"a\"); end\n"))
                .startsWith("2:51: The catalogue");
    }

    @Test
    void refusesHiddenText() {
        assertThat(finding("package rulebook.test\n// 😀 \\u0022\n"))
                .isEqualTo("2:6: \\u escapes are refused. Write the character itself.");
        for (String hidden : List.of("\u202E", "\u2066", "\u200F", "\u061C")) {
            findings.clear();
            assertThat(finding("package rulebook.test\n// 好" + hidden + "\n"))
                    .isEqualTo(
                            String.format(
                                    "2:5: Here is the hidden character U+%04X. Remove it.",
                                    hidden.codePointAt(0)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "Member( recencyDays < 30 # ) -> 5:30: Syntax error: #",
                "Member( recencyDays < 3￥0 ) ->"
                        + " 5:28: The character ￥ cannot stand here. Remove it; texts stand"
                        + " in double quotes.",
                "Member( recencyDays < 30 garbage ) -> 5:29: A comma , is missing here.",
                "Member( recencyDays < 30 && ) -> 5:33: Syntax error: )",
                "Member( recencyDays in () ) -> 5:29: Syntax error: )",
                "Member( recencyDays = 3 ) -> 5:25: = is no sign of a rule. Write ==.",
                "Member( rHigh ) || Member( fHigh ) -> 5:21: Syntax error: ||",
                "Member( -> 5:11: The bracket ( is not closed. Add ).",
            })
    void syntaxErrorsHaveTheirPlace(String when, String message) {
        read(rule(when));
        assertThat(findings).isNotEmpty();
        assertThat(findings.get(0).text(false)).startsWith("a/测试.drl:" + message);
    }

    @Test
    void aFileThatEndsTooEarly() {
        read("package rulebook.test\nrule \"r\" when Member() then " + GIVE);
        assertThat(findings.get(0).text(false))
                .isEqualTo("a/测试.drl:2:58: The rule \"r\" has no end. Add a line end here.");
    }

    /**
     * Beyond some brackets the parser's time doubles with each; 20,000 would overflow its stack.
     */
    @ParameterizedTest
    @ValueSource(ints = {33, 20_000})
    void refusesBracketsNestedBeyondAllReason(int depth) {
        assertThat(
                        finding(
                                rule(
                                        "Member( "
                                                + "(".repeat(depth)
                                                + "rHigh"
                                                + ")".repeat(depth)
                                                + " )")))
                .isEqualTo(
                        "5:44: Brackets are nested more than 32 deep. Write the condition more"
                                + " simply.");
    }

    @Test
    void limitsTheSizeOfARule() {
        String thirty = "recencyDays < 3" + ", recencyDays < 3".repeat(29);
        assertThat(read(rule("Member( " + thirty + " )"))).hasSize(1);
        assertThat(findings).isEmpty();
        assertThat(finding(rule("Member( " + thirty + ", recencyDays < 3 )")))
                .isEqualTo("3:1: There are 31 conditions; at most 30 are allowed. Split the rule.");
        findings.clear();
        String four = "rHigh || fHigh && ( mHigh || rHigh && fHigh )";
        assertThat(read(rule("Member( " + four + " )"))).hasSize(1);
        assertThat(findings).isEmpty();
        assertThat(finding(rule("not Member( " + four + " )")))
                .isEqualTo(
                        "3:1: Conditions are nested 5 deep; at most 4 are allowed. Split the"
                                + " rule.");
    }

    @Test
    void allFindingsOfAFileComeAtOnce() {
        read(
                TestRulebook.file(
                        "import java.lang.String;\n",
                        TestRulebook.rule("a", "Member( x < 3, y > 4 )", "insert(1);"),
                        TestRulebook.rule("b", "Member()", GIVE),
                        TestRulebook.rule("c", "Mebmer()", "decision.segment(\"x\", \"y\");")));
        assertThat(findings).hasSize(6);
    }

    @Test
    void standardErrorStaysQuiet() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            read(rule("Member( recencyDays < 3 # || )"));
            read(rule("Member( recencyDays not matches )"));
            read("rule");
        } finally {
            System.setErr(before);
        }
        assertThat(findings).isNotEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
