package io.memberflow.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.progress.Tally;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.registry.CatalogueRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedRunITCase {

    @TempDir private Path folder;

    @Test
    void checksThenPreparesThenRunsThenSumsUp() throws Exception {
        JobConfig config = config("--replace");
        Numbers numbers = new Numbers(Long.MAX_VALUE);
        List<String> told = new ArrayList<>();

        RunSummary summary =
                new BoundedRun(numbers)
                        .execute(
                                config,
                                new RunListener() {
                                    @Override
                                    public void stage(String sentence) {
                                        told.add(sentence);
                                    }

                                    @Override
                                    public void progress(
                                            List<Tally> tallies, long written, Duration elapsed) {}
                                });

        assertThat(numbers.calls).containsExactly("orders", "rules", "build");
        assertThat(told)
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Created or upgraded the tables in jdbc:h2:file:");
        assertThat(summary.members()).isZero();
        assertThat(summary.lines()).last().asString().startsWith("members 0 with orders 0 seconds");
        new Tables(config.database()).check();
    }

    @Test
    void aFailingJobIsOneSentenceWithoutRowContents() {
        JobFailed failed =
                catchThrowableOfType(
                        JobFailed.class,
                        () -> new BoundedRun(new Numbers(3)).execute(config(), RunListener.SILENT));

        assertThat(failed).hasMessage("The job failed: IllegalArgumentException");
    }

    private JobConfig config(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--orders=o.jsonl",
                                "--as-of=2025-06-30",
                                "--parallelism=1",
                                "--jdbc-url=jdbc:h2:file:" + folder.resolve("db")));
        arguments.addAll(List.of(more));
        return JobArguments.parse(arguments.toArray(String[]::new));
    }

    /** A job of numbers that fails at one of them, quoting a row as careless code would. */
    private static final class Numbers implements JobParts {
        private final List<String> calls = new ArrayList<>();
        private final long failAt;

        Numbers(long failAt) {
            this.failAt = failAt;
        }

        @Override
        public void checkInputs(JobConfig config) {
            calls.add("orders");
        }

        @Override
        public void checkRegistry(JobConfig config) {
            // These jobs have their rules from a folder.
        }

        @Override
        public List<CatalogueRow> compileRules(JobConfig config) {
            calls.add("rules");
            return List.of(
                    new CatalogueRow("pyramid", "塔尖", 1, "塔尖", "top", "serve best", null, false));
        }

        @Override
        public void build(StreamExecutionEnvironment env, JobConfig config, TablesBefore before) {
            calls.add("build");
            env.fromSequence(1, 10)
                    .uid("numbers")
                    .map(new FailAt(failAt))
                    .uid("map")
                    .sinkTo(new DiscardingSink<>())
                    .uid("sink");
        }
    }

    private record FailAt(long number) implements MapFunction<Long, Long> {
        @Override
        public Long map(Long value) {
            if (value == number) {
                throw new IllegalArgumentException("member m-42 of 文三路 100 号");
            }
            return value;
        }
    }
}
