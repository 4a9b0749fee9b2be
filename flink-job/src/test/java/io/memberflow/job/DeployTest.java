package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.support.DeployFiles;
import io.memberflow.job.support.FlinkOptions;
import io.memberflow.job.support.ManifestCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

/** No container is started in tests; what can be held to the code without one is held here. */
class DeployTest {
    private static final Path RUNBOOK = Path.of("..", "docs", "operations.md");

    // ---- Flink's configuration ----

    @Test
    void everyKeyIsOneThatFlinkKnows() {
        assertThat(FlinkOptions.problems(DeployFiles.flinkConfiguration().toMap())).isEmpty();
        assertThat(FlinkOptions.problems(kubernetesConfiguration())).isEmpty();
    }

    @Test
    void aWrongKeyAndAWrongValueAreSeen() {
        assertThat(
                        FlinkOptions.problems(
                                Map.of(
                                        "execution.checkpointing.intervall", "30 s",
                                        "execution.checkpointing.timeout", "soon")))
                .hasSize(2);
    }

    @Test
    void onKubernetesTheSameHolds() {
        Map<String, String> shipped = new TreeMap<>(DeployFiles.flinkConfiguration().toMap());
        Map<String, String> kubernetes = new TreeMap<>(kubernetesConfiguration());
        // One process a pod, and so one port.
        kubernetes.remove("metrics.reporter.prom.port");
        shipped.keySet().retainAll(kubernetes.keySet());
        kubernetes.keySet().retainAll(shipped.keySet());

        assertThat(kubernetes).isEqualTo(shipped).hasSizeGreaterThan(15);
    }

    @Test
    void releasesNeedASchedulerThatKeepsItsParallelism() {
        Configuration flink = DeployFiles.flinkConfiguration();

        assertThat(flink.toMap()).containsEntry("jobmanager.scheduler", "default");
        assertThat(kubernetesConfiguration()).containsEntry("jobmanager.scheduler", "default");
    }

    private static Map<String, String> kubernetesConfiguration() {
        Map<String, String> settings = new HashMap<>();
        manifest()
                .at("/spec/flinkConfiguration")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    // ---- Logs ----

    @Test
    void logsAreOneJsonObjectALine() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (LoggerContext context =
                new LoggerContext(
                        "deploy",
                        null,
                        DeployFiles.ROOT.resolve("flink/log4j-console.properties").toUri())) {
            context.start();
            context.getLogger("io.memberflow").warn("two\nlines \"quoted\" key=值");
            context.getLogger("io.memberflow")
                    .error("it failed", new IllegalStateException("why\nnot"));
            context.getLogger("org.postgresql.Driver").info("a statement with its values");
            context.getLogger("org.apache.flink.metrics.MetricGroup").warn("once more");
        } finally {
            System.setOut(out);
        }

        List<JsonNode> lines = new ArrayList<>();
        for (String line : printed.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.get("message").asText())
                .containsExactly("two\nlines \"quoted\" key=值", "it failed");
        assertThat(lines.get(1).get("error.stack_trace").asText()).contains("why\nnot");
    }

    @Test
    void kubernetesLogsAsTheImageDoes() throws Exception {
        assertThat(manifest().at("/spec/logConfiguration/log4j-console.properties").asText())
                .isEqualTo(
                        Files.readString(
                                DeployFiles.ROOT.resolve("flink/log4j-console.properties")));
    }

    // ---- The image ----

    @Test
    void theImageIsOfOurFlinkAndTakesWhatThereIs() throws Exception {
        String dockerfile = Files.readString(DeployFiles.ROOT.resolve("Dockerfile"));
        String pom = Files.readString(Path.of("..", "pom.xml"));
        String flink = pom.replaceAll("(?s).*<flink.version>(.*?)</flink.version>.*", "$1");
        String version = pom.replaceAll("(?s).*?<version>(.*?)</version>.*", "$1");
        List<String> copied =
                Pattern.compile("COPY --chown=flink:flink (\\S+) ")
                        .matcher(dockerfile)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();

        assertThat(dockerfile).contains("FROM flink:" + flink + "-java17").contains("\nUSER flink");
        assertThat(manifest().at("/spec/flinkVersion").asText())
                .isEqualTo("v" + flink.substring(0, flink.lastIndexOf('.')).replace('.', '_'));
        assertThat(copied)
                .contains("flink-job/target/memberflow-flink-job-" + version + "-cluster.jar")
                .filteredOn(path -> !path.contains("/target/"))
                .hasSize(3)
                .allSatisfy(path -> assertThat(Path.of("..", path)).exists());
        assertThat(Files.readString(DeployFiles.ROOT.resolve("flink/config.yaml")))
                .contains("Flink " + flink.substring(0, flink.lastIndexOf('.')));
    }

    // ---- Compose ----

    @Test
    void composeNamesOnlyWhatThereIs() {
        List<String> services = names(compose().get("services"));
        List<String> secrets = names(compose().get("secrets"));
        for (JsonNode service : compose().get("services")) {
            service.path("volumes").forEach(DeployTest::assertMounted);
            assertThat(names(service.path("secrets"))).isSubsetOf(secrets);
            assertThat(names(service.path("depends_on"))).isSubsetOf(services);
        }
    }

