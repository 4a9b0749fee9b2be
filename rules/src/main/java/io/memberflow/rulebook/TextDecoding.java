package io.memberflow.rulebook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the bytes of a text file: UTF-8, UTF-16 with its mark, or GB18030, in which Chinese editors
 * and spreadsheets still save. A mark at the beginning is no part of the text.
 */
final class TextDecoding {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char MARK = '\uFEFF';

    private TextDecoding() {}

    /**
     * The text.
     *
     * @throws RulebookProblem when it could be read in two ways, or in none
     */
    static String text(String file, byte[] bytes) {
        Optional<String> utf16 = utf16(bytes);
        if (utf16.isPresent()) {
            return utf16.get();
        }
        Optional<String> utf8 = decode(bytes, 0, StandardCharsets.UTF_8);
        if (utf8.isPresent() && !utf8.get().isEmpty() && utf8.get().charAt(0) == MARK) {
            return utf8.get().substring(1);
        }
        if (utf8.isPresent() && !mayBeChinese(utf8.get(), bytes)) {
            return utf8.get();
        }
        if (utf8.isPresent()) {
            throw new RulebookProblem(
                    file + " 可以按 UTF-8 读，也可以按 GB18030 读，读出来不一样。请另存为 UTF-8（带 BOM）再试。",
                    file
                            + " can be read as UTF-8 and as GB18030, as different texts. Save it as"
                            + " UTF-8 with a byte order mark and try again.",
                    null);
        }
        return decode(bytes, 0, GB18030)
                .filter(text -> PlainText.hidden(text).isEmpty())
                .orElseThrow(
                        () ->
                                new RulebookProblem(
                                        file + " 既不是 UTF-8 也不是 GB18030 文本。请另存为 UTF-8 再试。",
                                        file
                                                + " is neither UTF-8 nor GB18030 text. Save it as"
                                                + " UTF-8 and try again.",
                                        null));
    }

    private static Optional<String> utf16(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        int mark = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        return switch (mark) {
            case 0xFEFF -> decode(bytes, 2, StandardCharsets.UTF_16BE);
            case 0xFFFE -> decode(bytes, 2, StandardCharsets.UTF_16LE);
            default -> Optional.empty();
        };
    }

    /**
     * Whether what reads as UTF-8 without a single Chinese character reads as Chinese in GB18030:
     * two bytes of one are then two bytes of the other.
     */
    private static boolean mayBeChinese(String utf8, byte[] bytes) {
        boolean oddOnly =
                utf8.codePoints().anyMatch(c -> c >= 0x80)
                        && utf8.codePoints().allMatch(c -> c < 0x800);
        return oddOnly
                && decode(bytes, 0, GB18030)
                        .filter(
                                text ->
                                        text.codePoints()
                                                .filter(c -> c >= 0x80)
                                                .allMatch(Character::isIdeographic))
                        .isPresent();
    }

    private static Optional<String> decode(byte[] bytes, int from, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // another charset may fit
        }
    }
}
