package io.memberflow.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void theTableOfTheDocumentationIsThisList() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "operations.md"));
        int header = lines.indexOf("| metric | labels | kind | in | says |");
        List<String> rows =
                lines.subList(header + 2, lines.size()).stream()
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(MetricTest::row).toList());
    }

    private static String row(Metric metric) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        metric.title(),
                        metric.labels().stream()
                                .map(label -> "`" + label.key() + "`")
                                .collect(Collectors.joining(" ")),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.unit(),
                        metric.meaning());
    }

    @Test
    void namesAreTold() {
        assertThat(Metric.values()).extracting(Metric::title).doesNotHaveDuplicates();
        assertThat(Metric.EVENTS_REJECTED.prometheusName())
                .isEqualTo(
                        "flink_taskmanager_job_task_operator_memberflow_stream_code_eventsRejected");
    }

    @Test
    void labelsHaveNoOtherValues() {
        UnregisteredMetricsGroup group = new UnregisteredMetricsGroup();
        Metric.EVENTS_READ.counter(group, "orders");
        assertThatThrownBy(() -> Metric.EVENTS_READ.counter(group, "m-42"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[orders, members, behaviours]");
        assertThatThrownBy(() -> Metric.EVENTS_READ.counter(group))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metric.EVENTS_READ.gauge(group, () -> 1, "orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("COUNTER");
    }

    @Test
    void agesEndWhereTheNextBegins() {
        long hour = 3_600_000;
        assertThat(Age.of(-hour)).isEqualTo(Age.HOUR);
        assertThat(Age.of(hour)).isEqualTo(Age.HOUR);
        assertThat(Age.of(hour + 1)).isEqualTo(Age.DAY);
        assertThat(Age.of(24 * hour)).isEqualTo(Age.DAY);
        assertThat(Age.of(24 * hour + 1)).isEqualTo(Age.WEEK);
        assertThat(Age.of(30 * 24 * hour)).isEqualTo(Age.MONTH);
        assertThat(Age.of(30 * 24 * hour + 1)).isEqualTo(Age.OLDER);
        assertThat(Age.of(Long.MAX_VALUE)).isEqualTo(Age.OLDER);
    }
}
