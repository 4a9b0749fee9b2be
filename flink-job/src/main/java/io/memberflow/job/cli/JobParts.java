package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.registry.CatalogueRow;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a run needs of input, rules and pipeline; the seam at which a test puts its own job. */
public interface JobParts {

    /**
     * Passes when the input is there: at least one readable file of each stream that is given.
     *
     * @throws WrongUse naming the path that is not
     */
    void checkInputs(JobConfig config);

    /**
     * Compiles the rulebook.
     *
     * @return what its release says of every value it can give
     * @throws WrongUse naming what does not compile
     */
    List<CatalogueRow> compileRules(JobConfig config);

    /**
     * Passes when the registry has rules for a job that takes them from there. The tables are
     * there.
     *
     * @throws io.memberflow.job.sink.DatabaseProblem naming what is missing
     */
    void checkRegistry(JobConfig config);

    /**
     * Puts the whole graph into the environment.
     *
     * @param before what the tables hold when the job is started
     */
    void build(StreamExecutionEnvironment env, JobConfig config, TablesBefore before)
            throws Exception;
}
