package io.memberflow.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the main code is held against must not be built from it. */
class IndependenceTest {
    @Test
    void knowsTheOrderRecordsAndNothingElseOfTheMainCode() throws IOException {
        List<String> imports;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            imports =
                    files.filter(file -> file.toString().endsWith(".java"))
                            // It picks the rule files that the oracle answers for, no answer.
                            .filter(file -> !file.endsWith("OrderRules.java"))
                            .flatMap(IndependenceTest::lines)
                            .filter(line -> line.contains("io.memberflow."))
                            .filter(line -> !line.contains("io.memberflow.testdata"))
                            .map(line -> line.replaceAll("import |;", ""))
                            .distinct()
                            .toList();
        }

        assertThat(imports)
                .isSubsetOf(
                        "io.memberflow.order.Order",
                        "io.memberflow.order.OrderStatus",
                        "io.memberflow.order.RawEvent",
                        "io.memberflow.order.RejectCode");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
