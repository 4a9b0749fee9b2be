package io.memberflow.job.decide;

import io.memberflow.job.release.ReleaseCommand;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Has releases compiled beside the task, and says so in the task's thread. */
final class Preparation {
    private static final long LOOK_MILLIS = 20;

    private final List<Integer> extraWindows;
    private final ProcessingTimeService time;
    private final Result result;

    /** What came of it. */
    interface Result {
        /**
         * @param compiled what was compiled, to be released by who is told; empty after a problem
         * @param millis how long it took
         * @param problem why it cannot be used, or null
         */
        void prepared(InForce what, List<LoadedRules.Lease> compiled, long millis, String problem)
                throws Exception;
    }

    Preparation(List<Integer> extraWindows, ProcessingTimeService time, Result result) {
        this.extraWindows = extraWindows;
        this.time = time;
        this.result = result;
    }

    void prepare(ReleaseCommand command) {
        long start = System.nanoTime();
        CompletableFuture<List<LoadedRules.Lease>> work =
                CompletableFuture.supplyAsync(() -> compile(command.active(), command.candidate()));
        look(InForce.of(command), work, start);
    }

    private List<LoadedRules.Lease> compile(Release... releases) {
        List<LoadedRules.Lease> leases = new ArrayList<>();
        try {
            for (Release release : releases) {
                if (release != null) {
                    leases.add(LoadedRules.acquire(release, extraWindows));
                }
            }
        } catch (RuntimeException e) {
            leases.forEach(LoadedRules.Lease::close);
            throw e;
        }
        return leases;
    }

    private void look(InForce what, CompletableFuture<List<LoadedRules.Lease>> work, long start) {
        time.registerTimer(
                time.getCurrentProcessingTime() + LOOK_MILLIS,
                at -> {
                    if (!work.isDone()) {
                        look(what, work, start);
                        return;
                    }
                    long millis = (System.nanoTime() - start) / 1_000_000;
                    String problem = problem(work);
                    result.prepared(
                            what, problem == null ? work.join() : List.of(), millis, problem);
                });
    }

    /** The whole truth about a release that does not compile; anything else is our own fault. */
    private static String problem(CompletableFuture<?> work) {
        try {
            work.join();
            return null;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RulebookProblem problem) {
                return problem.getMessage();
            }
            throw e;
        }
    }
}
