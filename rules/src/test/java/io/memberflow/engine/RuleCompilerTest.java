package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.member.DayFacts;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleCompilerTest {
    private static final String GIVE_A = "decision.segment(\"one\", \"a\");";

    private static List<String> findings(Map<String, String> files) {
        RuleCompiler.Result result = TestRulebook.compile(files);
        assertThat(result.rules()).isNull();
        assertThat(result.findings())
                .allSatisfy(f -> assertThat(f.zh()).endsWith("。").matches("(?s).*\\p{IsHan}.*"))
                .allSatisfy(f -> assertThat(f.en()).endsWith("."));
        return result.findings().stream().map(f -> f.text(false)).toList();
    }

    private static String reading(String name, String model, String gives) {
        return TestRulebook.rule(
                name,
                "Segment( model == \"" + model + "\" )",
                "decision.segment(\"" + gives + "\", \"a\");");
    }

    @Test
    void allFindingsOfAllFilesComeAtOnceInOrder() {
        assertThat(
                        findings(
                                Map.of(
                                        "b.drl",
                                        TestRulebook.file(
                                                TestRulebook.rule("r", "Member( x < 3 )", GIVE_A),
                                                TestRulebook.rule("s", "Member()", "insert(1);")),
                                        "a/broken.drl",
                                        "package rulebook.a\nrule \"q\" when Member( then end\n",
                                        "c.drl",
                                        TestRulebook.file(
                                                TestRulebook.rule("good", "Member()", GIVE_A)))))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("a/broken.drl:2:"),
                        f -> assertThat(f).startsWith("b.drl:5:13: There is no fact x"),
                        f -> assertThat(f).startsWith("b.drl:14:5: After then only"));
    }

    @Test
    void twoRulesOfOneName() {
        String rule = TestRulebook.rule("r", "Member()", GIVE_A);
        assertThat(
                        findings(
                                Map.of(
                                        "a.drl",
                                        TestRulebook.file(rule),
                                        "b.drl",
                                        TestRulebook.file("\n", rule))))
                .containsExactly("b.drl:5:1: The rule name r is taken by a.drl:3. Choose another.");
    }

    @Test
    void circlesAreNamedByTheirPath() {
        assertThat(
                        findings(
                                Map.of(
                                        "a.drl",
                                        TestRulebook.file(
                                                reading("r1", "two", "one"),
                                                reading("r2", "three", "two"),
                                                reading("r3", "one", "three"),
                                                reading("r4", "one", "three")))))
                .containsExactly(
                        "a.drl:3:1: Models or tags depend on one another in a circle: one → three → two →"
                                + " one. Remove one of these conditions.");
    }

    @Test
    void aRuleThatReadsWhatItGivesAndACircleBesideIt() {
        assertThat(
                        findings(
                                Map.of(
                                        "a.drl",
                                        TestRulebook.file(
                                                reading("r0", "one", "one"),
                                                reading("r1", "three", "two"),
                                                TestRulebook.rule(
                                                        "r2",
                                                        "not Segment( model == \"two\" )",
                                                        "decision.segment(\"three\", \"a\");")))))
                .hasSize(2)
                .anySatisfy(f -> assertThat(f).contains("one → one."))
                .anySatisfy(f -> assertThat(f).contains("two → three → two."));
    }

    @Test
    void atMostFiveHundredRules() {
        String[] rules =
                IntStream.rangeClosed(1, 501)
                        .mapToObj(i -> TestRulebook.rule("r" + i, "Member()", GIVE_A))
                        .toArray(String[]::new);
        assertThat(findings(Map.of("a.drl", TestRulebook.file(rules))))
                .containsExactly(
                        "rulebook.yaml:1:1: There are 501 rules; at most 500 are allowed.");
    }

    @Test
    void atMostTwoMebibytes() {
        assertThat(findings(Map.of("a.drl", "//" + "x".repeat(2 << 20))))
                .singleElement()
                .asString()
                .contains("larger than 2 MiB");
    }

    @Test
    void atMostAThousandWays() {
        String two = "( Segment( model == \"two\", value == \"a\" ) or Member( rHigh ) )\n    ";
        assertThat(
                        findings(
                                Map.of(
                                        "a.drl",
                                        TestRulebook.file(
                                                TestRulebook.rule("r", "Member()", GIVE_A),
                                                TestRulebook.rule("s", two.repeat(10), GIVE_A)))))
                .containsExactly(
                        "a.drl:10:1: Up to this rule the combinations of or are more than 1000. Use"
                                + " in instead of or, or split the rule.");
    }

    @Test
    void withoutACatalogueNothingIsRead() {
        RuleCompiler.Result result =
                RuleCompiler.compile(Release.of(0, Map.of("a.drl", "x")), TestRulebook.SCHEMA);
        assertThat(result.findings())
                .containsExactly(
                        new Finding(
                                "rulebook.yaml",
                                1,
                                1,
                                "缺少目录文件 rulebook.yaml。",
                                "The catalogue rulebook.yaml is missing."));
    }

    @Test
    void aBrokenCatalogueIsAFindingAtItsPlace() {
        assertThat(findings(Map.of(RulebookFiles.CATALOGUE, "models: []\n\n  : {\n")))
                .singleElement()
                .asString()
                .matches("rulebook.yaml:[1-9][0-9]*:[1-9][0-9]*: This is no YAML: .*");
    }

    @Test
    void orThrowNamesAllFindings() {
        RuleCompiler.Result result =
                TestRulebook.compile(
                        Map.of("a.drl", "package x\n", "b.drl", "package rulebook\nnonsense\n"));
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(RulebookProblem.class)
                .hasMessageStartingWith("The rulebook has errors:\n  a.drl:1:1: The package")
                .hasMessageContaining("\n  b.drl:2:1: Syntax error: nonsense");
    }

    @Test
    void carriesVersionAndChecksum() {
        Release release =
                Release.of(
                        7,
                        Map.of(
                                RulebookFiles.CATALOGUE,
                                TestRulebook.CATALOGUE,
                                "README.md",
                                "no rule"));
        try (CompiledRules rules = RuleCompiler.compile(release, TestRulebook.SCHEMA).orThrow()) {
            assertThat(rules.version()).isEqualTo(7);
            assertThat(rules.sha256()).isEqualTo(release.sha256()).hasSize(64);
            assertThat(rules.rules()).isEmpty();
            assertThat(rules.factsRead()).isEmpty();
            assertThat(rules.decide(DayFacts.ofNumbers(TestRulebook.facts())))
                    .isEqualTo(rules.none());
        }
    }
}
