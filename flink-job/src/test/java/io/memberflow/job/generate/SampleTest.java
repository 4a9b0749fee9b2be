package io.memberflow.job.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed sample is what the command in its README makes. */
class SampleTest {

    private static final Path SAMPLE = Path.of("..", "src-test-data/samples/orders.jsonl.gz");

    @TempDir private Path folder;

    @Test
    void theSampleIsWhatItsCommandMakes() throws IOException {
        Path made = folder.resolve("orders.jsonl.gz");
        Generator.write(
                new ShopPlan(
                        20250630,
                        2_000,
                        12_000,
                        LocalDate.of(2024, 1, 1),
                        LocalDate.of(2025, 6, 30),
                        ZoneId.of("Asia/Shanghai"),
                        2,
                        0.02,
                        0.001,
                        0),
                made);

        assertThat(unpacked(made)).isEqualTo(unpacked(SAMPLE));
        assertThat(Files.size(SAMPLE)).isLessThan(1 << 20);
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
