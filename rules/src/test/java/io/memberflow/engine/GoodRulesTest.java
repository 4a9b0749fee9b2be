package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.member.DayFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the language allows passes all guards, and means the same to Drools and to the solver. */
class GoodRulesTest {
    private static final int FILES = 50;
    private static final int MEMBERS = 40;

    /** The rule, unless nothing but its size is held against it. */
    static boolean isSmallEnough(String text) {
        List<Finding> findings = new ArrayList<>();
        List<Rule> read =
                new RuleReader(
                                "made.drl",
                                text,
                                TestRulebook.catalogue(),
                                TestRulebook.SCHEMA,
                                Map.of(RandomRules.LIST, List.of("红", "红白")),
                                findings)
                        .read();
        assertThat(findings)
                .as("findings of %s", text)
                .allSatisfy(finding -> assertThat(finding.en()).contains("at most"));
        return findings.isEmpty() && Complexity.of(read.get(0).when()).ways() <= 15;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fiftyFilesPassAndAreDecidedAlike(long seed) {
        RandomRules random = new RandomRules(seed);
        Map<String, String> files = new TreeMap<>();
        while (files.size() < FILES) {
            String text = TestRulebook.file(random.rule("r" + files.size()));
            if (isSmallEnough(text)) {
                files.put("made" + files.size() + ".drl", text);
            }
        }
        files.put("tables/lists/" + RandomRules.LIST + ".csv", RandomRules.list());
        try (CompiledRules rules = TestRulebook.compile(files).orThrow()) {
            int given = 0;
            for (int i = 0; i < MEMBERS; i++) {
                DayFacts member = random.member();
                Outcome outcome = rules.decide(member);
                assertThat(outcome).isEqualTo(rules.decidePlainly(member));
                given += outcome.tags().size();
            }
            assertThat(rules.disagreements()).isZero();
            assertThat(given).as("tags given, so that something was decided").isPositive();
        }
    }
}
