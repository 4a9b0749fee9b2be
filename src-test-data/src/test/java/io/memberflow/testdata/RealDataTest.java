package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDataTest {
    @TempDir Path root;

    @Test
    void isFoundBesideTheCheckoutFromAnyModule() throws IOException {
        Path data = Files.createDirectories(root.resolve("shared/data/online-retail"));
        Path module = Files.createDirectories(root.resolve("main/flink-job"));

        assertThat(RealData.find(module, Map.of())).contains(data);
        assertThat(RealData.find(root, Map.of())).contains(data);
    }

    @Test
    void canBeNamedOutright() throws IOException {
        Path data = Files.createDirectories(root.resolve("elsewhere/online-retail"));

        assertThat(
                        RealData.find(
                                root.resolve("main"),
                                Map.of("MEMBERFLOW_DATA", root.resolve("elsewhere").toString())))
                .contains(data);
    }

    @Test
    void mayBeAbsentUnlessRequired() {
        Path start = root.resolve("main");

        assertThat(RealData.find(start, Map.of())).isEmpty();
        assertThatThrownBy(() -> RealData.find(start, Map.of("MEMBERFLOW_REQUIRE_DATA", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shared/data/online-retail")
                .hasMessageContaining(start.toString())
                .hasMessageContaining("\nPut it");
    }

    @Test
    void expectedTablesAreReadAsText() throws IOException {
        Path file = root.resolve("expected.csv.gz");
        try (Writer out =
                new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(file)),
                        StandardCharsets.UTF_8)) {
            out.write("member_id,pyramid,aov_365d\n12347,塔尖,599.70\n12348,,\n");
        }

        ExpectedTable table = ExpectedTable.read(file);

        assertThat(table.columns()).isEqualTo(List.of("pyramid", "aov_365d"));
        assertThat(table.members().get("12347"))
                .isEqualTo(Map.of("pyramid", "塔尖", "aov_365d", "599.70"));
        assertThat(table.members().get("12348").values()).containsOnly("");
        assertThat(table.cells()).isEqualTo(4);
    }
}
