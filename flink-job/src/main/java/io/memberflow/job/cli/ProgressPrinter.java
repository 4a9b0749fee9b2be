package io.memberflow.job.cli;

import io.memberflow.job.progress.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a run is: on a terminal in one line that is written over, elsewhere in a plain line
 * every ten seconds.
 */
final class ProgressPrinter implements RunListener {

    private static final Duration PLAIN_EVERY = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private final ZoneId zone;
    private Duration lastPlain = Duration.ZERO;
    private Duration lastElapsed = Duration.ZERO;
    private long lastRead;
    private boolean open;

    ProgressPrinter(PrintStream err, boolean terminal, ZoneId zone) {
        this.err = err;
        this.terminal = terminal;
        this.zone = zone;
    }

    @Override
    public void stage(String sentence) {
        close();
        err.println(sentence);
    }

    @Override
    public void progress(List<Tally> tallies, long written, Duration elapsed) {
        if (!terminal && elapsed.minus(lastPlain).compareTo(PLAIN_EVERY) < 0) {
            return;
        }
        String line = line(tallies, written, elapsed);
        if (terminal) {
            err.print(CLEAR_LINE + line);
            err.flush();
            open = true;
        } else {
            err.println(line);
            lastPlain = elapsed;
        }
    }

    /** Ends the line that is written over, so that what follows stands on its own. */
    void close() {
        if (open) {
            err.print(CLEAR_LINE);
            err.flush();
            open = false;
        }
    }

    private String line(List<Tally> tallies, long written, Duration elapsed) {
        if (written > 0) {
            return String.format(
                    Locale.ROOT,
                    "all read, %,d members written, %d s",
                    written,
                    elapsed.toSeconds());
        }
        long read = tallies.stream().mapToLong(Tally::read).sum();
        long newest = tallies.stream().mapToLong(Tally::eventTime).max().orElse(Long.MIN_VALUE);
        double seconds = elapsed.minus(lastElapsed).toMillis() / 1000.0;
        long rate = seconds <= 0 ? 0 : Math.round(Math.max(0, read - lastRead) / seconds);
        lastRead = read;
        lastElapsed = elapsed;
        return String.format(
                Locale.ROOT,
                "read %,d events, %,d events/s, at %s, %d s",
                read,
                rate,
                date(newest),
                elapsed.toSeconds());
    }

    private String date(long micros) {
        if (micros == Long.MIN_VALUE) {
            return "no date yet";
        }
        return Instant.ofEpochSecond(TimeUnit.MICROSECONDS.toSeconds(micros))
                .atZone(zone)
                .toLocalDate()
                .toString();
    }
}
