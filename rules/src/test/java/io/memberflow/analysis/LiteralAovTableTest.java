package io.memberflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.engine.CompiledRules;
import io.memberflow.engine.RuleCompiler;
import io.memberflow.member.FactSchema;
import io.memberflow.rulebook.Catalogue;
import io.memberflow.rulebook.Model;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of average order values as the source prints it: inverted, and with a hole. */
class LiteralAovTableTest {
    private static final String TABLE = "segments/aov_band.drl";

    private static CompiledRules rules;

    @ParameterizedTest(name = "the catalogue says how the values run: {0}")
    @ValueSource(booleans = {true, false})
    void theHoleAndTheInvertedLabelsAreNamed(boolean declared) {
        Report report = analyse(declared);

        assertThat(report.proved()).extracting(Report.Proved::model).doesNotContain("aov_band");
        assertThat(report.faults()).allMatch(f -> f.model().equals("aov_band"));
        assertThat(report.faults())
                .extracting(Fault::kind)
                .containsExactly(Fault.Kind.NOT_GIVEN, Fault.Kind.GAP, Fault.Kind.ORDER);
        assertThat(report.findings()).allMatch(f -> f.file().equals(TABLE) && f.line() == 5);
        assertThat(report.findings().get(0).zh()).contains("低客单价");
        assertThat(report.findings().get(1).zh())
                .contains("空档：200.00 < d365.averageOrderValue < 300.00")
                .contains("例如 d365.averageOrderValue = 200.01");
        assertThat(report.findings().get(1).en())
                .contains("no rule holds for 200.00 < d365.averageOrderValue < 300.00");
        assertThat(report.findings().get(2).zh()).contains("顺序相反", "应从大到小", "是 超高客单价", "是 高客单价");
        assertThat(report.findings().get(2).en()).contains("labels", "inverted", "should fall");
    }

    @BeforeAll
    static void compile() throws IOException {
        Release shipped = RulebookFiles.shipped();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < shipped.paths().length; i++) {
            files.put(shipped.paths()[i], shipped.texts()[i]);
        }
        files.put(TABLE, literal());
        rules = RuleCompiler.compile(Release.of(1, files), new FactSchema(List.of())).orThrow();
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    private static Report analyse(boolean declared) {
        Catalogue catalogue = rules.catalogue();
        if (!declared) {
            List<Model> models = catalogue.models().stream().map(m -> silent(m)).toList();
            catalogue =
                    new Catalogue(
                            models,
                            catalogue.parameters(),
                            catalogue.scores(),
                            catalogue.tags(),
                            catalogue.trades());
        }
        return Analysis.of(catalogue, rules.rules(), rules.schema());
    }

    /** The model, if it is the one of the table, without a word on how its values run. */
    private static Model silent(Model model) {
        Model.Promise promise = model.promise();
        return model.id().equals("aov_band")
                ? new Model(
                        model.id(),
                        model.kind(),
                        model.zh(),
                        model.en(),
                        model.values(),
                        new Model.Promise(
                                promise.complete(), promise.window(), List.of(), List.of()))
                : model;
    }

    private static String literal() throws IOException {
        String path = "/analysis/literal-aov/aov_band.drl";
        try (InputStream in = LiteralAovTableTest.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
