package io.memberflow.job.support;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.config.CutPointMode;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.rulebook.Release;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the whole job over files into a database, as the commands do. */
public final class Runs {
    private Runs() {}

    /** A bounded run over {@code orders} with every option at its default but these. */
    public static JobConfig config(
            Path orders,
            LocalDate asOf,
            ZoneId zone,
            String currency,
            CutPointMode mode,
            int parallelism) {
        return new JobConfig(
                orders.toString(),
                null,
                null,
                zone,
                currency,
                List.of(),
                750,
                List.of(),
                mode,
                null,
                asOf,
                null,
                null,
                null,
                null,
                true,
                false,
                false,
                90,
                parallelism,
                Map.of(),
                null,
                null);
    }

    /**
     * Migrates and runs; returns the job's id.
     *
     * @param release the rules that decide
     */
    public static String run(JobConfig config, DatabaseConfig database, Release release)
            throws Exception {
        Tables tables = new Tables(database);
        tables.migrate();
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        config.flink().forEach(flink::setString);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), flink);
        MemberPipeline.build(
                env,
                config,
                new TablesBefore(tables.rowVersionFloor(), 0),
                MemberJob.inputs(config, release),
                new MemberPipeline.Outputs(
                        new MemberSink(database),
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database)));
        return env.execute("test").getJobID().toString();
    }
}
