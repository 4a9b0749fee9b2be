package io.memberflow.job.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar that goes to a cluster, on a cluster of real processes; a minute of a small machine. */
@EnabledIfSystemProperty(named = "memberflow.full", matches = "true")
class FlinkClusterITCase {
    @TempDir private Path folder;

    @Test
    void theJobRunsFromItsJar() throws Exception {
        Path orders =
                Files.writeString(
                        folder.resolve("orders.jsonl"),
                        """
                        {"order_id":"T1","member_id":"m-1","status":"PAID","amount":"120","paid_at":"2025-06-01"}
                        {"order_id":"T2","member_id":"m-1","status":"PAID","amount":"80","paid_at":"2025-06-20"}
                        no order
                        """);
        try (FlinkCluster cluster = FlinkCluster.start(Bench.folder("flink"), 2, Map.of())) {
            cluster.startTaskManager(1);

            String printed =
                    cluster.runToTheEnd(
                            2,
                            List.of(
                                    "--orders=" + orders,
                                    "--as-of=2025-06-30",
                                    "--jdbc-url=jdbc:h2:file:"
                                            + folder.resolve("db")
                                            + ";AUTO_SERVER=TRUE"));

            assertThat(printed)
                    .contains("orders: read 3 applied 2 repeats 0 rejected 1")
                    .contains("members 1 with orders 1");
        }
    }
}
