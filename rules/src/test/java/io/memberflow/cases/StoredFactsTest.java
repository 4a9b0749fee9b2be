package io.memberflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Decider;
import io.memberflow.engine.FactsJson;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.engine.Verdict;
import io.memberflow.facts.Receivers;
import io.memberflow.facts.StoredFacts;
import io.memberflow.member.DayFacts;
import io.memberflow.member.Fact;
import io.memberflow.member.FactSchema;
import io.memberflow.member.Row;
import io.memberflow.member.Unit;
import io.memberflow.rfm.MemberHistory;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every member of the shipped cases, written to the table and read back. */
class StoredFactsTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    /** Days on which nothing but the number of days since something changes. */
    private static final int LATER = 1;

    @Test
    void whatIsReadBackIsWhatWasWrittenAndIsDecidedTheSame() throws IOException {
        Release release = RulebookFiles.shipped();
        try (CompiledRules rules = RuleCompiler.understand(release, SCHEMA).orThrow()) {
            StoredFacts stored = new StoredFacts(SCHEMA, rules.tables());
            List<CalendarCase> cases = CaseReader.read(release, rules.catalogue(), SCHEMA).cases();
            int agedWithNothingElse = 0;
            for (CalendarCase one : cases) {
                Decider decider =
                        new Decider(
                                rules,
                                one.scoring() == null ? rules.catalogue().scores() : one.scoring());
                for (CalendarCase.Step step : one.steps()) {
                    MemberHistory history = CaseHistory.of(one.events(), step.asOf()).history();
                    int day = (int) step.asOf().toEpochDay();
                    Verdict verdict = decider.decide(history, day);
                    String json = json(verdict, history, day);
                    assertSame(one.name(), stored.read(json, day), verdict.facts(), rules);

                    Verdict later = decider.decide(history, day + LATER);
                    if (json.equals(json(later, history, day + LATER))) {
                        agedWithNothingElse++;
                        DayFacts aged = stored.read(json, day + LATER);
                        assertSame(one.name() + " later", aged, later.facts(), rules);
                    }
                }
            }
            assertThat(cases.size()).isGreaterThan(50);
            assertThat(agedWithNothingElse).isGreaterThan(50);
        }
    }

    private static String json(Verdict verdict, MemberHistory history, int day) {
        return FactsJson.write(SCHEMA, verdict.facts(), Receivers.addresses(history, day));
    }

    private static void assertSame(
            String name, DayFacts read, DayFacts written, CompiledRules rules) {
        for (Fact fact : SCHEMA.readable()) {
            if (fact.unit() != Unit.PERCENT) {
                assertThat(read.numbers()[fact.index()])
                        .as(name + " " + fact.name())
                        .isEqualTo(written.numbers()[fact.index()]);
            }
        }
        assertThat(read.rows().stream().map(StoredFactsTest::text))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(
                        written.rows().stream().map(StoredFactsTest::text).toList());
        assertThat(rules.decide(read)).as(name).isEqualTo(rules.decide(written));
    }

    private static String text(Row row) {
        long[] numbers = new long[0];
        String[] texts = new String[io.memberflow.member.RowSchema.of(row.type()).texts()];
        if (!row.type().title().equals("Member")) {
            numbers = new long[io.memberflow.member.RowSchema.of(row.type()).numbers()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = row.number(i);
            }
        }
        for (int i = 0; i < texts.length; i++) {
            texts[i] = row.text(i);
        }
        return row.type()
                + Arrays.toString(numbers)
                + Arrays.toString(texts)
                + new java.util.TreeMap<>(row.attributes())
                + row.orderId();
    }
}
