package io.memberflow.job.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.memberflow.order.RawEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rejected events on their way through again. Where one stood when it was rejected travels in its
 * text, as a first field that is taken off before it is read: so it keeps its origin, and with it
 * its row in {@code rejected_event}, through any topic and any file.
 */
public final class Replay {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] BEGIN = utf8("{\"memberflow_replay\":\"");

    /** An origin is short; more is nothing of ours. */
    private static final int MAX_ORIGIN_BYTES = 1 << 14;

    private Replay() {}

    /**
     * The text of an event with its origin.
     *
     * @param event a JSON object
     * @return null when the event does not begin as one, and so cannot be sent again
     */
    public static byte[] mark(String origin, byte[] event) {
        int open = 0;
        while (open < event.length && isSpace(event[open])) {
            open++;
        }
        if (open == event.length || event[open] != '{') {
            return null;
        }
        ByteArrayOutputStream marked = new ByteArrayOutputStream(event.length + 128);
        marked.writeBytes(BEGIN);
        marked.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(origin));
        marked.write('"');
        marked.write(',');
        marked.write(event, open + 1, event.length - open - 1);
        return marked.toByteArray();
    }

    /** The event as it was when it was rejected; the very same object if it is not marked. */
    static RawEvent event(RawEvent received) {
        byte[] bytes = received.bytes();
        if (received.header() != null || !isMarked(bytes)) {
            return received;
        }
        int end = Math.min(bytes.length, BEGIN.length + MAX_ORIGIN_BYTES);
        try (JsonParser parser = JSON.createParser(bytes, 0, end)) {
            parser.nextToken();
            parser.nextFieldName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return received;
            }
            String origin = parser.getText();
            int comma = (int) parser.currentLocation().getByteOffset();
            if (comma >= bytes.length || bytes[comma] != ',') {
                return received;
            }
            byte[] event = Arrays.copyOfRange(bytes, comma, bytes.length);
            event[0] = '{';
            return new RawEvent(origin, event, received.length() - comma, null);
        } catch (IOException e) { // begins like a mark and is none: an event like any other
            return received;
        }
    }

    private static boolean isMarked(byte[] bytes) {
        return bytes.length > BEGIN.length
                && Arrays.equals(bytes, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
