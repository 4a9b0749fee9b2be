package io.memberflow.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.registry.CatalogueRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> calls = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rnu",
                "run",
                "run --as-of=never --orders=o",
                "run --zone=Mars/Base --orders=o",
                "run --oders=o",
                "run --orders=o --jdbc-url=jdbc:oracle:x",
                "run --orders=o --config=missing.yaml",
                "check --orders=kafka:o",
                "migrate --orders=o",
                "migrate --jdbc-url=jdbc:h2:file:./x --jdbc-password-file=no/such/file",
                "generate",
                "generate --to-files=o.parquet",
                "generate --to-files=o.csv --members=0",
                "generate --to-files=o.csv --from=2025-01-01 --to=2024-01-01",
                "generate --to-files=o.csv --skew=0.5",
                "generate --to-files=o.csv --rate=10",
                "generate --to-files=/proc/nowhere/o.csv",
                "job-jar",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay --stream=baskets",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay --code=BAD",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay --code=FORGOTTEN",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay --since=lately",
                "replay-rejected --jdbc-url=jdbc:h2:mem:replay --to-file=x.jsonl",
                "demo --kep=x"
            })
    void wrongUseIsOneLineAndTwo(String line) {
        int code = run(Map.of(), line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err).lines())
                .singleElement()
                .asString()
                .doesNotContain("Exception:", "\tat");
    }

    @Test
    void aDatabaseFolderThatCannotBeWrittenIsWrongUse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        int code = run(Map.of(), "migrate", "--jdbc-url=jdbc:h2:file:" + file + "/db");

        assertThat(code).isEqualTo(2);
        assertThat(text(err).lines())
                .singleElement()
                .asString()
                .endsWith(file + " is no folder that can be written, give a path in one that can.");
    }

    @Test
    void migrateCreatesTheTablesOnce() {
        String url = "--jdbc-url=jdbc:h2:file:" + folder.resolve("db");

        assertThat(run(Map.of(), "migrate", url)).isZero();
        assertThat(text(out)).contains("created or upgraded");
        assertThat(run(Map.of(), "migrate", url)).isZero();
        assertThat(text(out)).contains("up to date");
    }

    @Test
    void checkDoesTheChecksAndNoMore() {
        int code =
                run(
                        Map.of("MEMBERFLOW_JDBC_URL", "jdbc:h2:file:" + folder.resolve("db")),
                        "check",
                        "--orders=o.jsonl");

        assertThat(code).isZero();
        assertThat(text(out)).isEqualToNormalizingNewlines("all checks passed\n");
        assertThat(calls).containsExactly("orders", "rules");
    }

    @Test
    void checkWithoutTablesSaysHowToMakeThem() {
        int code =
                run(
                        Map.of(),
                        "check",
                        "--orders=o.jsonl",
                        "--no-migrate",
                        "--jdbc-url=jdbc:h2:file:" + folder.resolve("empty"));

        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains("memberflow migrate");
    }

    @Test
    void missingOrdersAreToldByTheirRoom() {
        assertThat(run(Map.of(), "check", "--orders=gone.jsonl")).isEqualTo(2);
        assertThat(text(err)).isEqualToNormalizingNewlines("gone.jsonl is no file.\n");
    }

    @Test
    void printConfigRunsNothing() {
        assertThat(run(Map.of(), "run", "--orders=o", "--print-config")).isZero();
        assertThat(text(out)).containsPattern("orders: o +# command line");
        assertThat(calls).isEmpty();
    }

    @Test
    void helpHasExamplesAndVersionTheBuild() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(run(Map.of(), "run", "--help")).isZero();
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(text(out)).contains("Examples:", "memberflow 0.1.0", "Flink 2.2.1");
        assertThat(text(out).lines()).allMatch(l -> DisplayWidth.of(l) <= 100);
    }

    @Test
    void jobJarIsTheClusterOne() throws IOException {
        Path target = Files.createDirectories(folder.resolve("flink-job/target"));
        Files.createFile(target.resolve("memberflow-flink-job-1.jar"));
        Path jar = Files.createFile(target.resolve("memberflow-flink-job-1-cluster.jar"));

        assertThat(run(Map.of("MEMBERFLOW_HOME", folder.toString()), "job-jar")).isZero();
        assertThat(text(out).strip()).isEqualTo(jar.toString());
    }

    @Test
    void generateWritesTheFile() {
        Path file = folder.resolve("new/orders.csv");

        assertThat(run(Map.of(), "generate", "--orders=10", "--members=3", "--to-files=" + file))
                .isZero();
        assertThat(file).exists();
        assertThat(text(out)).isEmpty();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Memberflow(
                        environment,
                        new Terminal(false, false, false, 100),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Clock.systemUTC(),
                        new Recorded())
                .run(arguments);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Notes what it is asked for. */
    private final class Recorded implements JobParts {
        @Override
        public void checkInputs(JobConfig config) {
            if (config.orders().startsWith("gone")) {
                throw new WrongUse(config.orders() + " is no file.");
            }
            calls.add("orders");
        }

        @Override
        public void checkRegistry(JobConfig config) {
            // These jobs have their rules from a folder.
        }

        @Override
        public List<CatalogueRow> compileRules(JobConfig config) {
            calls.add("rules");
            return List.of();
        }

        @Override
        public void build(StreamExecutionEnvironment env, JobConfig config, TablesBefore before) {
            calls.add("build");
        }
    }
}
