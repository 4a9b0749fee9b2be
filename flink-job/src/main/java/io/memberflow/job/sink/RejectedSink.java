package io.memberflow.job.sink;

import io.memberflow.order.Rejected;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/** Writes {@code rejected_event}: one row for each event that was refused, however often read. */
public final class RejectedSink {
    private static final List<String> COLUMNS =
            List.of(
                    "id",
                    "stream",
                    "origin",
                    "code",
                    "message",
                    "raw",
                    "raw_bytes",
                    "member_id",
                    "at");
    private static final int LONGEST_ID = 128;

    private RejectedSink() {}

    public static Sink<Rejected> to(DatabaseConfig database) {
        return Upserts.sink(
                database,
                Upserts.replacing(database.dialect(), "rejected_event", 1, COLUMNS),
                (statement, rejected) -> {
                    statement.setString(1, id(rejected.stream(), rejected.origin()));
                    statement.setString(2, rejected.stream());
                    statement.setString(3, storable(rejected.origin()));
                    statement.setString(4, rejected.code().name());
                    statement.setString(5, storable(rejected.message()));
                    statement.setString(6, storable(rejected.raw()));
                    statement.setLong(7, rejected.rawBytes());
                    statement.setString(8, memberId(rejected));
                    Upserts.setInstant(statement, 9, Instant.now());
                });
    }

    /** SHA-256 of where the event stands, which is the same in every job that reads it. */
    static String id(String stream, String origin) {
        try {
            byte[] both = (stream + '\n' + origin).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The text with what no database takes, U+0000 and halves of characters, written out. */
    static String storable(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            boolean bad = c == 0 || (Character.isSurrogate(c) && !pair);
            if (bad && clean == null) {
                clean = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (clean != null) {
                if (bad) {
                    clean.append(c == 0 ? "\\x00" : "\\u%04x".formatted((int) c));
                } else {
                    clean.append(c);
                }
            }
            if (pair) {
                i++;
                if (clean != null) {
                    clean.append(text.charAt(i));
                }
            }
        }
        return clean == null ? text : clean.toString();
    }

    /** An id that is too long to be one was the reason to refuse the event; it stands in raw. */
    private static String memberId(Rejected rejected) {
        String id = rejected.memberId() == null ? null : storable(rejected.memberId());
        return id == null || id.codePointCount(0, id.length()) > LONGEST_ID ? null : id;
    }
}
