package io.memberflow.rulebook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rulebook as it travels: the text of its files, a version and a checksum over all of it. Two
 * parallel arrays, so that it can be a message as it is.
 *
 * <p>The checksum is that of the files, whatever carries them: a folder, a {@link Bundle}, a row of
 * {@code rule_release}. It is SHA-256 over, in ascending order of paths, path, U+0000, text,
 * U+0000, all in UTF-8; {@link ReleaseLimits} lets neither hold U+0000. Equal checksums are equal
 * files.
 *
 * @param version number in the registry; 0 for a folder
 * @param sha256 over paths and texts, in hexadecimal
 * @param paths file paths within the rulebook, with forward slashes, ascending
 * @param texts their contents; of a workbook ({@link RulebookFiles#WORKBOOK}) its bytes in base64
 */
public record Release(int version, String sha256, String[] paths, String[] texts) {

    /** The release of these files. */
    public static Release of(int version, Map<String, String> files) {
        TreeMap<String, String> sorted = new TreeMap<>(files);
        MessageDigest digest = newDigest();
        sorted.forEach(
                (path, text) -> {
                    digest.update(path.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    digest.update(text.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                });
        return new Release(
                version,
                HexFormat.of().formatHex(digest.digest()),
                sorted.keySet().toArray(String[]::new),
                sorted.values().toArray(String[]::new));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
