package io.memberflow.order;

/**
 * The bytes of one event as a source delivered them, and where they stood.
 *
 * @param origin where it stands: {@code file:line} or {@code topic/partition/offset}
 * @param bytes the event's bytes without its line end; of an event over {@link #MAX_BYTES} only the
 *     first {@link #MAX_BYTES} are kept
 * @param length how many bytes the event really had
 * @param header the CSV header line that names this row's columns, or null for a JSON event
 */
public record RawEvent(String origin, byte[] bytes, long length, String header) {
    /** Events longer than this are MALFORMED: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;
}
