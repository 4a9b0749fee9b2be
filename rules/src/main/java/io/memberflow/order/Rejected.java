package io.memberflow.order;

/**
 * An event that was read but not applied, with all an operator needs to mend and send it again.
 *
 * @param stream the stream it came on: {@code orders}, {@code members} or {@code behaviours}
 * @param origin where it stands: {@code file:line} or {@code topic/partition/offset}
 * @param code why it was refused
 * @param message one sentence for a person: what is wrong and what to do; holds no personal data
 * @param raw the event's text, control characters and invalid bytes escaped as {@code \xNN}, cut at
 *     64 KiB; empty for what is forgotten
 * @param rawBytes how many bytes the event had
 * @param memberId the member if it could be read, else null
 */
public record Rejected(
        String stream,
        String origin,
        RejectCode code,
        String message,
        String raw,
        long rawBytes,
        String memberId)
        implements Parsed {

    static Rejected of(
            String stream, RawEvent event, RejectCode code, String message, String memberId) {
        return new Rejected(
                stream,
                event.origin(),
                code,
                message,
                RawText.escape(event.bytes()),
                event.length(),
                memberId);
    }

    /** An order dated before the retention, noticed when its text was no longer at hand. */
    public static Rejected tooOld(String stream, String origin, String memberId) {
        return new Rejected(
                stream,
                origin,
                RejectCode.TOO_OLD,
                "The order left the retention while it was on its way: read it with"
                        + " --orders-history.",
                "",
                0,
                memberId);
    }

    /**
     * An event of a member who was forgotten after it. Nothing of what it said is kept, nor whose
     * it was.
     */
    public static Rejected forgotten(String stream, String origin) {
        return new Rejected(
                stream,
                origin,
                RejectCode.FORGOTTEN,
                "The member was forgotten after this event: nothing is to be done.",
                "",
                0,
                null);
    }
}
