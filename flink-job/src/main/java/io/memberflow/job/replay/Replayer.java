package io.memberflow.job.replay;

import io.memberflow.job.sink.RejectedEvents;
import io.memberflow.job.source.Replay;
import io.memberflow.order.RawText;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Sends rejected events again, marked with where they stood. It takes no row away: the job does
 * when it accepts the event, so that nothing is lost between here and there.
 */
public final class Replayer {
    private final RejectedEvents rejected;
    private final Consumer<String> notes;
    private long sent;
    private long left;

    /**
     * @param notes is told of each event that cannot be sent
     */
    public Replayer(RejectedEvents rejected, Consumer<String> notes) {
        this.rejected = rejected;
        this.notes = notes;
    }

    /** Sends all that can be sent of what the filter lets through. */
    public void run(RejectedEvents.Filter filter, Target target) {
        rejected.forEach(filter, row -> send(row, target));
    }

    /** How many events were sent. */
    public long sent() {
        return sent;
    }

    /** How many cannot be sent from here. */
    public long left() {
        return left;
    }

    private void send(RejectedEvents.Row row, Target target) {
        byte[] event;
        try {
            event = RawText.bytes(row.raw());
        } catch (IllegalArgumentException e) {
            leave(row, "its text has a backslash that escapes nothing: write \\\\ for one");
            return;
        }
        if (event.length < row.rawBytes() && isCut(row.raw())) {
            leave(
                    row,
                    "only the beginning of its %d bytes was kept: send it again from where it came"
                            .formatted(row.rawBytes()));
            return;
        }
        byte[] marked = Replay.mark(row.origin(), event);
        if (marked == null) {
            leave(row, "it is no JSON object: mend it where it came from");
            return;
        }
        target.send(row.stream(), row.memberId(), marked);
        sent++;
    }

    /** A text that has room left is whole, also when somebody has mended it since. */
    private static boolean isCut(String raw) {
        return raw.getBytes(StandardCharsets.UTF_8).length > RawText.MAX_BYTES - RawText.LONGEST;
    }

    private void leave(RejectedEvents.Row row, String why) {
        left++;
        notes.accept(
                "%s %s (%s) is left: %s.".formatted(row.stream(), row.origin(), row.code(), why));
    }
}
