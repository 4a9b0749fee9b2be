package io.memberflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Names and defaults are a promise to those who wrote them into scripts. */
class OptionsTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void everyNameAndDefaultIsPinned() {
        Map<String, String> defaults = new TreeMap<>();
        options().forEach(o -> defaults.put(o.longestName(), defaultOf(o)));

        assertThat(defaults)
                .isEqualTo(
                        new TreeMap<>(
                                Map.ofEntries(
                                        Map.entry("--orders", "none, must be given"),
                                        Map.entry("--members", "none"),
                                        Map.entry("--behaviours", "none"),
                                        Map.entry("--orders-query-file", "none"),
                                        Map.entry("--orders-jdbc-user", "none"),
                                        Map.entry("--orders-jdbc-password-file", "none"),
                                        Map.entry("--orders-history", "none"),
                                        Map.entry("--start-empty", "off"),
                                        Map.entry("--accept-other-state", "off"),
                                        Map.entry(
                                                "--bootstrap-servers",
                                                "none, must be given with kafka:"),
                                        Map.entry("--kafka-properties", "none"),
                                        Map.entry("--clock", "wall"),
                                        Map.entry("--disorder", "10m"),
                                        Map.entry("--midnight-spread", "4h"),
                                        Map.entry("--behaviour-days", "30"),
                                        Map.entry("--channel", "default"),
                                        Map.entry(
                                                "--trusted-keys",
                                                "none, unsigned releases are taken"),
                                        Map.entry("--change-topic", "none"),
                                        Map.entry("--as-of", "today in --zone"),
                                        Map.entry("--zone", "Asia/Shanghai"),
                                        Map.entry("--currency", "CNY"),
                                        Map.entry("--windows", "none beyond 30,90,180,365"),
                                        Map.entry("--retention-days", "750"),
                                        Map.entry("--guest-ids", "none"),
                                        Map.entry("--cut-points", "fixed"),
                                        Map.entry(
                                                "--rules",
                                                "the shipped rulebook; registry for live jobs"),
                                        Map.entry(
                                                "--jdbc-url",
                                                "jdbc:h2:file:./memberflow-data/memberflow"),
                                        Map.entry("--jdbc-user", "none"),
                                        Map.entry("--jdbc-password-file", "none"),
                                        Map.entry("--schema", "the connection's own"),
                                        Map.entry("--migrate", "on for H2, off otherwise"),
                                        Map.entry("--replace", "off"),
                                        Map.entry("--history", "off"),
                                        Map.entry("--rejected-days", "90"),
                                        Map.entry(
                                                "--parallelism",
                                                "the number of cores; on a cluster its own"),
                                        Map.entry("--flink", "none"),
                                        Map.entry("--config", "none"),
                                        Map.entry("--print-config", "off"))));
    }

    @Test
    void whatIsSaidOfADefaultIsTheDefault() {
        options().stream()
                .filter(o -> o.defaultValue() != null && !o.defaultValue().equals("false"))
                .forEach(o -> assertThat(defaultOf(o)).isEqualTo(o.defaultValue()));
    }

    @Test
    void readmeListsTheOptionsAsTheyAre() throws IOException {
        assertThat(Files.readString(README))
                .as("paste this table into README.md:%n%n%s%n", table())
                .contains(table());
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| option | default | what it is |\n|---|---|---|\n");
        options()
                .forEach(
                        o ->
                                table.append("| `")
                                        .append(o.longestName())
                                        .append(
                                                o.typeInfo().isBoolean()
                                                        ? ""
                                                        : " " + o.paramLabel())
                                        .append("` | ")
                                        .append(defaultOf(o))
                                        .append(" | ")
                                        .append(o.description()[0])
                                        .append(" |\n"));
        return table.toString();
    }

    private static String defaultOf(OptionSpec option) {
        assertThat(option.description()).hasSize(2);
        assertThat(option.description()[1]).startsWith("Default: ");
        return option.description()[1].substring("Default: ".length());
    }

    private static List<OptionSpec> options() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new JobOptions());
        spec.addMixin("config", CommandSpec.forAnnotatedObject(new ConfigOptions()));
        return spec.options();
    }
}
