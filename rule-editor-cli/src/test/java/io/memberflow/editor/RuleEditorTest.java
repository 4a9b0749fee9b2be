package io.memberflow.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RuleEditorTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void findingsAreListedOnStandardOutputAndTheCodeIsOne() {
        int code = run(List.of("a.drl:3:7: unknown fact", "b.drl:1:1: no rule"), "check");

        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .isEqualToNormalizingNewlines("a.drl:3:7: unknown fact\nb.drl:1:1: no rule\n");
        assertThat(err.toString()).contains("2 findings");
    }

    @Test
    void aGoodRulebookIsSilentOnStandardOutput() {
        int code = run(List.of(), "check", "--lang=zh");

        assertThat(code).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("没有发现问题");
    }

    @Test
    void theAnalysisSaysWhatIsProvedAndWhatNot() {
        assertThat(run(List.of(), "analyze", "--lang=en")).isZero();
        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "not proved: funnel: too many cases\nproved: activity\n");
    }

    @Test
    void findingsOfTheAnalysisComeFirstAndTheCodeIsOne() {
        assertThat(run(List.of("a.drl:3:1: 有空档"), "analyze", "--lang=zh")).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly("a.drl:3:1: 有空档", "未证明：funnel: too many cases", "已证明：activity");
        assertThat(err.toString()).contains("发现 1 个问题");
    }

    @Test
    void failedCasesComeBeforeTheCoverageAndTheCodeIsOne() {
        assertThat(run(List.of("t.yaml:3:1: a: b", "    why"), "test", "--lang=en")).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly("t.yaml:3:1: a: b", "    why", "rules fired: 2 / 5");
        assertThat(err.toString()).contains("3 cases, 2 failures");
    }

    @Test
    void casesThatAreMetEndWithZero() {
        assertThat(run(List.of(), "test", "--lang=zh")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("rules fired: 2 / 5\n");
        assertThat(err.toString()).contains("3 个用例都符合期望");
    }

    @Test
    void wrongUseIsOneLineAndTwo() {
        assertThat(run(List.of(), "check", "--lang=fr")).isEqualTo(2);
        assertThat(run(List.of(), "chekc")).isEqualTo(2);
        assertThat(run(List.of())).isEqualTo(2);
        assertThat(program(List.of()).execute("check", "-C", "no/such/folder")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(4)
                .anyMatch(l -> l.startsWith("--lang fr is no language: give zh or en."))
                .anyMatch(l -> l.startsWith("no/such/folder is no folder"))
                .noneMatch(l -> l.contains("Exception"));
    }

    @Test
    void helpNamesTheCommand() {
        assertThat(run(List.of(), "--help")).isZero();
        assertThat(out.toString()).contains("check", "Exit codes");
    }

    private int run(List<String> findings, String... arguments) {
        return program(findings).execute(withFolder(arguments));
    }

    private String[] withFolder(String... arguments) {
        if (arguments.length == 0 || !Set.of("check", "analyze", "test").contains(arguments[0])) {
            return arguments;
        }
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-C";
        all[arguments.length + 1] = folder.toString();
        return all;
    }

    private CommandLine program(List<String> findings) {
        return RuleEditor.commandLine(
                (folder, language) -> findings,
                (folder, language) ->
                        new Analyses.Analysed(
                                findings, List.of("activity"), List.of("funnel: too many cases")),
                (folder, language) -> new CaseRuns.Ran(3, findings, List.of("rules fired: 2 / 5")),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }
}
