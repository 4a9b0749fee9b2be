package io.memberflow.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every case of the shipped rulebook is met, and together they try what it says. */
class ShippedCasesTest {
    private static final FactSchema SCHEMA = new FactSchema(List.of());

    @Test
    void allCasesAreMet() {
        Release release = RulebookFiles.shipped();
        try (CompiledRules rules = RuleCompiler.compile(release, SCHEMA).orThrow()) {
            CaseReader.Result read = CaseReader.read(release, rules.catalogue(), SCHEMA);
            assertThat(read.findings().stream().map(f -> f.text(false))).isEmpty();

            CaseReport report = new CaseRunner(rules).run(read.cases());

            assertThat(report.misses().stream().map(miss -> miss.text(false))).isEmpty();
            assertThat(report.misses().stream().map(miss -> miss.text(true))).isEmpty();
            assertThat(report.cases()).isEqualTo(read.cases().size()).isPositive();
        }
    }
}
