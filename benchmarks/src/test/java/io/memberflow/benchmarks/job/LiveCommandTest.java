package io.memberflow.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The measurement of a live job runs through all its phases; how fast is no matter of a test. */
class LiveCommandTest {
    private static final int MEMBERS = 100;

    @TempDir private Path folder;

    @Test
    void everyPhaseComesToItsEnd() throws Exception {
        Figures figures =
                CommandLine.populateCommand(
                                new LiveCommand(),
                                "--members=" + MEMBERS,
                                "--shoppers=50",
                                "--orders-each=1",
                                "--items=0",
                                "--parallelism=1",
                                "--rules=src/test/resources/small-rulebook",
                                "--phases=preload,clock,latency,rules,release,midnights",
                                "--rate=200",
                                "--warm-seconds=0",
                                "--seconds=1",
                                "--checkpoint-seconds=1",
                                "--days=30",
                                "--managed-mb=64",
                                "--flink=execution.buffer-timeout.interval=1 ms",
                                "--flink=taskmanager.memory.segment-size=4kb",
                                "--folder=" + folder)
                        .measure();

        assertThat(number(figures, "- decisions")).isEqualTo(MEMBERS);
        assertThat(number(figures, "- measured")).isBetween(1.0, 200.0);
        assertThat(number(figures, "orders/s with rules")).isPositive();
        assertThat(number(figures, "- rows/s (members written)")).isPositive();
        assertThat(number(figures, "- everybody decided anew")).isPositive();
        // Everybody ordered on the shop's day, so the window of 30 days lets go on the last day.
        assertThat(number(figures, "busiest midnight: members due")).isEqualTo(MEMBERS);
        assertThat(number(figures, "quietest midnights: members due")).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    private static double number(Figures figures, String what) {
        List<String> row = figures.of(what);
        return Double.parseDouble(row.get(1).replace(",", ""));
    }
}
