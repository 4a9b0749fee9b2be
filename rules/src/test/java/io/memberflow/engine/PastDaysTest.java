package io.memberflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.rfm.MemberHistory;
import io.memberflow.rfm.TestOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules that look at days past: what is kept, since when something stands, dates of effect. */
class PastDaysTest {
    private static final int D = 20_000;

    private static Decider decider(CompiledRules rules) {
        return new Decider(rules, rules.catalogue().scores());
    }

    private static boolean hasTag(Decider decider, MemberHistory history, int day) {
        return !decider.decide(history, day).tags().isEmpty();
    }

    @Test
    void whatIsKeptStaysForItsDays() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        "rule \"r\" @keep(\"P10D\") when Member( recencyDays < 2 ) then"
                                + " decision.tag(\"口味\", \"甜\"); end\n")) {
            Decider decider = decider(rules);
            Random random = new Random(3);
            for (int trial = 0; trial < 30; trial++) {
                List<Integer> days = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    days.add(D + random.nextInt(40));
                }
                MemberHistory history =
                        TestOrder.history(
                                days.stream()
                                        .map(day -> TestOrder.of("o" + day, day))
                                        .toArray(TestOrder[]::new));
                for (int day = D - 1; day < D + 60; day++) {
                    int asked = day;
                    boolean kept = days.stream().anyMatch(on -> asked - on >= 0 && asked - on < 11);
                    assertThat(hasTag(decider, history, day)).as("day %d", day - D).isEqualTo(kept);
                }
                Verdict verdict = decider.decide(history, days.get(0) + 5);
                TagStanding tag = verdict.tags().get(0);
                assertThat(hasTag(decider, history, tag.since() - 1)).isFalse();
                assertThat(hasTag(decider, history, tag.since())).isTrue();
                assertThat(tag.reason().because()).isNotEmpty();
            }
        }
    }

    @Test
    void whatIsKeptIsSeenByLaterRules() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        "rule \"r\" @keep(\"P10D\") when Member( recencyDays < 1 ) then"
                                + " decision.segment(\"one\", \"a\"); end\n",
                        TestRulebook.rule(
                                "s",
                                "Segment( model == \"one\", value == \"a\" )",
                                "decision.tag(\"口味\", \"甜\");"))) {
            Decider decider = decider(rules);
            MemberHistory history = TestOrder.history(TestOrder.of("o", D));
            assertThat(hasTag(decider, history, D + 9)).isTrue();
            assertThat(hasTag(decider, history, D + 10)).isFalse();
        }
    }

    @Test
    void sinceCanBeAskedFor() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        TestRulebook.rule(
                                "r",
                                "Member( recencyDays < 30 )",
                                "decision.segment(\"one\", \"a\");"),
                        TestRulebook.rule(
                                "s",
                                "Segment( model == \"one\", since >= \"2024-10-10\" )",
                                "decision.tag(\"口味\", \"甜\");"))) {
            // 20_000 is 2024-10-04.
            Decider decider = decider(rules);
            MemberHistory early = TestOrder.history(TestOrder.of("o", D));
            MemberHistory late = TestOrder.history(TestOrder.of("o", D + 6));
            MemberHistory unbroken =
                    TestOrder.history(TestOrder.of("o", D), TestOrder.of("p", D + 6));
            assertThat(hasTag(decider, early, D + 8)).isFalse();
            assertThat(hasTag(decider, late, D + 8)).isTrue();
            assertThat(hasTag(decider, unbroken, D + 8)).isFalse();
        }
    }

    @Test
    void rulesAreInForceBetweenTheirDates() {
        try (CompiledRules rules =
                TestRulebook.rules(
                        "rule \"r\" date-effective \"2024-10-06\" date-expires \"2024-10-09\" when"
                                + " Member() then decision.stage(\"course\", \"a\"); end\n")) {
            Decider decider = decider(rules);
            MemberHistory history = TestOrder.history(TestOrder.of("o", D));
            List<Integer> days = new ArrayList<>();
            for (int day = D; day < D + 10; day++) {
                Verdict verdict = decider.decide(history, day);
                if (!verdict.standings().isEmpty()) {
                    days.add(day - D);
                    assertThat(verdict.standings().get(0).since()).isEqualTo(D + 2);
                    assertThat(verdict.standings().get(0).nextOn()).isEqualTo(D + 5);
                }
            }
            assertThat(days).containsExactly(2, 3, 4);
        }
    }
}
