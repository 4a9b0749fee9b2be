package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import io.memberflow.member.Row;
import io.memberflow.rulebook.Release;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rules foreseen many at a time against the solver, which takes them one by one. */
class ForesightPropertyTest {
    private static final int RULES = 40;
    private static final int MEMBERS = 60;

    @Property(tries = 12)
    void itSaysOfEveryRuleWhatTheSolverSays(@ForAll long seed) {
        RandomRules made = new RandomRules(seed);
        try (CompiledRules rules = rules(made)) {
            int fired = 0;
            for (int i = 0; i < MEMBERS; i++) {
                DayFacts member = made.member();
                Evaluation evaluation = rules.evaluation(member, Past.NONE, new Memo());
                for (int layer = 0; layer < rules.layers().count(); layer++) {
                    Fired expected = bySolver(rules, layer, evaluation.scene());
                    evaluation.runTo(layer + 1);
                    assertThat(evaluation.firedIn(layer)).isEqualTo(expected);
                    fired += expected.equals(new Fired()) ? 0 : 1;
                }
                Evaluation quick =
                        new Evaluation(rules, member, Past.NONE, new Memo(), false)
                                .runTo(rules.layers().count());
                assertThat(quick.fired()).isEqualTo(evaluation.fired());
                assertThat(rules.decide(member)).isEqualTo(evaluation.outcome());
            }
            assertThat(fired).isPositive();
        }
    }

    private static CompiledRules rules(RandomRules made) {
        Map<String, String> files = new TreeMap<>();
        files.put("rulebook.yaml", TestRulebook.CATALOGUE);
        while (files.size() <= RULES) {
            String text = TestRulebook.file(made.rule("r" + files.size()));
            if (GoodRulesTest.isSmallEnough(text)) {
                files.put("made" + files.size() + ".drl", text);
            }
        }
        files.put("tables/lists/" + RandomRules.LIST + ".csv", RandomRules.list());
        return RuleCompiler.understand(Release.of(1, files), TestRulebook.SCHEMA).orThrow();
    }

    private static Fired bySolver(CompiledRules rules, int layer, Scene scene) {
        Solver solver = new Solver(scene);
        Fired fired = new Fired();
        for (int number : rules.layers().rulesOf(layer)) {
            Rule rule = rules.rules().get(number);
            if (rule.boundGifts().isEmpty()) {
                if (solver.holds(rule.when())) {
                    fired.add(number);
                }
                continue;
            }
            solver.each(
                    rule.when(),
                    () -> {
                        Row[] bound = solver.bound().clone();
                        fired.add(number, Decision.read(rule, bound));
                        return false;
                    });
        }
        return fired;
    }
}
