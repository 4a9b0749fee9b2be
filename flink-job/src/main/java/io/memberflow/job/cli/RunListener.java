package io.memberflow.job.cli;

import io.memberflow.job.progress.Tally;
import java.time.Duration;
import java.util.List;

/** Is told how far a run is. */
public interface RunListener {

    /** Hears nothing. */
    RunListener SILENT =
            new RunListener() {
                @Override
                public void stage(String sentence) {}

                @Override
                public void progress(List<Tally> tallies, long written, Duration elapsed) {}
            };

    /** A step begins or has ended. */
    void stage(String sentence);

    /**
     * The job is running; called about every two seconds.
     *
     * @param tallies what was read so far
     * @param written members whose rows this run has written so far
     */
    void progress(List<Tally> tallies, long written, Duration elapsed);
}
