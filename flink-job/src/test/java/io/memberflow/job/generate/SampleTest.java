package io.memberflow.job.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed samples are what the command in their README makes. */
class SampleTest {

    private static final Path SAMPLES = Path.of("..", "src-test-data/samples");
    private static final ShopPlan PLAN =
            new ShopPlan(
                    20250630,
                    300,
                    2_000,
                    LocalDate.of(2024, 1, 1),
                    LocalDate.of(2025, 6, 30),
                    ZoneId.of("Asia/Shanghai"),
                    2,
                    0.02,
                    0.002,
                    0,
                    true);

    @TempDir private Path folder;

    @Test
    void theSamplesAreWhatTheirCommandMakes() throws IOException {
        Generator.write(PLAN, folder.resolve("orders.jsonl.gz"));
        Generator.writeMembers(PLAN, folder.resolve("members.jsonl.gz"));
        Generator.writeBehaviours(PLAN, folder.resolve("behaviours.jsonl.gz"));

        for (String name : List.of("orders", "members", "behaviours")) {
            Path sample = SAMPLES.resolve(name + ".jsonl.gz");
            assertThat(
                            Arrays.equals(
                                    unpacked(folder.resolve(sample.getFileName())),
                                    unpacked(sample)))
                    .as(sample + " differs: make it again by the command in its README.md")
                    .isTrue();
            assertThat(Files.size(sample)).as(name).isLessThan(1 << 20);
        }
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
