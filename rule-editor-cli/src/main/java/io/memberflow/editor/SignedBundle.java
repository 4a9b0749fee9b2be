package io.memberflow.editor;

import io.memberflow.registry.ReleaseInfo;
import io.memberflow.registry.ReleaseSignature;
import io.memberflow.registry.StoredRelease;
import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A bundle in a file. Its signature stands in a file beside it, named {@code .sig}: the text that
 * goes into {@code rule_release.signature}, a blank, the short name of the key. So the bundle has
 * the same bytes whoever signs it.
 *
 * @param release what is in it
 * @param signature null when it is not signed
 * @param bytes the bundle
 */
record SignedBundle(Release release, ReleaseSignature signature, byte[] bytes) {
    private static final String SIGNATURE = ".sig";

    static SignedBundle of(Release release, ReleaseSignature signature) {
        return new SignedBundle(release, signature, Bundle.write(release));
    }

    static SignedBundle read(Path file) {
        byte[] bytes;
        String written;
        try {
            if (Files.size(file) > Bundle.MAX_BYTES) {
                throw Stop.wrongUse(Message.BUNDLE_TOO_LARGE, file, Bundle.MAX_BYTES);
            }
            bytes = Files.readAllBytes(file);
            Path beside = beside(file);
            written = Files.exists(beside) ? Files.readString(beside).strip() : null;
        } catch (IOException e) {
            throw Stop.wrongUse(Message.BUNDLE_UNREADABLE, file);
        }
        try {
            return new SignedBundle(Bundle.read(0, bytes), signature(written), bytes);
        } catch (RulebookProblem e) {
            throw Stop.said(Exit.FINDINGS, file + "：" + e.zh(), file + ": " + e.en());
        }
    }

    private static ReleaseSignature signature(String written) {
        if (written == null) {
            return null;
        }
        int blank = written.indexOf(' ');
        return blank < 0
                ? ReleaseSignature.parse(0, written, null)
                : ReleaseSignature.parse(
                        0, written.substring(0, blank), written.substring(blank + 1));
    }

    /** The files that were written. */
    List<Path> write(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.write(file, bytes);
            if (signature == null) {
                // One that is left of an earlier build would be for other files.
                Files.deleteIfExists(beside(file));
                return List.of(file);
            }
            Files.writeString(
                    beside(file),
                    signature.text() + " " + signature.keyId() + "\n",
                    StandardCharsets.UTF_8);
            return List.of(file, beside(file));
        } catch (IOException e) {
            throw Stop.wrongUse(Message.BUNDLE_NOT_WRITTEN, e.getMessage());
        }
    }

    /** As the registry would have it: what jobs verify. */
    StoredRelease stored() {
        return new StoredRelease(
                new ReleaseInfo(
                        0,
                        release.sha256(),
                        "",
                        "",
                        Instant.EPOCH,
                        signature == null ? null : signature.keyId()),
                bytes.length,
                bytes,
                signature == null ? null : signature.text());
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + SIGNATURE);
    }
}
