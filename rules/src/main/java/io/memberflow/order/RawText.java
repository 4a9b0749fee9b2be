package io.memberflow.order;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The text of a refused event in a form that any database, terminal and editor accepts, and from
 * which the bytes can be had back.
 */
public final class RawText {

    /** Longer texts are cut, never inside a character or an escape: 64 KiB of UTF-8. */
    public static final int MAX_BYTES = 1 << 16;

    /** No character and no escape takes more bytes: so much room at most a cut leaves unused. */
    public static final int LONGEST = 4;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private RawText() {}

    /**
     * The bytes as text: {@code \xNN} for every byte of a control character other than tab and for
     * every byte that is not UTF-8, {@code \\} for a backslash, cut at {@link #MAX_BYTES}.
     */
    static String escape(byte[] bytes) {
        // Escaping never shortens; what the cut leaves of a last character is not written.
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MAX_BYTES + 4));
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        Cut text = new Cut();
        boolean more = true;
        while (more) {
            CoderResult result = decoder.decode(in, out, true);
            append(out.flip(), text);
            out.clear();
            more = result.isError();
            if (more) {
                for (int i = 0; i < result.length(); i++) {
                    text.escaped(in.get());
                }
            }
        }
        return text.toString();
    }

    /**
     * The bytes that {@link #escape} was given, as far as its text goes.
     *
     * @throws IllegalArgumentException when a backslash in the text escapes nothing
     */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        int at = text.indexOf('\\');
        while (at >= 0) {
            bytes.writeBytes(text.substring(plain, at).getBytes(StandardCharsets.UTF_8));
            if (text.startsWith("\\\\", at)) {
                bytes.write('\\');
                plain = at + 2;
            } else if (text.startsWith("\\x", at) && at + 4 <= text.length()) {
                bytes.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
                plain = at + 4;
            } else {
                throw new IllegalArgumentException("No escape at " + at);
            }
            at = text.indexOf('\\', plain);
        }
        bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static void append(CharBuffer chars, Cut text) {
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            if (c == '\\') {
                text.append("\\\\", 2);
            } else if (c != '\t' && Character.isISOControl(c)) {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    text.escaped(b);
                }
            } else if (Character.isHighSurrogate(c)) {
                text.append(chars.subSequence(i, i + 2), 4);
                i++;
            } else {
                text.append(String.valueOf(c), c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
            }
        }
    }

    /** A text that takes no more once something did not fit. */
    private static final class Cut {
        private final StringBuilder text = new StringBuilder();
        private int room = MAX_BYTES;

        void append(CharSequence piece, int bytes) {
            room = bytes <= room ? room - bytes : -1;
            if (room >= 0) {
                text.append(piece);
            }
        }

        void escaped(byte b) {
            append("\\x" + HEX[b >> 4 & 15] + HEX[b & 15], 4);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
