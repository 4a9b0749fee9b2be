package io.memberflow.order;

/**
 * An event that was read but not applied, with all an operator needs to mend and send it again.
 *
 * @param stream the stream it came on: {@code orders}, {@code members} or {@code behaviours}
 * @param origin where it stands: {@code file:line} or {@code topic/partition/offset}
 * @param code why it was refused
 * @param message one sentence for a person: what is wrong and what to do; holds no personal data
 * @param raw the event's text, control characters and invalid bytes escaped as {@code \xNN}, cut at
 *     64 KiB
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
        implements Parsed {}
