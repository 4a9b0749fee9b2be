package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.sink.CatalogueRow;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The member job: orders from files, the rulebook's folder, the pipeline. */
public final class MemberJob implements JobParts {

    @Override
    public void checkOrders(JobConfig config) {
        throw notMerged();
    }

    @Override
    public List<CatalogueRow> compileRules(JobConfig config) {
        throw notMerged();
    }

    @Override
    public void build(StreamExecutionEnvironment env, JobConfig config, long rowVersionFloor) {
        throw notMerged();
    }

    private static IllegalStateException notMerged() {
        return new IllegalStateException("the rooms for orders, rules and pipeline are not merged");
    }
}
