package io.memberflow.job.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memberflow.engine.CompiledRules;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What happens to the good release when a bad one comes. */
class LoadedRulesTest {
    private static final List<Integer> NO_WINDOWS = List.of();

    private static Release release(int version, String file, String text) {
        Release shipped = RulebookFiles.shipped();
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < shipped.paths().length; i++) {
            files.put(shipped.paths()[i], shipped.texts()[i]);
        }
        files.put(file, text);
        return Release.of(version, files);
    }

    @Test
    void aReleaseWithAnErrorNeverReplacesAGoodOne() {
        Release good = release(71, "a.drl", "package rulebook.a\n");
        CompiledRules loaded = LoadedRules.get(good, NO_WINDOWS);
        for (String bad :
                List.of(
                        "package rulebook.a\nimport java.io.File;\nfunction int f() { return 1; }\n",
                        "package rulebook.a\nrule \"r\" when Member( x < 3 ) then end\n",
                        "nonsense")) {
            // The same version, as if someone had written over it.
            Release worse = release(71, "a.drl", bad);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> LoadedRules.get(worse, NO_WINDOWS))
                        .isInstanceOf(RulebookProblem.class)
                        .hasMessageStartingWith("The rulebook has errors:\n  a.drl:");
            }
            assertThat(LoadedRules.get(good, NO_WINDOWS)).isSameAs(loaded);
        }
        assertThat(loaded.sha256()).isEqualTo(good.sha256());
        assertThat(loaded.rules()).isNotEmpty();
    }

    @Test
    void aReleaseIsCompiledOnce() {
        Release release = release(72, "a.drl", "package rulebook.a\n");
        assertThat(LoadedRules.get(release, NO_WINDOWS))
                .isSameAs(
                        LoadedRules.get(release(72, "a.drl", "package rulebook.a\n"), NO_WINDOWS));
    }
}
