package io.memberflow.registry;

import io.memberflow.rulebook.RulebookProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text, the way OpenSSL writes them: base64 between BEGIN and END lines. */
final class PemFile {
    /** What one block holds. */
    enum Label {
        PRIVATE("PRIVATE KEY"),
        PUBLIC("PUBLIC KEY");

        private final String words;

        Label(String words) {
            this.words = words;
        }
    }

    /** A file of keys is short; anything longer is some other file. */
    private static final long MAX_BYTES = 64 << 10;

    private static final int LINE = 64;

    private PemFile() {}

    /**
     * The text of a file of keys.
     *
     * @throws RulebookProblem when it cannot be read or is too long to be one
     */
    static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new RulebookProblem(
                        "密钥文件 " + file + " 太大，不是 PEM 文件。请指定密钥文件。",
                        "The key file " + file + " is too large to be a PEM file. Name the key's.",
                        null);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new RulebookProblem(
                    "密钥文件 " + file + " 读不出来。请指定这个用户能读的 PEM 文件。",
                    "The key file "
                            + file
                            + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). Name a PEM file that this user may read.",
                    e);
        }
    }

    /** What the blocks of that label hold, in the order they stand; blocks of others are left. */
    static List<byte[]> blocks(Label label, String text) {
        Matcher block =
                Pattern.compile(
                                "-----BEGIN %1$s-----\\s*([A-Za-z0-9+/=\\s]*?)-----END %1$s-----"
                                        .formatted(label.words))
                        .matcher(text);
        List<byte[]> found = new ArrayList<>();
        while (block.find()) {
            try {
                found.add(Base64.getMimeDecoder().decode(block.group(1)));
            } catch (IllegalArgumentException e) {
                throw new RulebookProblem(
                        "密钥文件里的 " + label.words + " 不完整，请重新取得。",
                        "The " + label.words + " in the key file is damaged. Fetch it again.",
                        e);
            }
        }
        return found;
    }

    /** A block, with a line end behind it. */
    static String block(Label label, byte[] content) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label.words, base64);
    }
}
