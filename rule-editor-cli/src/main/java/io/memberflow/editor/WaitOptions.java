package io.memberflow.editor;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether to wait for the job, and how long. */
final class WaitOptions {
    private static final String USUAL = "5m";

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = USUAL,
            paramLabel = "DURATION",
            descriptionKey = "wait")
    private String wait;

    boolean isGiven() {
        return wait != null;
    }

    /** Such as 90s, 5m or 1h. */
    Duration duration() {
        try {
            Duration duration = Duration.parse("PT" + wait.toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw Stop.wrongUse(Message.NO_DURATION, wait);
        }
        throw Stop.wrongUse(Message.NO_DURATION, wait);
    }
}
