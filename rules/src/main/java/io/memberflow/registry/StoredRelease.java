package io.memberflow.registry;

import io.memberflow.rulebook.Bundle;
import io.memberflow.rulebook.Release;
import io.memberflow.rulebook.RulebookProblem;

/**
 * A row of {@code rule_release}, as it stands there: nothing of it is believed before {@link
 * #open}.
 *
 * <p>{@code rule_release.sha256} is the checksum of the release's files, as {@link Release} works
 * it out, and not that of the zip archive around them. So it is the same for the folder an analyst
 * works in, the file that was built, and the row; and it is what a signature signs. Nothing escapes
 * it: {@link Bundle} takes no two archives for the same files.
 *
 * @param info what the row says of it
 * @param bundleBytes how large the bundle is
 * @param bundle the bundle, null when it is larger than {@link Bundle#MAX_BYTES}
 * @param signature its signature, or null; see {@link ReleaseSignature}
 */
public record StoredRelease(ReleaseInfo info, long bundleBytes, byte[] bundle, String signature) {

    /**
     * The release.
     *
     * @throws RulebookProblem when the bundle is too large, damaged, or not the one that was
     *     published
     */
    public Release open() {
        if (bundle == null) {
            throw new RulebookProblem(
                    "版本 "
                            + info.version()
                            + " 的规则包有 "
                            + bundleBytes
                            + " 字节，最多 "
                            + Bundle.MAX_BYTES
                            + "。请删减规则库后重新发布。",
                    "The bundle of release "
                            + info.version()
                            + " has "
                            + bundleBytes
                            + " bytes; at most "
                            + Bundle.MAX_BYTES
                            + " are allowed. Make the rulebook smaller and publish it again.",
                    null);
        }
        Release release;
        try {
            release = Bundle.read(info.version(), bundle);
        } catch (RulebookProblem e) {
            throw new RulebookProblem(
                    "版本 " + info.version() + "：" + e.zh(),
                    "Release " + info.version() + ": " + e.en(),
                    e);
        }
        if (!release.sha256().equals(info.sha256())) {
            throw new RulebookProblem(
                    "版本 "
                            + info.version()
                            + " 的文件和登记的校验和不一致：文件是 "
                            + release.sha256()
                            + "，登记的是 "
                            + info.sha256()
                            + "。规则包在登记之后被改动过，请重新发布。",
                    "The files of release "
                            + info.version()
                            + " do not fit its checksum: they make "
                            + release.sha256()
                            + ", the registry says "
                            + info.sha256()
                            + ". The bundle was changed after it was published. Publish it again.",
                    null);
        }
        return release;
    }
}
