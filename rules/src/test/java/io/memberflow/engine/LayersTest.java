package io.memberflow.engine;

import static io.memberflow.engine.TestRulebook.COURSE;
import static io.memberflow.engine.TestRulebook.ONE;
import static io.memberflow.engine.TestRulebook.THREE;
import static io.memberflow.engine.TestRulebook.TWO;
import static io.memberflow.engine.TestRulebook.facts;
import static io.memberflow.engine.TestRulebook.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import org.junit.jupiter.api.Test;

/** Rules that read what other rules gave, saliences, ties. */
class LayersTest {
    private static String give(String model, String value) {
        return "decision.segment(\"" + model + "\", \"" + value + "\");";
    }

    private static String segment(String model, String rest) {
        return "Segment( model == \"" + model + "\"" + rest + " )";
    }

    private static String values(CompiledRules rules, long orders) {
        Outcome outcome = rules.decidePlainly(DayFacts.ofNumbers(facts("d365.orders", orders)));
        assertThat(rules.decide(DayFacts.ofNumbers(facts("d365.orders", orders))))
                .isEqualTo(outcome);
        return TestRulebook.value(rules, outcome, ONE)
                + " "
                + TestRulebook.value(rules, outcome, TWO)
                + " "
                + TestRulebook.value(rules, outcome, THREE)
                + " "
                + TestRulebook.value(rules, outcome, COURSE);
    }

    /** Written last to first: the order in the file does not matter. */
    @Test
    void aChainOfFourLayers() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule(
                                "course",
                                segment("three", ", value != \"b\""),
                                "decision.stage(\"course\", \"中文\");"),
                        rule(
                                "three.a",
                                segment("two", ", value in (\"a\", \"b\")"),
                                give("three", "a")),
                        rule(
                                "three.b",
                                segment("two", ", value not in (\"a\", \"b\")"),
                                give("three", "b")),
                        rule("two.a", segment("one", ", value == \"a\""), give("two", "a")),
                        rule("two.c", segment("one", ", value == \"c\""), give("two", "c")),
                        rule(
                                "two.b",
                                "not " + segment("one", "") + " Member( d365.orders > 0 )",
                                give("two", "b")),
                        rule("one.a", "Member( d365.orders == 1 )", give("one", "a")),
                        rule("one.c", "Member( d365.orders == 2 )", give("one", "c")))) {
            assertThat(values(rules, 1)).isEqualTo("a a a 中文");
            assertThat(values(rules, 2)).isEqualTo("c c b null");
            assertThat(values(rules, 3)).isEqualTo("null b a 中文");
            assertThat(values(rules, 0)).isEqualTo("null null null null");
        }
    }

    /** A model that a rule of the first layer and one of the second give is settled after both. */
    @Test
    void aModelGivenInTwoLayersAndARuleThatGivesTwoModels() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule(
                                "both",
                                "Member( d365.orders >= 1 )",
                                give("one", "b") + " " + give("two", "b")),
                        rule("two.a", segment("one", ", value == \"b\""), give("two", "a")),
                        rule("three.a", segment("two", ", value == \"a\""), give("three", "a")),
                        rule("three.b", segment("two", ", value == \"b\""), give("three", "b")))) {
            assertThat(values(rules, 1)).isEqualTo("b a a null");
            assertThat(rules.decide(DayFacts.ofNumbers(facts("d365.orders", 1))).ties())
                    .isEqualTo(1);
            assertThat(values(rules, 0)).isEqualTo("null null null null");
        }
    }

    @Test
    void theGreatestSalienceStandsAndOfEqualOnesTheCataloguesFirst() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        salient("c", 1, "d365.orders >= 1"),
                        salient("b", 0, "d365.orders >= 2"),
                        salient("a", 0, "d365.orders >= 3"),
                        salient("b", -2, "d365.orders >= 0"),
                        salient("b", 1, "d365.orders >= 4"),
                        salient("a", 2, "d365.orders >= 5"),
                        salient("a", 2, "d365.orders >= 6"))) {
            assertThat(values(rules, 0)).startsWith("b ");
            assertThat(values(rules, 1)).startsWith("c ");
            assertThat(values(rules, 2)).startsWith("c ");
            assertThat(values(rules, 3)).startsWith("c ");
            assertThat(rules.decide(DayFacts.ofNumbers(facts("d365.orders", 3))).ties())
                    .as("a tie among weaker ones is none")
                    .isZero();
            assertThat(values(rules, 4)).startsWith("b ");
            assertThat(rules.decide(DayFacts.ofNumbers(facts("d365.orders", 4))).ties())
                    .isEqualTo(1);
            assertThat(values(rules, 5)).startsWith("a ");
            assertThat(rules.decide(DayFacts.ofNumbers(facts("d365.orders", 5))).ties()).isZero();
            assertThat(values(rules, 6)).startsWith("a ");
            Outcome outcome = rules.decide(DayFacts.ofNumbers(facts("d365.orders", 6)));
            assertThat(outcome.ties()).as("two rules for one value agree").isZero();
            assertThat(rules.rules().get(outcome.rule(ONE)).name())
                    .isEqualTo("a 2 d365.orders >= 5");
        }
    }

    private static String salient(String value, int salience, String when) {
        return "rule \""
                + value
                + " "
                + salience
                + " "
                + when
                + "\" salience "
                + salience
                + " when Member( "
                + when
                + " ) then "
                + give("one", value)
                + " end\n";
    }

    @Test
    void aModelThatNoRuleGivesHasNoValue() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule("r", segment("two", ""), give("one", "a")),
                        rule("s", "not " + segment("two", ""), give("one", "b")))) {
            assertThat(values(rules, 1)).isEqualTo("b null null null");
        }
    }

    @Test
    void aFactThatIsAbsentFailsEveryComparison() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule("r", "Member( recencyDays != 5 )", give("one", "a")),
                        rule("s", "not Member( recencyDays != 5 )", give("one", "b")))) {
            assertThat(values(rules, 1)).startsWith("b ");
            assertThat(
                            TestRulebook.value(
                                    rules,
                                    rules.decide(DayFacts.ofNumbers(facts("recencyDays", 6))),
                                    ONE))
                    .isEqualTo("a");
            assertThat(
                            TestRulebook.value(
                                    rules,
                                    rules.decide(DayFacts.ofNumbers(facts("recencyDays", 5))),
                                    ONE))
                    .isEqualTo("b");
        }
    }

    @Test
    void remembersEachSetOfFiredRulesOnce() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        rule(
                                "r",
                                "Member( d365.orders >= 2, d365.orders < 9 )",
                                give("one", "a")))) {
            for (int orders = -5; orders < 20; orders++) {
                rules.decide(
                        DayFacts.ofNumbers(facts("d365.orders", orders, "recencyDays", orders)));
            }
            assertThat(rules.remembered()).as("fired or not").isEqualTo(2);
            rules.decide(DayFacts.ofNumbers(facts()));
            assertThat(rules.remembered()).isEqualTo(2);
            assertThat(rules.factsRead()).extracting("name").containsExactly("d365.orders");
            assertThat(rules.reads().steps().numbers().get(TestRulebook.SCHEMA.get("d365.orders")))
                    .containsExactly(2L, 9L);
        }
    }
}
