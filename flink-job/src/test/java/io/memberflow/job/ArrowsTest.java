package io.memberflow.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as docs/decisions and the README draw them. */
class ArrowsTest {

    private static final String[] RULES = {
        "io.memberflow.order..",
        "io.memberflow.member..",
        "io.memberflow.rfm..",
        "io.memberflow.rulebook..",
        "io.memberflow.engine..",
        "io.memberflow.registry.."
    };
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.memberflow");

    @Test
    void rulesKnowNeitherFlinkNorTheJob() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..", "io.memberflow.job..", "io.memberflow.editor..")
                .check(CLASSES);
    }

    @Test
    void theJobKnowsNeitherTheEditorNorTestData() {
        noClasses()
                .that()
                .resideInAPackage("io.memberflow.job..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.memberflow.editor..", "io.memberflow.testdata..")
                .check(CLASSES);
    }

    @Test
    void modulesDeclareNoOtherArrow() throws Exception {
        assertThat(memberflowModulesOf("rules")).isEmpty();
        assertThat(memberflowModulesOf("src-test-data")).containsExactly("memberflow-rules");
        assertThat(memberflowModulesOf("rule-editor-cli")).containsExactly("memberflow-rules");
        assertThat(memberflowModulesOf("benchmarks"))
                .containsExactly("memberflow-flink-job", "memberflow-rules");
        assertThat(memberflowModulesOf("flink-job"))
                .containsExactly("memberflow-rules", "memberflow-test-data");
        assertThat(Files.readString(Path.of("..", "flink-job", "pom.xml")))
                .containsPattern("memberflow-test-data</artifactId>\\s*<scope>test</scope>");
    }

    private static List<String> memberflowModulesOf(String module) throws Exception {
        String pom = Files.readString(Path.of("..", module, "pom.xml"));
        String dependencies = pom.substring(pom.indexOf("<dependencies>"));
        try (Stream<String> lines = dependencies.lines()) {
            return lines.map(String::strip)
                    .filter(l -> l.startsWith("<artifactId>memberflow-"))
                    .map(l -> l.replaceAll("</?artifactId>", ""))
                    .sorted()
                    .toList();
        }
    }
}
