package io.memberflow.job;

import io.memberflow.job.cli.BoundedRun;
import io.memberflow.job.cli.LiveRun;
import io.memberflow.job.cli.MemberJob;
import io.memberflow.job.cli.RunSummary;
import io.memberflow.job.config.JobArguments;
import io.memberflow.job.config.JobConfig;
import java.time.Clock;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a Flink cluster starts: the same options as {@code memberflow run}, on the cluster. */
public final class MemberflowJob {

    private MemberflowJob() {}

    /**
     * Checks, builds and runs the job: a bounded one to the end of its input.
     *
     * @throws io.memberflow.job.config.WrongUse with one sentence on what has to be mended
     */
    public static void main(String... arguments) throws Exception {
        JobArguments read = JobArguments.read(System.getenv(), arguments);
        if (read.isAnswered(System.out)) {
            return;
        }
        JobConfig config = read.toConfig(Clock.systemUTC());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        if (read.isParallelismGiven()) { // else the cluster's own default stands
            env.setParallelism(config.parallelism());
        }
        if (config.isLive()) {
            new LiveRun(new MemberJob()).executeOn(env, config);
            return;
        }
        RunSummary summary = new BoundedRun(new MemberJob()).executeOn(env, config);
        summary.lines().forEach(System.out::println);
    }
}