    private static void assertMounted(JsonNode volume) {
        String source = volume.asText().split(":")[0];
        if (source.startsWith(".")) {
            assertThat(DeployFiles.ROOT.resolve(source)).isDirectory();
        } else {
            assertThat(compose().get("volumes").has(source)).as(source).isTrue();
        }
    }

    private static List<String> names(JsonNode listOrObject) {
        List<String> names = new ArrayList<>();
        if (listOrObject.isArray()) {
            listOrObject.forEach(name -> names.add(name.asText()));
        } else {
            listOrObject.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    @Test
    void theOptionsAreThoseOfALiveJob() throws Exception {
        Map<String, String> inCompose = new HashMap<>();
        compose()
                .at("/services/jobmanager/environment")
                .properties()
                .forEach(entry -> inCompose.put(entry.getKey(), entry.getValue().asText()));
        inCompose.remove("<<");
        Map<String, String> onKubernetes = new HashMap<>();
        manifest()
                .at("/spec/jobManager/podTemplate/spec/containers/0/env")
                .forEach(
                        variable ->
                                onKubernetes.put(
                                        variable.get("name").asText(),
                                        variable.get("value").asText()));

        for (Map<String, String> environment : List.of(inCompose, onKubernetes)) {
            JobConfig config = JobArguments.read(environment).toConfig(Clock.systemUTC());
            assertThat(config.isLive()).isTrue();
            assertThat(config.streams()).hasSize(3);
            assertThat(config.database().passwordFile()).isNotNull();
        }
    }

    @Test
    void noSecretStandsInAFile() throws Exception {
        for (String file : List.of("compose.yaml", "kubernetes/flinkdeployment.yaml")) {
            assertThat(Files.readString(DeployFiles.ROOT.resolve(file)))
                    .doesNotContainPattern("(?i)password: *[^$/\\s]")
                    .doesNotContainPattern("(?i)PASSWORD: ");
        }
    }

    // ---- Kubernetes ----

    @Test
    void theManifestHasOnlyFieldsOfTheDefinition() throws Exception {
        JsonNode fields = ManifestCheck.fields();
        assertThat(ManifestCheck.problems(fields, manifest())).isEmpty();
        JsonNode wrong =
                new ObjectMapper().readTree("{\"spec\":{\"jarURI\":\"x\",\"mode\":\"fast\"}}");
        assertThat(ManifestCheck.problems(fields, wrong)).hasSize(2);
    }

    @Test
    void everyVolumeIsMounted() {
        JsonNode spec = manifest().at("/spec/podTemplate/spec");
        assertThat(spec.get("volumes").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        spec.at("/containers/0/volumeMounts").findValuesAsText("name"));
        for (String variable : List.of("KAFKA_PROPERTIES", "JDBC_PASSWORD_FILE")) {
            String path =
                    manifest()
                            .at("/spec/jobManager/podTemplate/spec/containers/0/env")
                            .findParents("name")
                            .stream()
                            .filter(v -> v.get("name").asText().equals("MEMBERFLOW_" + variable))
                            .findAny()
                            .orElseThrow()
                            .get("value")
                            .asText();
            assertThat(spec.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                    .contains(Path.of(path).getParent().toString());
        }
    }

    // ---- Dashboard, alerts, runbook ----

    @Test
    void panelsHaveQueriesOfTheSourceThatIsProvisioned() {
        String source =
                DeployFiles.yaml("grafana/provisioning/datasources/prometheus.yaml")
                        .at("/datasources/0/uid")
                        .asText();
        JsonNode panels = DeployFiles.json("grafana/dashboards/memberflow.json").get("panels");

        assertThat(panels).hasSizeGreaterThan(10);
        assertThat(panels.findValuesAsText("uid")).containsOnly(source);
        assertThat(panels)
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates()
                .hasSize(panels.size());
        assertThat(panels).allMatch(panel -> !panel.get("targets").isEmpty());
    }

    @Test
    void queriesAreBalanced() {
        assertThat(DeployFiles.queries())
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        query -> {
                            assertThat(query.chars().filter(c -> c == '(').count())
                                    .as(query)
                                    .isEqualTo(query.chars().filter(c -> c == ')').count());
                        });
    }

    @Test
    void everyAlertNamesARowOfTheRunbook() throws Exception {
        String runbook = Files.readString(RUNBOOK);
        List<String> named = DeployFiles.yaml("prometheus/alerts.yaml").findValuesAsText("runbook");

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named).allSatisfy(name -> assertThat(runbook).contains("### " + name + "\n"));
    }

    @Test
    void everySymptomSaysWhatItMeansAndWhatToDo() throws Exception {
        String[] symptoms = Files.readString(RUNBOOK).split("\n### ");

        assertThat(symptoms).hasSizeGreaterThan(10);
        assertThat(List.of(symptoms).subList(1, symptoms.length))
                .allSatisfy(
                        symptom ->
                                assertThat(symptom)
                                        .contains(
                                                "- **Means**",
                                                "- **Look**",
                                                "- **Do**",
                                                "- **Drill**"));
    }

    private static JsonNode compose() {
        return DeployFiles.yaml("compose.yaml");
    }

    private static JsonNode manifest() {
        return DeployFiles.yaml("kubernetes/flinkdeployment.yaml");
    }
}
