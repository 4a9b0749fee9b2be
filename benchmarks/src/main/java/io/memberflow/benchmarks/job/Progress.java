package io.memberflow.benchmarks.job;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says every few seconds how far a job is. */
final class Progress implements AutoCloseable {
    private static final int EVERY_SECONDS = 5;
    private static final long MEGABYTE = 1 << 20;

    private final PrintStream out;
    private final LiveJob job;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "progress");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile String phase = "start";
    private Rate arrived;
    private Rate decided;
    private Rate rows;

    Progress(PrintStream out, LiveJob job) {
        this.out = out;
        this.job = job;
        begin();
        timer.scheduleAtFixedRate(this::line, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void begin() {
        arrived = new Rate(job::arrived);
        decided = new Rate(job::decided);
        rows = new Rate(job.output()::rows);
    }

    void phase(String now) {
        phase = now;
        out.println("-- " + now);
    }

    void say(String line) {
        out.println(line);
    }

    private void line() {
        out.printf(
                "%5d s  %-12s orders %,d (%,.0f/s)  decided %,d (%,.0f/s)  rows %,d (%,.0f/s)  heap"
                        + " %,d MB  load %.1f%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                phase,
                job.arrived(),
                arrived.aSecond(),
                job.decided(),
                decided.aSecond(),
                job.output().rows(),
                rows.aSecond(),
                Machine.heap() / MEGABYTE,
                Machine.load());
        begin();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
