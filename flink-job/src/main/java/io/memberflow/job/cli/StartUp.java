package io.memberflow.job.cli;

import io.memberflow.job.config.JobConfig;
import io.memberflow.job.config.WrongUse;
import io.memberflow.job.sink.DatabaseProblem;
import io.memberflow.job.sink.RowVersions;
import io.memberflow.job.sink.Tables;
import io.memberflow.job.sink.TablesBefore;
import io.memberflow.registry.CatalogueRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What comes before a job is started: checks, the migration, the catalogue. */
final class StartUp {
    /** The release of a rulebook that comes from a folder. */
    private static final int FOLDER_RELEASE = 0;

    private final JobParts parts;

    StartUp(JobParts parts) {
        this.parts = parts;
    }

    /**
     * All checks, cheapest first, and the migration between them if it is asked for.
     *
     * @return what the rulebook says of its values, nothing when it is the registry's
     * @throws WrongUse on the first that fails
     */
    List<CatalogueRow> check(JobConfig config, RunListener listener) {
        parts.checkInputs(config);
        List<CatalogueRow> catalogue = parts.compileRules(config);
        try {
            Tables tables = new Tables(config.database());
            if (config.migrate()) {
                int steps = tables.migrate();
                if (steps > 0) {
                    listener.stage("Created or upgraded the tables in " + config.jdbcUrl() + ".");
                }
            }
            tables.check();
            parts.checkRegistry(config);
        } catch (DatabaseProblem e) {
            throw WrongUse.because(e);
        }
        return catalogue;
    }

    /** A live job without state would begin those members anew that the tables hold. */
    private static boolean mayBeginEmpty(JobConfig config) {
        return !config.isLive()
                || config.live().startEmpty()
                || config.live().ordersHistory() != null;
    }

    /**
     * Checks and puts into the tables what has to be there.
     *
     * @return what they hold
     */
    TablesBefore prepare(JobConfig config, Tables tables, RunListener listener) {
        List<CatalogueRow> catalogue = check(config, listener);
        try {
            if (!config.isFromRegistry()) {
                tables.writeCatalogue(FOLDER_RELEASE, catalogue);
            }
            tables.removeRejectedBefore(
                    Instant.now().minus(Duration.ofDays(config.rejectedDays())));
            long floor =
                    RowVersions.start(
                            Instant.now().getEpochSecond(),
                            RowVersions.NONE,
                            tables.rowVersionFloor());
            return new TablesBefore(
                    floor, mayBeginEmpty(config) ? 0 : tables.countMembers(0).members());
        } catch (DatabaseProblem e) {
            throw WrongUse.because(e);
        }
    }
}
