package io.memberflow.job.progress;

/**
 * What became of one event, or the sum over many: the counts behind {@code job_progress}. Adding is
 * the only operation, so sums do not depend on order.
 *
 * @param stream {@code orders}, {@code members} or {@code behaviours}
 * @param read events read
 * @param applied events that changed what stands
 * @param repeats events that were not greater than what stood
 * @param rejected events refused with a code
 * @param eventTime the greatest event time, microseconds since the epoch, {@link Long#MIN_VALUE} if
 *     none
 */
public record Tally(
        String stream, long read, long applied, long repeats, long rejected, long eventTime) {

    public static final String ORDERS = "orders";
    public static final String MEMBERS = "members";
    public static final String BEHAVIOURS = "behaviours";

    /** No event at all, which changes no sum. */
    public static Tally nothing(String stream) {
        return new Tally(stream, 0, 0, 0, 0, Long.MIN_VALUE);
    }

    /** One event read; what became of it is counted where that is decided. */
    public static Tally read(String stream, long eventTime) {
        return new Tally(stream, 1, 0, 0, 0, eventTime);
    }

    public static Tally applied(String stream, long events) {
        return new Tally(stream, 0, events, 0, 0, Long.MIN_VALUE);
    }

    public static Tally repeated(String stream, long events) {
        return new Tally(stream, 0, 0, events, 0, Long.MIN_VALUE);
    }

    public static Tally rejected(String stream, long events) {
        return new Tally(stream, 0, 0, 0, events, Long.MIN_VALUE);
    }

    public Tally plus(Tally other) {
        return new Tally(
                stream,
                read + other.read,
                applied + other.applied,
                repeats + other.repeats,
                rejected + other.rejected,
                Math.max(eventTime, other.eventTime));
    }
}
