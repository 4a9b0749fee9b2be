package io.memberflow.job.cli;

import io.memberflow.job.MemberPipeline;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.decide.LoadedRules;
import io.memberflow.job.sink.CutPointsSink;
import io.memberflow.job.sink.DatabaseConfig;
import io.memberflow.job.sink.MemberSink;
import io.memberflow.job.sink.ProgressSink;
import io.memberflow.job.sink.RejectedSink;
import io.memberflow.job.source.EventFiles;
import io.memberflow.order.InputFiles;
import io.memberflow.order.InputProblem;
import io.memberflow.order.RawEvent;
import io.memberflow.registry.CatalogueRow;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookFiles;
import io.memberflow.rulebook.RulebookProblem;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The member job: events from files, a rulebook from a folder or the shipped one, the pipeline. */
public final class MemberJob implements JobParts {

    @Override
    public void checkInputs(JobConfig config) {
        try {
            InputFiles.find(config.orders());
            for (String path : Arrays.asList(config.members(), config.behaviours())) {
                if (path != null) {
                    InputFiles.findJsonLines(path);
                }
            }
        } catch (InputProblem e) {
            throw WrongUse.because(e);
        }
    }

    @Override
    public List<CatalogueRow> compileRules(JobConfig config) {
        try {
            try (LoadedRules.Lease lease = LoadedRules.acquire(release(config), config.windows())) {
                return CatalogueRow.of(lease.rules().catalogue());
            }
        } catch (RulebookProblem e) {
            throw new WrongUse(e.getMessage(), e);
        }
    }

    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config, long rowVersionFloor) {
        DatabaseConfig database = config.database();
        MemberPipeline.build(
                env,
                config,
                rowVersionFloor,
                inputs(config, release(config)),
                new MemberPipeline.Outputs(
                        new MemberSink(database),
                        RejectedSink.to(database),
                        CutPointsSink.to(database),
                        ProgressSink.to(database)));
    }

    /** The files that a configuration names, as the pipeline reads them. */
    public static MemberPipeline.Inputs inputs(JobConfig config, Release release) {
        return new MemberPipeline.Inputs(
                EventFiles.of(InputFiles.find(config.orders())),
                jsonLines(config.members()),
                jsonLines(config.behaviours()),
                release);
    }

    private static FileSource<RawEvent> jsonLines(String path) {
        return path == null ? null : EventFiles.of(InputFiles.findJsonLines(path));
    }

    private static Release release(JobConfig config) {
        return config.rulesFolder().map(RulebookFiles::folder).orElseGet(RulebookFiles::shipped);
    }
}
