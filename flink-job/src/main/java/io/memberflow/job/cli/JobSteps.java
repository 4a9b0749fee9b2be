package io.memberflow.job.cli;

import io.memberflow.job.config.Database;
import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.progress.Tally;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a run needs of the other rooms, in the order in which it needs it. Everything up to {@link
 * #build} throws {@link WrongUse} when a person has to mend something.
 */
public interface JobSteps {

    /** The input is there: the spec names at least one readable file. */
    void checkOrders(JobConfig config);

    /** The rulebook compiles. */
    void checkRules(JobConfig config);

    /** The database can be reached and the password is right. */
    void checkDatabase(Database database);

    /** Creates or upgrades the tables; says in words what it did. */
    String migrate(Database database);

    /** The tables are there, and of this version. */
    void checkTables(Database database);

    /** Writes what the tables must know before the job: the catalogue of the release. */
    void prepare(JobConfig config);

    /** Puts the whole graph into the environment. */
    void build(StreamExecutionEnvironment env, JobConfig config) throws Exception;

    /** What the job has counted so far, one entry a stream; empty before its first report. */
    List<Tally> progress(JobConfig config, String jobId);

    /** Removes members that the job did not meet; says how many. */
    long replace(JobConfig config, String jobId);

    /** How many members the job has met. */
    Members members(JobConfig config, String jobId);

    /**
     * @param all members with rows from this job
     * @param withOrders those of them that have a counting order in their life
     */
    record Members(long all, long withOrders) {}
}
