package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.Finding;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped rulebook means what its catalogue says, as far as the golden file says. */
class ShippedAnalysisTest {
    private static final String GOLDEN = "/analysis/shipped.txt";

    @Test
    void theShippedRulebookIsProved() throws IOException {
        Report report;
        try (CompiledRules rules =
                RuleCompiler.compile(RulebookFiles.shipped(), new FactSchema(List.of()))
                        .orThrow()) {
            report = Analysis.of(rules);
        }
        assertThat(report.findings().stream().map(f -> f.text(false))).isEmpty();
        assertThat(report.findings()).extracting(Finding::zh).isEmpty();
        List<String> lines =
                Stream.concat(
                                report.proved().stream()
                                        .map(p -> "proved " + p.model() + " " + p.taken()),
                                report.unproved().stream()
                                        .map(u -> "unproved " + u.model() + ": " + u.en()))
                        .toList();
        assertThat(lines).isEqualTo(golden());
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = ShippedAnalysisTest.class.getResourceAsStream(GOLDEN)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
