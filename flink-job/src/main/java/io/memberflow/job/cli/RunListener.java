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
                public void progress(List<Tally> tallies, Duration elapsed) {}
            };

    /** A step begins or has ended. */
    void stage(String sentence);

    /** The job is running; called about every two seconds. */
    void progress(List<Tally> tallies, Duration elapsed);
}
