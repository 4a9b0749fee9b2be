package io.memberflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.memberflow.job.bench.FreePorts;
import io.memberflow.job.metrics.Label;
import io.memberflow.job.metrics.Metric;
import io.memberflow.job.support.DeployFiles;
import io.memberflow.job.support.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that a live job says in metrics and logs, run with the configuration that we ship: every
 * metric under its documented name, what dashboard and alerts ask for, and nothing of a member.
 */
class WatchedJobITCase {
    private static final int PORT = FreePorts.of(1)[0];

    @TempDir private static Path folder;

    private static WatchedJob job;
    private static Scrape before;
    private static Scrape after;

    /** As shipped, but for places and the time that a test has. */
    private static Configuration shipped() {
        Configuration flink = DeployFiles.flinkConfiguration();
        flink.removeKey("jobmanager.rpc.address");
        flink.setString("metrics.reporter.prom.port", String.valueOf(PORT));
        flink.setString("execution.checkpointing.interval", "300 ms");
        flink.setString("execution.checkpointing.min-pause", "0 s");
        flink.setString("restart-strategy.exponential-delay.initial-backoff", "100 ms");
        flink.setString("restart-strategy.exponential-delay.max-backoff", "500 ms");
        return flink;
    }

    @BeforeAll
    static void run() throws Exception {
        Configuration flink = shipped();
        String checkpoints = Files.createDirectory(folder.resolve("state")).toUri().toString();
        flink.setString("execution.checkpointing.dir", checkpoints);
        flink.setString("execution.checkpointing.savepoint-dir", checkpoints);
        job = new WatchedJob(flink, PORT, folder);
        job.receive();
        job.release();
        before = job.before();
        job.breakBatches();
        after = job.scrape();
    }

    @AfterAll
    static void stop() throws Exception {
        if (job != null) {
            job.close();
        }
    }

    @Test
    void everyMetricIsExportedUnderItsDocumentedName() {
        Set<String> wanted =
                Arrays.stream(Metric.values())
                        .map(Metric::prometheusName)
                        .collect(Collectors.toSet());

        assertThat(before.names().stream().filter(name -> name.contains("_memberflow_")))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void whatIsCountedIsWhatHasHappened() {
        for (String stream : Label.STREAM.all()) {
            assertThat(WatchedJob.becameOf(before, stream))
                    .as(stream)
                    .isEqualTo(sum(Metric.EVENTS_READ, "stream", stream));
        }
        assertThat(sum(Metric.EVENTS_READ, "stream", "members")).isEqualTo(3);
        assertThat(sum(Metric.EVENTS_READ, "stream", "behaviours")).isEqualTo(2);
        assertThat(sum(Metric.EVENTS_REPEATED, "stream", "orders")).isEqualTo(1);
        assertThat(rejected("orders", "MALFORMED")).isEqualTo(2);
        assertThat(rejected("orders", "NO_MEMBER")).isEqualTo(1);
        assertThat(rejected("orders", "TOO_OLD")).isEqualTo(1);
        assertThat(rejected("orders", "FORGOTTEN")).isEqualTo(1);
        assertThat(rejected("members", "MALFORMED")).isEqualTo(1);
        assertThat(sum(Metric.EVENTS_BY_AGE, "stream", "orders", "age", "month")).isEqualTo(1);
        assertThat(sum(Metric.CHANGES, "change", "ENTER", "cause", "ORDER")).isPositive();
        assertThat(sum(Metric.CHANGES, "change", "LEAVE", "cause", "RULES")).isPositive();
        assertThat(sum(Metric.DECISIONS, "cause", "RULES")).isEqualTo(1);
        assertThat(sum(Metric.MEMBERS_WRITTEN)).isGreaterThanOrEqualTo(3);
        assertThat(sum(Metric.BATCHES)).isGreaterThanOrEqualTo(3);
        assertThat(sum(Metric.BATCH_FAILURES)).isZero();
        assertThat(before.values(Metric.RELEASE_VERSION.prometheusName())).containsExactly(2.0);
        assertThat(before.values(Metric.CHANNEL_SEQ.prometheusName())).containsExactly(2.0);
        assertThat(before.values(Metric.PREPARED_SEQ.prometheusName())).containsExactly(2.0);
        assertThat(before.values(Metric.CLOCK_LAG.prometheusName()))
                .singleElement()
                .satisfies(lag -> assertThat(lag).isPositive());
    }

    @Test
    void theStartsAgainAreCountedByFlink() {
        assertThat(before.sum("flink_jobmanager_job_numRestarts")).isZero();
        assertThat(after.sum("flink_jobmanager_job_numRestarts")).isPositive();
    }

    @Test
    void dashboardAndAlertsAskForMetricsThatThereAre() {
        assertThat(DeployFiles.metricsAskedFor()).isNotEmpty().isSubsetOf(before.names());
    }

    @Test
    void labelsHaveTheValuesThatWereKnownBeforehand() {
        List<Scrape.Sample> ours =
                after.samples().stream()
                        .filter(sample -> sample.name().contains("_memberflow_"))
                        .toList();
        for (Label label : Label.values()) {
            assertThat(ours)
                    .filteredOn(sample -> sample.labels().containsKey(label.key()))
                    .extracting(sample -> sample.labels().get(label.key()))
                    .isSubsetOf(label.all())
                    .isNotEmpty();
        }
    }

    @Test
    void nothingOfAMemberAndNoSecretIsTold() {
        String told = job.log() + before.text() + after.text();

        assertThat(told).as("that failures are logged").contains("SQLState 23514");
        assertThat(told).as("that the refused release is logged").contains("seq=3 release=3");
        assertThat(told).as("that a bad tick is logged").contains("watched-ticks");
        assertThat(WatchedJob.PLANTED).allSatisfy(planted -> assertNotIn(planted, told));
    }

    /** Names the line, and not the whole log. */
    private static void assertNotIn(String planted, String told) {
        assertThat(told.lines().filter(line -> line.contains(planted)).toList())
                .as("lines with " + planted)
                .isEmpty();
    }

    @Test
    void noMetricOfOursIsRegisteredTwice() {
        assertThat(
                        job.log()
                                .lines()
                                .filter(line -> line.contains("Name collision"))
                                .filter(line -> !line.contains("'pendingCommittables'")))
                .isEmpty();
    }

    private static double sum(Metric metric, String... labels) {
        return before.sum(metric.prometheusName(), labels);
    }

    private static double rejected(String stream, String code) {
        return sum(Metric.EVENTS_REJECTED, "stream", stream, "code", code);
    }
}
